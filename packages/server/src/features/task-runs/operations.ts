import type { UpdateTaskRun } from "@millrace/contract";
import { newName } from "@millrace/contract/run-names";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import { listLeasesForRuns, releaseLeases } from "../concurrency-limits/leases.ts";
import { releaseSubflows } from "../flows/release-subflows.ts";

/** Renames a task run; a null name asks for two random words. */
export const updateTaskRun = (ctx: Context, id: string, { name }: UpdateTaskRun): Promise<void> =>
  ctx.transact(async (tx) => {
    const updated = await tx
      .updateTable("task_run")
      .set({ updated: ctx.clock.now(), ...(name === undefined ? {} : { name: name === null || name === "" ? newName(ctx.random) : name }) })
      .where("id", "=", id)
      .returning("id")
      .execute();
    if (updated.length === 0) throw notFound("Task run not found");
  });

/** Deletes a task run with its states and its logs. A subflow that it stood for stays, as a run of its own. */
export const deleteTaskRun = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    if ((await deleteTaskRuns(ctx, tx, [id])).length === 0) throw notFound("Task not found");
  });

/** Deletes task runs in a transaction that does more; the ids of those that were there. */
export const deleteTaskRuns = async (ctx: Context, tx: Tx, ids: readonly string[]): Promise<readonly string[]> => {
  const list = [...ids];
  const leases = await listLeasesForRuns(tx, { taskRunIds: list });
  await releaseSubflows(tx, { taskRunIds: list });
  const deleted = await tx.deleteFrom("task_run").where("id", "in", list).returning(["id", "flow_run_id"]).execute();
  await releaseLeases(ctx, tx, leases);
  // Logs are found by their flow run; there is no index on the task run alone.
  for (const [flowRun, runs] of Map.groupBy(deleted, ({ flow_run_id }) => flow_run_id)) {
    const own = runs.map(({ id }) => id);
    const logs = tx.deleteFrom("log").where("task_run_id", "in", own);
    await (flowRun === null ? logs.where("flow_run_id", "is", null) : logs.where("flow_run_id", "=", flowRun)).execute();
  }
  return deleted.map(({ id }) => id);
};
