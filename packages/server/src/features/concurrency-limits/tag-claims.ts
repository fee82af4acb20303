import type { MinimalConcurrencyLimit } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { locked, lockLimitsNamed } from "./claims.ts";
import { hundredYears, insertLease, listLeasesOf, releaseLeases } from "./leases.ts";
import { type LimitRow, tagPrefix, toMinimalLimit } from "./limit-rows.ts";
import { takeSlots } from "./slots.ts";

export interface TagClaim {
  readonly names: readonly string[];
  readonly task_run_id: string;
}

const limitNames = (tags: readonly string[]): string[] => tags.map((tag) => `${tagPrefix}${tag}`);

const tagOf = ({ name }: LimitRow): string => name.slice(tagPrefix.length);

/** As the protocol prints a number of seconds: `10.0`. */
const printSeconds = (seconds: number): string => (Number.isInteger(seconds) ? seconds.toFixed(1) : String(seconds));

/** Takes a slot of every limit on these tags for a task run, or of none (server.md §7.3). Throws `locked`. */
export const claimForTags = (ctx: Context, { names, task_run_id }: TagClaim): Promise<MinimalConcurrencyLimit[]> =>
  ctx.transact(async (tx) => {
    const found = await lockLimitsNamed(tx, limitNames(names));
    const inOrder = names.flatMap((tag) => found.find((row) => tagOf(row) === tag) ?? []);
    const closed = inOrder.find((limit) => limit.limit === 0);
    if (closed !== undefined) {
      throw locked(null, `The concurrency limit on tag "${tagOf(closed)}" is 0 and will deadlock if the task tries to run again.`);
    }
    const limits = [...new Set(inOrder)].filter((limit) => limit.active);
    const [first] = limits;
    if (first === undefined) return [];
    if (!(await takeSlots(ctx, tx, { limits, slots: 1 }))) {
      throw locked(printSeconds(ctx.settings.tagSlotWait), `Concurrency limit for the ${tagOf(first)} tag has been reached`);
    }
    await insertLease(ctx, tx, { limits, slots: 1, seconds: hundredYears, holder: { type: "task_run", id: task_run_id } });
    return limits.map((limit) => ({ ...toMinimalLimit(limit), name: tagOf(limit) }));
  });

/** Gives back what a task run holds of the limits on these tags; those limits. */
export const releaseForTags = (ctx: Context, { names, task_run_id }: TagClaim): Promise<MinimalConcurrencyLimit[]> =>
  ctx.transact(async (tx) => {
    const holder = { type: "task_run", id: task_run_id } as const;
    await releaseLeases(ctx, tx, await listLeasesOf(tx, holder, limitNames(names)));
    return (await lockLimitsNamed(tx, limitNames(names))).map(toMinimalLimit);
  });
