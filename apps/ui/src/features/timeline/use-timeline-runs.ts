import type { FlowRun } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import { useAnswer } from "../../api/use-call.ts";
import type { FlowRunFilters } from "../../query/flow-run-query.ts";
import type { Stretch } from "./stretch.ts";

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

/** The runs of a stretch of time, past and planned: three requests, and up to four more where there are very many. */
export const useTimelineRuns = (filters: FlowRunFilters, stretch: Stretch) =>
  useAnswer<TimelineRuns>(
    {
      noun: "flowRuns",
      name: "timeline",
      input: { filters, stretch },
      ask: async (api, signal) => {
        const asked = { filters, stretch };
        const [due, reaching] = await Promise.all([listDue(api, asked, signal), listReaching(api, asked, signal)]);
        const runs = new Map([...reaching, ...due.runs].map((run) => [run.id, run]));
        return { runs: [...runs.values()], isCut: due.isCut };
      },
    },
    { keepPrevious: true },
  );
