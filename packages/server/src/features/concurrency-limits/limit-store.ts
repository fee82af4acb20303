import type { LeaseHolder } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { DeploymentConcurrency, LimitStore } from "../../orchestration/rule-store.ts";
import { findDeploymentConcurrency } from "./deployment-concurrency.ts";
import { insertLease, releaseLease, renewLease } from "./leases.ts";
import { activeSlots, tagPrefix } from "./limit-rows.ts";
import { listLimitRows } from "./queries.ts";
import { lockLimits, takeSlots } from "./slots.ts";

export interface Asker {
  /** The run whose transition it is. It holds what is taken for it, so that its slots are found again without their lease. */
  readonly holder: LeaseHolder;
  /** What is known of its deployment already; null when that is gone. */
  readonly deployment?: DeploymentConcurrency | null;
}

/** The limits as the rules of one transition see them, in its transaction. */
export const createLimitStore = (ctx: Context, tx: Tx, { holder: asker, deployment: known }: Asker): LimitStore => ({
  findDeploymentConcurrency: (id) => (known === undefined ? findDeploymentConcurrency(tx, id, ctx.clock.now()) : (known ?? undefined)),
  async listTagLimits(tags) {
    const now = ctx.clock.now();
    const rows = await listLimitRows(
      tx,
      tags.map((tag) => `${tagPrefix}${tag}`),
    );
    return rows.map((row) => ({ ...row, tag: row.name.slice(tagPrefix.length), active_slots: activeSlots(row, now) }));
  },
  async tryTakeSlots({ limit_ids, seconds, holder }) {
    const limits = await lockLimits(tx, limit_ids);
    const isWhole = limits.length === new Set(limit_ids).size;
    if (!isWhole || !(await takeSlots(ctx, tx, { limits, slots: 1 }))) return undefined;
    return insertLease(ctx, tx, { limits, slots: 1, seconds, holder: holder ?? asker });
  },
  renewLease: (lease) => renewLease(ctx, tx, lease),
  async releaseLease(id) {
    await releaseLease(ctx, tx, { id });
  },
});
