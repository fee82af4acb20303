import type { FlowRun } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import { useAnswer } from "../../api/use-call.ts";
import type { FlowRunFilters } from "../../query/flow-run-query.ts";
import { readStretch, type Stretch, type StretchSearch } from "./stretch.ts";

export interface TimelineRuns {
  readonly runs: readonly FlowRun[];
  /** There are more than these, the newest of the stretch. */
  readonly isCut: boolean;
}

const pageSize = 200;
const mostPages = 5;

interface Asked {
  readonly filters: FlowRunFilters;
  readonly stretch: Stretch;
}

const listDue = async (api: Api, { filters, stretch }: Asked, signal: AbortSignal): Promise<TimelineRuns> => {
  const expected_start_time = { after_: new Date(stretch.from).toISOString(), before_: new Date(stretch.to).toISOString() };
  const ask = (page: number) =>
    api.flowRuns.paginate(
      {
        body: {
          ...filters,
          flow_runs: { ...filters.flow_runs, expected_start_time },
          sort: "EXPECTED_START_TIME_DESC",
          limit: pageSize,
          page,
        },
      },
      { signal },
    );
  const first = await ask(1);
  const others = Array.from({ length: Math.max(0, Math.min(first.pages, mostPages) - 1) }, (_, index) => ask(index + 2));
  const pages = [first, ...(await Promise.all(others))];
  return { runs: pages.flatMap(({ results }) => results), isCut: first.pages > mostPages };
};

/** Runs that began before the stretch and reach into it. */
const listReaching = async (api: Api, { filters, stretch }: Asked, signal: AbortSignal): Promise<readonly FlowRun[]> => {
  const start = new Date(stretch.from).toISOString();
  const ask = (flow_runs: FlowRunFilters["flow_runs"]) =>
    api.flowRuns.list(
      {
        body: {
          ...filters,
          flow_runs: { ...filters.flow_runs, expected_start_time: { before_: start }, ...flow_runs },
          sort: "START_TIME_DESC",
          limit: pageSize,
        },
      },
      { signal },
    );
  const [ended, going] = await Promise.all([
    ask({ end_time: { after_: start } }),
    ask({ start_time: { is_null_: false }, end_time: { is_null_: true } }),
  ]);
  return [...ended, ...going];
};

/** How much more than what is shown is asked for ahead, as a part of it: the chart moves on by itself. */
const spare = 0.25;

/**
 * The runs of an address's stretch of time, past and planned: three requests, and up to four more where there are very many. What
 * moves on with the time is not asked again for that.
 */
export const useTimelineRuns = (filters: FlowRunFilters, { from, to, window }: StretchSearch) =>
  useAnswer<TimelineRuns>(
    {
      noun: "flowRuns",
      name: "timeline",
      input: { filters, from, to, window },
      ask: async (api, signal) => {
        const shown = readStretch({ from, to, window }, Date.now());
        const asked = { filters, stretch: { from: shown.from, to: shown.to + (shown.to - shown.from) * spare } };
        const [due, reaching] = await Promise.all([listDue(api, asked, signal), listReaching(api, asked, signal)]);
        const runs = new Map([...reaching, ...due.runs].map((run) => [run.id, run]));
        return { runs: [...runs.values()], isCut: due.isCut };
      },
    },
    { keepPrevious: true },
  );
