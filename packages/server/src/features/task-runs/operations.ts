import type { UpdateTaskRun } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { notFound } from "../../errors.ts";
import { newName } from "../../names.ts";
import { listLeasesForRuns, releaseLeases } from "../concurrency-limits/leases.ts";

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

/** Deletes a task run with its states and its logs. */
export const deleteTaskRun = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const leases = await listLeasesForRuns(tx, { taskRunIds: [id] });
    const [run] = await tx.deleteFrom("task_run").where("id", "=", id).returning(["id", "flow_run_id"]).execute();
    if (run === undefined) throw notFound("Task not found");
    await releaseLeases(ctx, tx, leases);
    const logs = tx.deleteFrom("log").where("task_run_id", "=", id);
    // Logs are found by their flow run; there is no index on the task run alone.
    await (run.flow_run_id === null ? logs.where("flow_run_id", "is", null) : logs.where("flow_run_id", "=", run.flow_run_id)).execute();
  });
