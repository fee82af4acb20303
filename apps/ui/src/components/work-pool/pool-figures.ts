import type { FlowRun, WorkPool, WorkPoolSummary, WorkQueue } from "@millrace/contract";
import type { Api } from "../../api/api.ts";

/** How a pool fares. What a server without such sums cannot tell for all pools at once is missing. */
export type PoolFigures = Pick<WorkPoolSummary, "id" | "name" | "type" | "status" | "is_paused" | "concurrency_limit" | "active_slots"> &
  Partial<WorkPoolSummary>;

const most = 200;

/** The latest of some moments in the protocol's print, whose order is that of time. */
const latest = (moments: readonly (string | null)[]): string | null =>
  moments.reduce((one, other) => (one === null || (other !== null && other > one) ? other : one), null);

interface Listed {
  readonly late: readonly Pick<FlowRun, "work_pool_id" | "estimated_start_time_delta">[];
  readonly queues: readonly Pick<WorkQueue, "work_pool_id" | "is_paused" | "last_polled">[];
}

/** Figures as far as late runs and queues tell them; counts that are cut off are left out. */
export const figuresFrom = (pool: WorkPool, { late, queues }: Listed): PoolFigures => {
  const own = queues.filter(({ work_pool_id }) => work_pool_id === pool.id);
  const lateness = late.filter(({ work_pool_id }) => work_pool_id === pool.id).map((run) => run.estimated_start_time_delta);
  const sum = lateness.reduce((total, seconds) => total + seconds, 0);
  return {
    id: pool.id,
    name: pool.name,
    type: pool.type,
    status: pool.status,
    is_paused: pool.is_paused,
    concurrency_limit: pool.concurrency_limit,
    active_slots: pool.active_slots ?? 0,
    ...(queues.length < most
      ? {
          queues: own.length,
          queues_paused: own.filter(({ is_paused }) => is_paused).length,
          last_polled: latest(own.map(({ last_polled }) => last_polled)),
        }
      : {}),
    ...(late.length < most ? { late_runs: lateness.length, average_lateness: lateness.length === 0 ? null : sum / lateness.length } : {}),
  };
};

/** The figures of pools in the protocol's own words: two requests, however many pools. */
export const listPoolFigures = async (api: Api, pools: readonly WorkPool[], signal: AbortSignal): Promise<readonly PoolFigures[]> => {
  const [late, queues] = await Promise.all([
    api.flowRuns.list({ body: { flow_runs: { state: { name: { any_: ["Late"] } } }, limit: most } }, { signal }),
    api.workQueues.list({ body: { limit: most } }, { signal }),
  ]);
  return pools.map((pool) => figuresFrom(pool, { late, queues }));
};
