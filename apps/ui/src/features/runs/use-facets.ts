import type { Facet, FlowRunFacets, StateCount, StateType } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import { useAnswer } from "../../api/use-call.ts";
import { withFallback } from "../../api/with-fallback.ts";
import type { FlowRunFilters } from "../../query/flow-run-query.ts";
import { flowRunFilters, type RunScope, taskRunFilters } from "./run-scope.ts";

/** How the runs of a list spread over what they have in common. A server that does not count tells states alone. */
export interface Facets extends Pick<FlowRunFacets, "states"> {
  readonly flows?: Facet;
  readonly deployments?: Facet;
  readonly work_pools?: Facet;
  readonly tags?: Facet;
}

const toFacet = (states: readonly StateCount[]): Facet => ({
  values: states
    .filter(({ count }) => count > 0)
    .map(({ state_type, state_name, count }) => ({ id: null, name: state_name, state_type, count }))
    .toSorted((one, other) => other.count - one.count),
  is_truncated: false,
  is_sampled: false,
});

const year = 366 * 86_400_000;

interface Asked {
  readonly filters: FlowRunFilters;
  readonly now: number;
}

/** Counts by state in the protocol's own words: a history that is one bar long. */
const countStates = async (api: Api, { filters, now }: Asked, signal: AbortSignal): Promise<Facets> => {
  const expected = filters.flow_runs?.expected_start_time;
  const history_start = expected?.after_ ?? "2000-01-01T00:00:00Z";
  const history_end = expected?.before_ ?? new Date(now + year).toISOString();
  const history_interval_seconds = Math.ceil((Date.parse(history_end) - Date.parse(history_start)) / 1000) + 1;
  const bars = await api.flowRuns.getHistory({ body: { history_start, history_end, history_interval_seconds, ...filters } }, { signal });
  const states = bars.flatMap((bar) => bar.states);
  return { states: toFacet(states.map(({ state_type, state_name, count_runs }) => ({ state_type, state_name, count: count_runs }))) };
};

/** The facets of a list of flow runs: one request. */
export const useFlowRunFacets = (scope: RunScope) =>
  useAnswer<Facets>(
    {
      noun: "flowRuns",
      name: "facets",
      input: scope,
      ask: (api, signal) => {
        const now = Date.now();
        const { filters } = flowRunFilters(scope, now);
        return withFallback(
          { api, flag: "ui-facets" },
          () => api.uiRuns.countFacets({ body: filters }, { signal }),
          () => countStates(api, { filters, now }, signal),
        );
      },
    },
    { keepPrevious: true },
  );

/** The same of task runs, of which states alone are counted. */
export const useTaskRunFacets = (scope: RunScope) =>
  useAnswer<Facets>(
    {
      noun: "taskRuns",
      name: "task-facets",
      input: scope,
      ask: async (api, signal) => {
        const counts = await api.ui.countTaskRunsByState({ body: taskRunFilters(scope, Date.now()).filters }, { signal });
        const states = Object.entries(counts).map(([type, count]) => ({ state_type: type as StateType, state_name: null, count }));
        return { states: toFacet(states) };
      },
    },
    { keepPrevious: true },
  );
