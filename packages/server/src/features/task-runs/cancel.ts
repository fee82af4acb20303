import { isTerminal } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { makeState } from "../../orchestration/drafts.ts";
import { setTaskRunStateIn } from "./set-state.ts";

/** Cancels a task run that is still open. False when it has ended meanwhile or is gone. */
export const cancelTaskRun = (ctx: Context, id: string, message: string): Promise<boolean> =>
  ctx.transact(async (tx) => {
    await tx.dialect.lockRow(tx, "task_run", id);
    const run = await tx.selectFrom("task_run").select("state_type").where("id", "=", id).executeTakeFirst();
    if (run === undefined || isTerminal(run.state_type)) return false;
    await setTaskRunStateIn(ctx, tx, { id, state: makeState("CANCELLED", { message }), force: true });
    return true;
  });
