import type { Instant } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { takesSlot } from "../work-pools/pool-rows.ts";
import type { BeatingRun } from "./overdue.ts";
import type { Seen } from "./set-state-of-seen.ts";

/** The worker that took a run, which says so in the run's labels. */
export interface WorkerOfRun {
  readonly worker: string;
  readonly worker_heard: Instant;
  readonly worker_offline_after: Instant;
}

export interface DisconnectedRun extends BeatingRun, Partial<Record<keyof WorkerOfRun, string | null>> {
  readonly since: Instant;
}

const workerName = (db: Queries) => db.dialect.label(sql.ref("flow_run.labels"), "prefect.worker.name");

/** Running runs whose process let go of its connection and was not heard of again, the first to do so first. */
export const listDisconnectedRuns = (db: Queries, limit: number): Promise<DisconnectedRun[]> =>
  db
    .selectFrom("flow_run_disconnect as lost")
    .innerJoin("flow_run", "flow_run.id", "lost.flow_run_id")
    .leftJoin("work_queue", "work_queue.id", "flow_run.work_queue_id")
    .leftJoin("worker", (on) =>
      on.onRef("worker.work_pool_id", "=", "work_queue.work_pool_id").on((is) => is("worker.name", "=", workerName(db))),
    )
    .select(["flow_run.id", "flow_run.state_id", "flow_run.last_heartbeat", "flow_run.heartbeat_interval", "lost.disconnected as since"])
    .select(["worker.name as worker", "worker.last_heartbeat_time as worker_heard", "worker.offline_after as worker_offline_after"])
    .where("flow_run.state_type", "=", "RUNNING")
    .whereRef("lost.disconnected", ">=", "flow_run.last_heartbeat")
    .whereRef("flow_run.last_heartbeat", ">=", "flow_run.state_timestamp")
    .orderBy("lost.disconnected")
    .limit(limit)
    .execute();

/** Forgets the connections that no longer tell anything: the run was heard of again, or does not run. Mostly there are none. */
export const forgetDisconnects = async (ctx: Pick<Context, "read" | "transact">): Promise<void> => {
  const spent = await ctx.read
    .selectFrom("flow_run_disconnect as lost")
    .innerJoin("flow_run", "flow_run.id", "lost.flow_run_id")
    .select("lost.flow_run_id")
    .where((is) => is.or([is("flow_run.state_type", "!=", "RUNNING"), is("flow_run.last_heartbeat", ">", is.ref("lost.disconnected"))]))
    .orderBy("lost.flow_run_id")
    .limit(1000)
    .execute();
  if (spent.length === 0) return;
  const ids = spent.map((row) => row.flow_run_id);
  await ctx.transact((tx) => tx.deleteFrom("flow_run_disconnect").where("flow_run_id", "in", ids).execute());
};

export interface AbandonedRun extends Seen, WorkerOfRun {
  readonly state_type: string | null;
}

/**
 * Runs of workers that are offline at a moment, which nobody else can be working on: those that were taken and have no
 * infrastructure yet, and those on the worker's own machine that never gave a sign of life, be it a beat, a log or a task.
 */
export const listAbandonedRuns = (db: Queries, offlineAt: Instant, limit: number): Promise<AbandonedRun[]> => {
  const isOnItsMachine = sql<SqlBool>`work_pool.type = 'process'`;
  const isSilent = sql<SqlBool>`(flow_run.last_heartbeat is null or flow_run.last_heartbeat < flow_run.state_timestamp)
    and not exists (select 1 from task_run where task_run.flow_run_id = flow_run.id and task_run.state_timestamp > worker.last_heartbeat_time)
    and not exists (select 1 from log where log.flow_run_id = flow_run.id and log.timestamp > worker.last_heartbeat_time)`;
  return db
    .selectFrom("worker")
    .innerJoin("work_pool", "work_pool.id", "worker.work_pool_id")
    .innerJoin("work_queue", "work_queue.work_pool_id", "worker.work_pool_id")
    .innerJoin("flow_run", "flow_run.work_queue_id", "work_queue.id")
    .select(["flow_run.id", "flow_run.state_id", "flow_run.state_type"])
    .select(["worker.name as worker", "worker.last_heartbeat_time as worker_heard", "worker.offline_after as worker_offline_after"])
    .where("worker.offline_after", "<=", offlineAt)
    .where(takesSlot)
    .where((is) => is("worker.name", "=", workerName(db)))
    .where(
      sql<SqlBool>`(flow_run.state_type = 'PENDING' and (flow_run.infrastructure_pid is null or ${isOnItsMachine})
        or flow_run.state_type = 'RUNNING' and ${isOnItsMachine} and ${isSilent})`,
    )
    .orderBy("flow_run.id")
    .limit(limit)
    .execute();
};
