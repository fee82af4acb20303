import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { slotClaims } from "../../observability/instruments.ts";
import { activeSlots, averageOccupancy, deniedSlots, type LimitRow, withActiveSlots } from "./limit-rows.ts";
import { wakeWaitingRuns } from "./waiting-runs.ts";

/**
 * Locks limits and reads them. Whoever changes slots does so first, in one order for all, so that nobody counts with
 * numbers of before and no two wait for each other.
 */
export const lockLimits = async (tx: Tx, ids: readonly string[]): Promise<LimitRow[]> => {
  const sorted = [...new Set(ids)].sort();
  if (sorted.length === 0) return [];
  const locks = sorted.map((id) => tx.dialect.lockRow(tx, "concurrency_limit", id));
  const rows = tx.selectFrom("concurrency_limit").selectAll().where("id", "in", sorted).orderBy("name").execute();
  await Promise.all([...locks, rows]);
  return rows;
};

const change = async (tx: Tx, id: string, columns: Partial<LimitRow>): Promise<void> => {
  await tx.updateTable("concurrency_limit").set(columns).where("id", "=", id).execute();
};

/** Takes slots of each of these locked limits. False when one is full or inactive, and then nothing is taken. */
export const takeSlots = async (
  ctx: Context,
  tx: Tx,
  { limits, slots }: { limits: readonly LimitRow[]; slots: number },
): Promise<boolean> => {
  const now = ctx.clock.now();
  const isFull = limits.some((limit) => !limit.active || activeSlots(limit, now) + slots > limit.limit);
  if (limits.length > 0) ctx.meter.count(slotClaims, [isFull ? "denied" : "granted"]);
  if (isFull) return false;
  await addSlots(ctx, tx, { limits, slots });
  return true;
};

/** The same, however full they are. */
export const addSlots = async (ctx: Context, tx: Tx, { limits, slots }: { limits: readonly LimitRow[]; slots: number }): Promise<void> => {
  const now = ctx.clock.now();
  for (const limit of limits) {
    const taken = withActiveSlots(limit, activeSlots(limit, now) + slots, now);
    await change(tx, limit.id, { ...taken, denied_slots: deniedSlots(limit, ctx.settings, now), updated: now });
  }
};

/** Remembers that slots of these locked limits were asked for in vain. */
export const denySlots = async (ctx: Context, tx: Tx, { limits, slots }: { limits: readonly LimitRow[]; slots: number }): Promise<void> => {
  const now = ctx.clock.now();
  for (const limit of limits) await change(tx, limit.id, { denied_slots: deniedSlots(limit, ctx.settings, now) + slots, updated: now });
};

export interface Return {
  readonly limits: readonly LimitRow[];
  readonly slots: number;
  /** How long they were held; null when nobody knows. */
  readonly seconds: number | null;
}

/** Gives slots of these locked limits back, and to the runs that wait for one. */
export const returnSlots = async (ctx: Context, tx: Tx, { limits, slots, seconds }: Return): Promise<void> => {
  const now = ctx.clock.now();
  for (const limit of limits) {
    const before = activeSlots(limit, now);
    const left = Math.max(before - slots, 0);
    await change(tx, limit.id, {
      ...withActiveSlots(limit, left, now),
      denied_slots: deniedSlots(limit, ctx.settings, now),
      ...(seconds === null || seconds <= 0 ? {} : { avg_slot_occupancy_seconds: averageOccupancy(limit, seconds, slots) }),
      updated: now,
    });
    await wakeWaitingRuns(ctx, tx, { limitId: limit.id, most: Math.min(before - left, limit.limit - left) });
  }
};
