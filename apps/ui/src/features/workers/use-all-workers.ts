import type { ClientError } from "@millrace/client/browser";
import type { UseQueryResult } from "@tanstack/react-query";
import type { Api } from "../../api/api.ts";
import { useAnswer } from "../../api/use-call.ts";
import { withFallback } from "../../api/with-fallback.ts";
import type { WorkerRow } from "../../components/worker-table/worker-table.tsx";

interface AllWorkers {
  readonly workers: readonly WorkerRow[];
  /** There are more. */
  readonly isTruncated: boolean;
}

const most = 200;
/** Pools whose workers are asked for one by one, where the server has no list of all. */
const mostPools = 20;

const byHeartbeat = (one: WorkerRow, other: WorkerRow): number =>
  (other.last_heartbeat_time ?? "").localeCompare(one.last_heartbeat_time ?? "");

const listPoolByPool = async (api: Api, signal: AbortSignal): Promise<AllWorkers> => {
  const pools = await api.workPools.list({ body: { limit: mostPools + 1 } }, { signal });
  const lists = await Promise.all(
    pools.slice(0, mostPools).map(async ({ name }) => {
      const workers = await api.workers.list({ work_pool_name: name, body: { limit: most } }, { signal });
      return workers.map((worker): WorkerRow => ({ ...worker, work_pool_name: name }));
    }),
  );
  const isTruncated = pools.length > mostPools || lists.some((list) => list.length === most);
  return { workers: lists.flat().sort(byHeartbeat), isTruncated };
};

/** The workers of all pools, the one heard of last first: one request where the server lists them, one for each pool elsewhere. */
export const useAllWorkers = (): UseQueryResult<AllWorkers, ClientError> =>
  useAnswer<AllWorkers>({
    noun: "workers",
    name: "all",
    input: {},
    ask: (api, signal) =>
      withFallback(
        { api, flag: "ui-workers" },
        async () => {
          const workers = await api.uiInfrastructure.listWorkers({ body: { limit: most } }, { signal });
          return { workers, isTruncated: workers.length === most };
        },
        () => listPoolByPool(api, signal),
      ),
  });
