import type { Instant, State } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import { makeState } from "../../orchestration/drafts.ts";
import { setTaskRunStateIn } from "./set-state.ts";
import { isDeferred } from "./waiting-task-runs.ts";

export interface TaskWorkerNote {
  readonly worker: string;
  /** Until when it counts as there, if nothing more is heard of it. */
  readonly offline_after: Instant;
}

/** Task workers of which anything is known, the first to be gone first. */
export const listTaskWorkers = (db: Queries, limit: number): Promise<TaskWorkerNote[]> =>
  db
    .selectFrom("task_worker_connection")
    .select((is) => ["worker", is.fn.max("offline_after").as("offline_after")])
    .groupBy("worker")
    .orderBy((is) => is.fn.max("offline_after"))
    .limit(limit)
    .execute();

interface LostRun {
  readonly id: string;
  readonly name: string;
  readonly flow_run_id: string | null;
}

/** Runs the worker was given and that nobody was given since: those that are open and do not wait for another worker. */
const listRunsOf = (db: Queries, worker: string): Promise<LostRun[]> =>
  db
    .selectFrom("task_run_claim as claim")
    .innerJoin("task_run", "task_run.id", "claim.task_run_id")
    .innerJoin("task_run_state as current", "current.id", "task_run.state_id")
    .select(["task_run.id", "task_run.name", "task_run.flow_run_id"])
    .where("claim.worker", "=", worker)
    .where("task_run.state_type", "in", ["SCHEDULED", "PENDING", "RUNNING"])
    .where(
      sql<SqlBool>`(task_run.state_type <> 'SCHEDULED' or task_run.state_id = claim.state_id or not ${isDeferred(sql.ref("current.state_details"))})`,
    )
    .where(
      sql<SqlBool>`not exists (select 1 from task_run_claim as later where later.task_run_id = claim.task_run_id and later.claimed > claim.claimed)`,
    )
    .orderBy("task_run.id")
    .execute();

/** Tells those who await the run; other clients' task runs are told of by their own process. */
const tellCrash = (ctx: Context, tx: Tx, { run, state }: { run: LostRun; state: State }): Promise<void> =>
  appendEvents(ctx, tx, [
    {
      id: state.id,
      occurred: state.timestamp,
      event: `prefect.task-run.${state.name}`,
      resource: {
        "prefect.resource.id": `prefect.task-run.${run.id}`,
        "prefect.resource.name": run.name,
        "prefect.state-message": state.message ?? "",
        "prefect.state-name": state.name ?? state.type,
        "prefect.state-timestamp": state.timestamp,
        "prefect.state-type": state.type,
        "prefect.orchestration": "server",
      },
      related:
        run.flow_run_id === null
          ? []
          : [{ "prefect.resource.id": `prefect.flow-run.${run.flow_run_id}`, "prefect.resource.role": "flow-run" }],
      payload: {},
      follows: null,
    },
  ]);

/**
 * Crashes the runs of a task worker that is gone. They are not handed to another: nobody can tell what their code had done. A worker
 * that was heard of meanwhile keeps its runs.
 */
export const crashRunsOf = (ctx: Context, worker: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const now = ctx.clock.now();
    const notes = tx.selectFrom("task_worker_connection").select("id").where("worker", "=", worker);
    if ((await notes.where("offline_after", ">", now).limit(1).execute()).length > 0) return;
    const message = `The task worker "${worker}" that took this run is gone. It has died or lost its connection, so the run counts as crashed.`;
    for (const run of await listRunsOf(tx, worker)) {
      const { state } = await setTaskRunStateIn(ctx, tx, { id: run.id, state: makeState("CRASHED", { message }), force: true });
      if (state !== null) await tellCrash(ctx, tx, { run, state });
    }
    await tx.deleteFrom("task_worker_connection").where("worker", "=", worker).where("offline_after", "<=", now).execute();
  });
