import type { Log, LogFacets, LogFilterInput, LogSort } from "@millrace/contract";
import type { Api } from "../api/api.ts";
import { withFallback } from "../api/with-fallback.ts";

/** Lines that the server answers at most at once. */
export const pageLimit = 200;

interface Slice {
  readonly sort?: LogSort;
  readonly offset?: number;
  readonly limit?: number;
}

/** Where lines come from. */
export interface LogSource {
  readonly list: (filter: LogFilterInput, slice?: Slice) => Promise<readonly Log[]>;
  readonly count: (filter: LogFilterInput) => Promise<number>;
  /** How they spread over what they may be narrowed by. */
  readonly countFacets: (filter: LogFilterInput) => Promise<LogFacets>;
}

type ListLogs = LogSource["list"];

/** How many there are, for servers that do not count: whether there is a line at a place is asked until the end is found. */
const countBySteps = async (list: ListLogs, filter: LogFilterInput, atLeast: number): Promise<number> => {
  const isThere = async (index: number): Promise<boolean> => (await list(filter, { offset: index, limit: 1 })).length > 0;
  let known = atLeast;
  let step = 1000;
  while (await isThere(known + step - 1)) {
    known += step;
    step *= 4;
  }
  let [low, high] = [known, known + step - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await isThere(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
};

const countBy = <K>(lines: readonly Log[], key: (line: Log) => K): [K, number][] =>
  [...Map.groupBy(lines, key)].map(([value, list]) => [value, list.length]);

/** What the last lines can tell, for servers that do not count. */
const facetsOf = (lines: readonly Log[]): LogFacets => ({
  total: lines.length,
  levels: countBy(lines, ({ level }) => level).map(([level, count]) => ({ level, count })),
  loggers: countBy(lines, ({ name }) => name).map(([name, count]) => ({ name, count })),
  task_runs: countBy(lines, ({ task_run_id }) => task_run_id).map(([task_run_id, count]) => ({
    task_run_id,
    name: null,
    count,
    errors: 0,
  })),
  is_truncated: true,
});

/** Questions that are asked twice at a time are asked once. */
const sharing = <T>(ask: (filter: LogFilterInput) => Promise<T>): ((filter: LogFilterInput) => Promise<T>) => {
  const running = new Map<string, Promise<T>>();
  return (filter) => {
    const key = JSON.stringify(filter);
    const answer = running.get(key) ?? ask(filter).finally(() => running.delete(key));
    running.set(key, answer);
    return answer;
  };
};

export const createLogSource = (api: Api): LogSource => {
  const offered = { api, flag: "ui-log-facets" };
  const list: ListLogs = (filter, { sort = "TIMESTAMP_ASC", offset = 0, limit = pageLimit } = {}) =>
    api.logs.list({ body: { logs: filter, sort, offset, limit } });
  const countOffered = sharing((logs) => api.uiLists.countLogFacets({ body: { logs } }));
  const countAll = async (filter: LogFilterInput): Promise<number> => {
    const { total, is_truncated } = await countOffered(filter);
    return is_truncated ? countBySteps(list, filter, total) : total;
  };
  return {
    list,
    count: (filter) =>
      withFallback(
        offered,
        () => countAll(filter),
        () => countBySteps(list, filter, 0),
      ),
    countFacets: (filter) =>
      withFallback(
        offered,
        () => countOffered(filter),
        async () => facetsOf(await list(filter, { sort: "TIMESTAMP_DESC" })),
      ),
  };
};
