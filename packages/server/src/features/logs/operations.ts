import type { CreateLog, Log } from "@millrace/contract";
import type { Context } from "../../context.ts";

/** NUL and halves of surrogate pairs are valid in JSON but not in every database. */
const storable = (text: string): string => (text.includes("\0") ? text.replaceAll("\0", "") : text).toWellFormed();

/** Stores logs and, once they are durable, tells whoever listens. Whether their runs exist is not asked. */
export const createLogs = async (ctx: Context, input: readonly CreateLog[]): Promise<void> => {
  if (input.length === 0) return;
  const created = ctx.clock.now();
  const rows = input.map(({ name, level, message, timestamp, flow_run_id, task_run_id }) => ({
    id: ctx.newId(),
    created,
    name: storable(name),
    level,
    message: storable(message),
    timestamp,
    flow_run_id,
    task_run_id,
  }));
  await ctx.transact(async (tx) => {
    await tx.dialect.insertMany(tx, { table: "log", rows });
    if (ctx.bus.logs.isHeard) tx.afterCommit(() => ctx.bus.logs.publish(rows.map((row): Log => ({ ...row, updated: created }))));
  });
};
