import type { ConcurrencyLease, LeaseHolder, MinimalConcurrencyLimit } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { DomainError, invalid } from "../../errors.ts";
import { insertLease } from "./leases.ts";
import { type LimitRow, toMinimalLimit } from "./limit-rows.ts";
import { listLimitRows } from "./queries.ts";
import { retryAfter } from "./retry-after.ts";
import { denySlots, lockLimits, returnSlots, takeSlots } from "./slots.ts";

export interface Claim {
  readonly names: readonly string[];
  readonly slots: number;
  readonly mode: "concurrency" | "rate_limit";
}

/** The reply to who asks in vain: `locked`, and when to ask again. */
export const locked = (seconds: number | string | null, message = "Locked"): DomainError =>
  new DomainError("locked", message, seconds === null ? {} : { headers: { "retry-after": String(seconds) } });

/** The limits of some names, locked, in the order of their names. */
export const lockLimitsNamed = async (tx: Tx, names: readonly string[]): Promise<LimitRow[]> => {
  const found = await listLimitRows(tx, names);
  return lockLimits(
    tx,
    found.map((row) => row.id),
  );
};

/** Takes slots of limits, all or none (server.md §7.1). Throws `invalid` for what can never be had and `locked` for what cannot be had now. */
export const claimSlots = async (ctx: Context, claim: Claim): Promise<MinimalConcurrencyLimit[]> =>
  (await claimAnd(ctx, claim, () => Promise.resolve())).limits;

/** The same with a lease on them: they come back by themselves when it runs out. */
export const claimLease = async (
  ctx: Context,
  { seconds, holder, ...claim }: Claim & { seconds: number; holder: LeaseHolder | null },
): Promise<ConcurrencyLease> => {
  const { result, limits } = await claimAnd(ctx, claim, (tx, counting) =>
    insertLease(ctx, tx, { limits: counting, slots: claim.slots, seconds, holder }),
  );
  return { lease_id: result, limits };
};

interface Claimed<T> {
  readonly result: T;
  readonly limits: MinimalConcurrencyLimit[];
}

/** Takes the slots and does the rest in the same transaction. That they were asked for in vain is kept, so it is told after it. */
const claimAnd = async <T>(
  ctx: Context,
  { names, slots, mode }: Claim,
  rest: (tx: Tx, counting: readonly LimitRow[]) => Promise<T>,
): Promise<Claimed<T>> => {
  const outcome = await ctx.transact(async (tx) => {
    const limits = await lockLimitsNamed(tx, names);
    const counting = limits.filter((limit) => limit.active);
    checkPossible(counting, slots, mode);
    if (await takeSlots(ctx, tx, { limits: counting, slots })) {
      return { result: await rest(tx, counting), limits: limits.map(toMinimalLimit) };
    }
    await denySlots(ctx, tx, { limits: counting, slots });
    return locked(await retryAfter(ctx, tx, { limits: counting, slots }));
  });
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
};

const checkPossible = (limits: readonly LimitRow[], slots: number, mode: Claim["mode"]): void => {
  if (limits.some((limit) => slots > limit.limit)) throw invalid("Slots requested is greater than the limit");
  const lasting = limits.filter((limit) => limit.slot_decay_per_second === 0).map((limit) => limit.name);
  if (mode === "concurrency" || lasting.length === 0) return;
  throw invalid(
    `Only concurrency limits with slot decay can be used for rate limiting. The following limits do not have a decay configured: ${quoted(lasting.join(","))}`,
  );
};

/** As the protocol quotes a text: with double quotes where the text has single ones alone. */
const quoted = (text: string): string =>
  text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

interface SlotsBack {
  readonly names: readonly string[];
  readonly slots: number;
  readonly occupancy_seconds?: number | null | undefined;
}

/** Gives slots back that were taken without a lease. More than are taken are as many as are taken. */
export const releaseSlots = (ctx: Context, { names, slots, occupancy_seconds = null }: SlotsBack): Promise<MinimalConcurrencyLimit[]> =>
  ctx.transact(async (tx) => {
    const limits = await lockLimitsNamed(tx, names);
    await returnSlots(ctx, tx, { limits: limits.filter((limit) => limit.active), slots, seconds: occupancy_seconds });
    return limits.map(toMinimalLimit);
  });
