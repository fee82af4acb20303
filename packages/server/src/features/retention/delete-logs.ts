import { firstIdFrom, fromMicros, type Instant, toMicros } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import type { Step } from "./step.ts";

/** The least id that a log stored at a moment can have: ids begin with their time, so that the table needs no index on it. */
const firstIdAt = (moment: Instant): string => firstIdFrom(toMicros(moment) / 1000);

/** Deletes the logs that were stored before a moment, the oldest first. */
export const deleteLogsBefore =
  (before: Instant): Step =>
  async (ctx) => {
    const limit = ctx.settings.vacuumBatch;
    const old = (db: Queries) => db.selectFrom("log").select("id").where("id", "<", firstIdAt(before)).orderBy("id").limit(limit);
    const { numDeletedRows } = await ctx.transact((tx) => tx.deleteFrom("log").where("id", "in", old(tx)).executeTakeFirstOrThrow());
    return { deleted: { logs: Number(numDeletedRows) }, more: Number(numDeletedRows) === limit };
  };

/** Logs looked at in one step. */
const page = 1000;

/**
 * Deletes logs of flow runs that are gone, among those stored between two moments. Each log is looked at by one sweep only:
 * who deletes a run deletes its logs, so that only those remain that came after it.
 */
export const deleteOrphanedLogs = ({ from, before }: { from: Instant; before: Instant }): Step => {
  let after = firstIdAt(from);
  return async (ctx) => {
    const rows = await ctx.db.heavyRead
      .selectFrom("log")
      .leftJoin("flow_run", "flow_run.id", "log.flow_run_id")
      .select(["log.id", "log.flow_run_id", "flow_run.id as found"])
      .where("log.id", ">", after)
      .where("log.id", "<", firstIdAt(before))
      .orderBy("log.id")
      .limit(page)
      .execute();
    after = rows.at(-1)?.id ?? after;
    const orphans = rows.filter((row) => row.flow_run_id !== null && row.found === null).map((row) => row.id);
    if (orphans.length > 0) await ctx.transact((tx) => tx.deleteFrom("log").where("id", "in", orphans).execute());
    return { deleted: { logs: orphans.length }, more: rows.length === page };
  };
};

/** Counts the logs that were stored before a moment. */
export const countLogsBefore = async (db: Queries, before: Instant): Promise<number> => {
  const counted = db.selectFrom("log").select((is) => is.fn.countAll<number>().as("count"));
  return Number((await counted.where("id", "<", firstIdAt(before)).executeTakeFirstOrThrow()).count);
};

/** The beginning of time, as far as ids go. */
export const beginning = fromMicros(0);
