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

export const countFacets = (api: Api, filter: LogFilterInput): Promise<LogFacets> => api.uiLists.countLogFacets({ body: { logs: filter } });

export const createLogSource = (api: Api): LogSource => {
  const list: ListLogs = (filter, { sort = "TIMESTAMP_ASC", offset = 0, limit = pageLimit } = {}) =>
    api.logs.list({ body: { logs: filter, sort, offset, limit } });
  return {
    list,
    count: (filter) =>
      withFallback(
        { api, flag: "ui-log-facets" },
        async () => {
          const { total, is_truncated } = await countFacets(api, filter);
          return is_truncated ? countBySteps(list, filter, total) : total;
        },
        () => countBySteps(list, filter, 0),
      ),
  };
};
