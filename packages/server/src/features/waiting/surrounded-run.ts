import type { Instant } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import type { FlowRunTable } from "../../db/schema.ts";
import type { CurrentState } from "../run-states/current-state.ts";

/** A run with all around it that may hold it up. */
export interface SurroundedRun extends FlowRunTable, CurrentState {
  readonly deployment_name: string | null;
  readonly deployment_polled: Instant | null;
  readonly concurrency_limit_id: string | null;
  readonly queue_name: string | null;
  readonly queue_paused: boolean | null;
  readonly queue_limit: number | null;
  readonly queue_polled: Instant | null;
  readonly pool_id: string | null;
  readonly pool_name: string | null;
  readonly pool_paused: boolean | null;
  readonly pool_limit: number | null;
}

export const findSurrounded = (db: Queries, id: string): Promise<SurroundedRun | undefined> =>
  db
    .selectFrom("flow_run")
    .leftJoin("flow_run_state as current", "current.id", "flow_run.state_id")
    .leftJoin("deployment", "deployment.id", "flow_run.deployment_id")
    .leftJoin("work_queue as queue", "queue.id", "flow_run.work_queue_id")
    .leftJoin("work_pool as pool", "pool.id", "queue.work_pool_id")
    .selectAll("flow_run")
    .select(["current.message as state_message", "current.data as state_data", "current.state_details"])
    .select(["deployment.name as deployment_name", "deployment.last_polled as deployment_polled", "deployment.concurrency_limit_id"])
    .select(["queue.name as queue_name", "queue.is_paused as queue_paused", "queue.concurrency_limit as queue_limit"])
    .select(["queue.last_polled as queue_polled", "pool.id as pool_id", "pool.name as pool_name"])
    .select(["pool.is_paused as pool_paused", "pool.concurrency_limit as pool_limit"])
    .where("flow_run.id", "=", id)
    .executeTakeFirst();
