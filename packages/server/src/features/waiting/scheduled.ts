import { addSeconds, type Blocker, compareInstants, type Instant, type WaitingCause } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { findLimitRow } from "../concurrency-limits/queries.ts";
import { cause } from "./causes.ts";
import { explainLimit, explainPlace } from "./holders.ts";
import type { SurroundedRun } from "./surrounded-run.ts";

const isPresent = <T>(value: T | undefined): value is T => value !== undefined;

/** What keeps a scheduled run from starting besides its time. How full things are tells nothing of a run whose time has not come. */
export const listScheduledCauses = async (ctx: Context, run: SurroundedRun): Promise<readonly WaitingCause[]> => {
  const now = ctx.clock.now();
  const { next_scheduled_start_time: time, state_name } = run;
  const isDue = time === null || compareInstants(time, now) <= 0;
  const asks = isDue || state_name === "AwaitingConcurrencySlot";
  const limit = asks ? await explainDeploymentLimit(ctx, run, now) : undefined;
  const pauses = [pausedPool(run), pausedQueue(run)].filter(isPresent);
  if (!isDue) return [limit, ...pauses].filter(isPresent);
  const found = [limit, ...pauses, await explainAbsence(ctx, run, now), ...(await explainPlaces(ctx, run))].filter(isPresent);
  return found.length > 0 ? found : [cause("next-poll", "Nothing stands in its way: it starts when its worker next asks for work.")];
};

const explainDeploymentLimit = async (ctx: Context, run: SurroundedRun, now: Instant): Promise<WaitingCause | undefined> => {
  const row = run.concurrency_limit_id === null ? undefined : await findLimitRow(ctx.read, run.concurrency_limit_id);
  const found = row && (await explainLimit(ctx.read, row, { now, runId: run.id }));
  return found && { ...found, since: run.state_timestamp, until: run.next_scheduled_start_time };
};

const poolOf = ({ pool_id, pool_name }: SurroundedRun): Blocker => ({ kind: "work-pool", id: pool_id, name: pool_name });
const queueOf = ({ work_queue_id, queue_name }: SurroundedRun): Blocker => ({ kind: "work-queue", id: work_queue_id, name: queue_name });

const pausedPool = (run: SurroundedRun): WaitingCause | undefined =>
  run.pool_paused === true
    ? cause("work-pool-paused", `The work pool "${run.pool_name}" is paused.`, { blockers: [poolOf(run)] })
    : undefined;

const pausedQueue = (run: SurroundedRun): WaitingCause | undefined => {
  if (run.queue_paused !== true) return undefined;
  const message = `The work queue "${run.queue_name}" of the work pool "${run.pool_name}" is paused.`;
  return cause("work-queue-paused", message, { blockers: [queueOf(run), poolOf(run)] });
};

/** Says that nobody asks for the run's work. */
const explainAbsence = async (ctx: Context, run: SurroundedRun, now: Instant): Promise<WaitingCause | undefined> => {
  const { queuePollTimeout, deploymentPollTimeout } = ctx.settings;
  if (run.pool_id === null) return isRecent(run.deployment_polled, deploymentPollTimeout, now) ? undefined : unserved(run);
  const since = run.queue_polled;
  if (isRecent(since, queuePollTimeout, now)) return undefined;
  const online = ctx.read.selectFrom("worker").select("name").where("work_pool_id", "=", run.pool_id).where("offline_after", ">=", now);
  const workers = await online.orderBy("name").limit(20).execute();
  if (workers.length === 0) {
    return cause("no-worker", `No worker of the work pool "${run.pool_name}" is online.`, { since, blockers: [poolOf(run)] });
  }
  const message = `No worker of the work pool "${run.pool_name}" asks for work of its queue "${run.queue_name}".`;
  const blockers = [queueOf(run), ...workers.map(({ name }) => ({ kind: "worker" as const, id: null, name }))];
  return cause("not-polled", message, { since, blockers });
};

const isRecent = (polled: Instant | null, seconds: number, now: Instant): boolean =>
  polled !== null && compareInstants(addSeconds(polled, seconds), now) >= 0;

const unserved = ({ deployment_id: id, deployment_name: name, deployment_polled: since }: SurroundedRun): WaitingCause => {
  if (id === null) return cause("not-served", "It belongs to no deployment and no work pool, so that whoever created it has to start it.");
  if (name === null)
    return cause("not-served", "Its deployment is gone, so that nobody starts it.", { blockers: [{ kind: "deployment", id, name }] });
  const message = `No process serves the deployment "${name}", which has no work pool.`;
  return cause("not-served", message, { since, blockers: [{ kind: "deployment", id, name }] });
};

const explainPlaces = async ({ read }: Context, run: SurroundedRun): Promise<readonly (WaitingCause | undefined)[]> => {
  const { pool_id, pool_name, work_queue_id, queue_name } = run;
  if (pool_id === null || pool_name === null || work_queue_id === null || queue_name === null) return [];
  const pool = { id: pool_id, name: pool_name, concurrency_limit: run.pool_limit };
  const queue = { id: work_queue_id, name: queue_name, concurrency_limit: run.queue_limit };
  return [await explainPlace(read, { kind: "work-pool", place: pool }), await explainPlace(read, { kind: "work-queue", place: queue })];
};
