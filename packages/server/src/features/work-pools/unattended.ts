import { compareInstants, type Instant } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { WorkPoolTable } from "../../db/schema.ts";
import { setPoolStatus } from "./pool-status.ts";

interface Attended {
  readonly id: string;
  /** When the last of its workers counts as offline; undefined when it has none. */
  readonly until: Instant | undefined;
}

/** The ready pools, each with the moment from which it has no worker online any more. */
export const listAttendedPools = async (db: Queries): Promise<Attended[]> => {
  const rows = await db
    .selectFrom("work_pool")
    .leftJoin("worker", "worker.work_pool_id", "work_pool.id")
    .select(["work_pool.id", "worker.offline_after"])
    .where("work_pool.status", "=", "READY")
    .execute();
  const until = new Map<string, Instant | undefined>();
  for (const { id, offline_after } of rows) {
    const latest = until.get(id);
    const isLater = offline_after !== null && (latest === undefined || compareInstants(offline_after, latest) > 0);
    until.set(id, isLater ? offline_after : latest);
  }
  return [...until].map(([id, moment]) => ({ id, until: moment }));
};

/** Marks a ready pool that has no worker online as not ready. Looks again once nobody else can change that. */
export const markPoolUnattended = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    await tx.dialect.lockRow(tx, "work_pool", id);
    const now = ctx.clock.now();
    const pool: WorkPoolTable | undefined = await tx
      .selectFrom("work_pool")
      .selectAll()
      .where("id", "=", id)
      .where("status", "=", "READY")
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(selectFrom("worker").select("worker.id").whereRef("work_pool_id", "=", "work_pool.id").where("offline_after", ">=", now)),
        ),
      )
      .executeTakeFirst();
    if (pool !== undefined) await setPoolStatus(ctx, tx, { pool, status: "NOT_READY" });
  });
