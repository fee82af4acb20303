import type { Labels } from "@millrace/contract";
import type { Tx } from "../../db/connection.ts";
import { lookup, type Statement } from "../../db/statement.ts";
import type { NewFlowRun } from "./create-run.ts";
import type { Surroundings } from "./state-event.ts";

const findFlow: Statement<{ id: string }, { id: string; name: string; tags: readonly string[]; labels: Labels }> = lookup((db, id) =>
  db.selectFrom(db.dialect.asked(id)).innerJoin("flow", "flow.id", "asked.id").select(["flow.id", "flow.name", "flow.tags", "flow.labels"]),
);

/** What a run takes over from what it belongs to. */
export interface Origin extends Surroundings {
  /** Labels of the flow and the deployment. */
  readonly labels: Labels;
}

/** What surrounds a run that is about to be stored. An unknown flow is left to the foreign key to refuse. */
export const findOrigin = async (tx: Tx, run: NewFlowRun): Promise<Origin> => {
  const [flow] = await findFlow.run(tx, { id: run.flow_id });
  const deployment = run.deployment_id === null ? undefined : await findDeployment(tx, run.deployment_id);
  const queue = run.work_queue_id === null ? undefined : await findQueue(tx, run.work_queue_id);
  const parent = run.parent_task_run_id === null ? undefined : await findParent(tx, run.parent_task_run_id);
  return {
    flow: { id: run.flow_id, name: flow?.name ?? "" },
    deployment: deployment === undefined ? null : { id: deployment.id, name: deployment.name },
    workQueue: queue === undefined ? null : { id: queue.id, name: queue.name },
    workPool: queue === undefined ? null : { id: queue.pool_id, name: queue.pool_name, type: queue.pool_type },
    parentTaskRun: parent ?? null,
    tags: [...run.tags, ...(flow?.tags ?? []), ...(deployment?.tags ?? []), ...(parent?.tags ?? [])],
    creator: run.created_by,
    labels: { ...flow?.labels, ...deployment?.labels },
  };
};

const findDeployment = (tx: Tx, id: string) =>
  tx.selectFrom("deployment").select(["id", "name", "tags", "labels"]).where("id", "=", id).executeTakeFirst();

const findParent = (tx: Tx, id: string) => tx.selectFrom("task_run").select(["id", "name", "tags"]).where("id", "=", id).executeTakeFirst();

const findQueue = (tx: Tx, id: string) =>
  tx
    .selectFrom("work_queue as queue")
    .innerJoin("work_pool as pool", "pool.id", "queue.work_pool_id")
    .select(["queue.id", "queue.name", "pool.id as pool_id", "pool.name as pool_name", "pool.type as pool_type"])
    .where("queue.id", "=", id)
    .executeTakeFirst();
