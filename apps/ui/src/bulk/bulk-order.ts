import type { StateCreateInput } from "@millrace/contract";
import type { InputOf } from "../api/use-call.ts";

/** What can be done with many of what. */
export type BulkWhat =
  | { readonly subject: "flow_runs"; readonly action: "cancel" | "retry" | "set_state" | "delete" }
  | { readonly subject: "task_runs"; readonly action: "set_state" | "delete" }
  | { readonly subject: "deployments"; readonly action: "pause" | "resume" | "schedules_on" | "schedules_off" | "delete" }
  | { readonly subject: "flows"; readonly action: "delete" };

/** Which of them; each subject takes those it can be filtered by. */
export type BulkFilters = NonNullable<NonNullable<InputOf<"uiBulk", "previewFlowRuns">>["body"]>;

/** Those that something is to be done to. */
export interface BulkTarget {
  readonly filters: BulkFilters;
  readonly count: number;
}

/** What is asked for, once somebody has looked at what it would take. */
export type BulkOrder = BulkWhat & {
  readonly filters: BulkFilters;
  /** Nothing is done where more match now. */
  readonly at_most: number;
  readonly state: StateCreateInput | null;
  readonly force: boolean;
};

/** The state that an order proposes for each run; the other deeds propose none. */
export const stateOf = ({ action, state }: BulkOrder): StateCreateInput | undefined => {
  if (action === "retry") return { type: "SCHEDULED", name: "AwaitingRetry" };
  if (action === "cancel") return { type: "CANCELLING", name: "Cancelling" };
  return state ?? undefined;
};
