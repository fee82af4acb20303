import type { Queries, Tx } from "../../db/connection.ts";
import type { FlowRunTable } from "../../db/schema.ts";
import { lookup, type Statement } from "../../db/statement.ts";
import { type DeploymentLimitColumns, deploymentLimitColumns } from "../concurrency-limits/deployment-concurrency.ts";
import type { CurrentState } from "../run-states/current-state.ts";
import type { Surroundings } from "./state-event.ts";

/** A flow run with all that a transition and its event need, as it was when it was read. */
export interface HeldFlowRun extends FlowRunTable, CurrentState, DeploymentLimitColumns {
  readonly row_version: string;
  readonly flow_name: string;
  readonly flow_tags: readonly string[];
  readonly deployment_name: string | null;
  readonly deployment_tags: readonly string[] | null;
  readonly queue_name: string | null;
  readonly pool_id: string | null;
  readonly pool_name: string | null;
  readonly pool_type: string | null;
  readonly parent_name: string | null;
  readonly parent_tags: readonly string[] | null;
}

/** The run, its current state and the names around it. */
const readRun: Statement<{ id: string }, HeldFlowRun> = lookup((db, id) =>
  db
    .selectFrom(db.dialect.asked(id))
    .innerJoin("flow_run", "flow_run.id", "asked.id")
    .innerJoin("flow", "flow.id", "flow_run.flow_id")
    .leftJoin("flow_run_state as current", "current.id", "flow_run.state_id")
    .leftJoin("deployment", "deployment.id", "flow_run.deployment_id")
    .leftJoin("concurrency_limit as slots", "slots.id", "deployment.concurrency_limit_id")
    .leftJoin("work_queue as queue", "queue.id", "flow_run.work_queue_id")
    .leftJoin("work_pool as pool", "pool.id", "queue.work_pool_id")
    .leftJoin("task_run as parent", "parent.id", "flow_run.parent_task_run_id")
    .selectAll("flow_run")
    .select(db.dialect.rowVersion("flow_run").as("row_version"))
    .select(["current.message as state_message", "current.data as state_data", "current.state_details"])
    .select([
      "flow.name as flow_name",
      "flow.tags as flow_tags",
      "deployment.name as deployment_name",
      "deployment.tags as deployment_tags",
    ])
    .select(deploymentLimitColumns)
    .select(["queue.name as queue_name", "pool.id as pool_id", "pool.name as pool_name", "pool.type as pool_type"])
    .select(["parent.name as parent_name", "parent.tags as parent_tags"]),
);

/** Reads a run that is going to be changed, see `Tx.hold`. Undefined when there is none. */
export const holdFlowRun = (tx: Tx, id: string): Promise<HeldFlowRun | undefined> =>
  tx.hold({ table: "flow_run", id }, () => readRun.run(tx, { id }));

export const surroundingsOf = (row: HeldFlowRun): Surroundings => ({
  flow: { id: row.flow_id, name: row.flow_name },
  deployment: named(row.deployment_id, row.deployment_name),
  workQueue: named(row.work_queue_id, row.queue_name),
  workPool: row.pool_id === null || row.pool_name === null ? null : { id: row.pool_id, name: row.pool_name, type: row.pool_type ?? "" },
  parentTaskRun: named(row.parent_task_run_id, row.parent_name),
  tags: [...row.tags, ...row.flow_tags, ...(row.deployment_tags ?? []), ...(row.parent_tags ?? [])],
  creator: row.created_by,
});

const named = (id: string | null, name: string | null): { id: string; name: string } | null =>
  id === null || name === null ? null : { id, name };

/** What a transition may change of a run. */
const moved = [
  "updated",
  "state_id",
  "state_type",
  "state_name",
  "state_timestamp",
  "run_count",
  "next_scheduled_start_time",
  "start_time",
  "end_time",
  "total_run_time",
  "empirical_policy",
] as const;

/** Writes what a transition changed of a run. */
export const moveFlowRun = (db: Queries, before: HeldFlowRun, after: Pick<HeldFlowRun, (typeof moved)[number]>): Promise<void> =>
  db.dialect.updateHeld(db, { table: "flow_run", before, after: Object.fromEntries(moved.map((name) => [name, after[name]])) });
