import { choice } from "../../url/search-params.ts";
import type { Scope } from "./scope.ts";
import { queryOf } from "./scope.ts";

/** The groups of states by which Prefect's pages show flows that have such runs (ui.md §1.1). */
export const stateGroup = choice("FAILED-CRASHED", "RUNNING-PENDING-CANCELLING", "COMPLETED", "SCHEDULED-PAUSED", "CANCELLED");
export type StateGroup = NonNullable<ReturnType<typeof stateGroup>>;

export const statesOf = (group: StateGroup): readonly string[] => group.split("-");

/** Runs that those pages show of a flow at once, and that our list shows of all. */
const [theirs, ours] = [3, 25];

/** Of an address that has a flow opened and its runs of a group turned to a page: the search parameters of the list with these runs. */
export const runsOfFlow = (scope: Scope, { flow, tab = "FAILED-CRASHED", page = 1 }: { flow: string; tab?: StateGroup; page?: number }) => {
  const states = statesOf(tab).map((state) => state.toLowerCase());
  const onPage = Math.max(1, Math.ceil((page * theirs) / ours));
  return { q: queryOf(scope, { states, flow, by: "expected" }), ...(onPage > 1 ? { page: onPage, limit: ours } : {}) };
};
