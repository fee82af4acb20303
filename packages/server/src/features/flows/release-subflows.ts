import type { Tx } from "../../db/connection.ts";

/** Task runs that are about to be deleted: these, or those of these runs or flows. */
type Deleted =
  | { readonly taskRunIds: readonly string[] }
  | { readonly flowRunIds: readonly string[] }
  | { readonly flowIds: readonly string[] };

/**
 * Makes runs of their own of the subflows that those task runs stand for. To be done before the deletion, since a transition of a
 * subflow locks it before the task run, too.
 */
export const releaseSubflows = async (tx: Tx, deleted: Deleted): Promise<void> => {
  await tx.updateTable("flow_run").set({ parent_task_run_id: null }).where("parent_task_run_id", "in", listTaskRuns(tx, deleted)).execute();
};

const listTaskRuns = (tx: Tx, deleted: Deleted) => {
  const taskRuns = tx.selectFrom("task_run").select("task_run.id");
  if ("taskRunIds" in deleted) return taskRuns.where("task_run.id", "in", [...deleted.taskRunIds]);
  if ("flowRunIds" in deleted) return taskRuns.where("task_run.flow_run_id", "in", [...deleted.flowRunIds]);
  const runs = tx
    .selectFrom("flow_run as parent")
    .select("parent.id")
    .where("parent.flow_id", "in", [...deleted.flowIds]);
  return taskRuns.where("task_run.flow_run_id", "in", runs);
};
