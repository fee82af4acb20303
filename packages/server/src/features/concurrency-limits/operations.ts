import type { CreateConcurrencyLimit, CreatedConcurrencyLimit, UpdateConcurrencyLimit } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import { activeSlots, type LimitRow, toCreatedLimit, withActiveSlots } from "./limit-rows.ts";
import { findLimitId, noLimit } from "./queries.ts";
import { lockLimits } from "./slots.ts";
import { wakeWaitingRuns } from "./waiting-runs.ts";

const appendLimitEvent = (
  ctx: Context,
  tx: Tx,
  { kind, row }: { kind: "created" | "updated" | "deleted"; row: LimitRow },
): Promise<void> => {
  const { name, limit, active, slot_decay_per_second } = row;
  const event = {
    id: ctx.newId(),
    occurred: ctx.clock.now(),
    event: `prefect.concurrency-limit.${kind}`,
    resource: { "prefect.resource.id": `prefect.concurrency-limit.${row.id}`, "prefect.resource.name": name },
    related: [],
    payload: { name, limit, active, slot_decay_per_second },
    follows: null,
  };
  return appendEvents(ctx, tx, [event]);
};

type NewLimit = Pick<CreateConcurrencyLimit, "name" | "limit"> & Partial<CreateConcurrencyLimit>;

/** How long slots are thought to be held before any was given back, in seconds. */
const firstOccupancy = 2;

/** Stores a new limit. A name in use is refused by the database. */
export const createLimitIn = async (ctx: Context, tx: Tx, input: NewLimit): Promise<LimitRow> => {
  const now = ctx.clock.now();
  const blank = { active: true, active_slots: 0, denied_slots: 0, slot_decay_per_second: 0, avg_slot_occupancy_seconds: firstOccupancy };
  const row = { ...blank, ...input, id: ctx.newId(), created: now, updated: now, decay_since: now };
  await tx.insertInto("concurrency_limit").values(row).execute();
  await appendLimitEvent(ctx, tx, { kind: "created", row });
  return row;
};

export const createLimit = (ctx: Context, input: CreateConcurrencyLimit): Promise<CreatedConcurrencyLimit> =>
  ctx.transact(async (tx) => toCreatedLimit(await createLimitIn(ctx, tx, input), ctx.clock.now()));

/** Changes a limit. Runs that find a slot by that are let go. */
export const changeLimitIn = async (
  ctx: Context,
  tx: Tx,
  { row, input }: { row: LimitRow; input: UpdateConcurrencyLimit },
): Promise<LimitRow> => {
  const now = ctx.clock.now();
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined && value !== null));
  const slots = withActiveSlots(row, input.active_slots ?? activeSlots(row, now), now);
  const changed: LimitRow = { ...row, ...given, ...slots, updated: now };
  await tx.updateTable("concurrency_limit").set(changed).where("id", "=", row.id).execute();
  await appendLimitEvent(ctx, tx, { kind: "updated", row: changed });
  // An inactive limit holds nobody up.
  const free = changed.active ? changed.limit - changed.active_slots : Number.POSITIVE_INFINITY;
  await wakeWaitingRuns(ctx, tx, { limitId: row.id, most: free });
  return changed;
};

/** A limit by its id or name, locked. Throws `not-found`. */
const lockLimit = async (tx: Tx, idOrName: string): Promise<LimitRow> => {
  const id = await findLimitId(tx, idOrName);
  const [row] = id === undefined ? [] : await lockLimits(tx, [id]);
  if (row === undefined) throw noLimit();
  return row;
};

export const updateLimit = (ctx: Context, idOrName: string, input: UpdateConcurrencyLimit): Promise<void> =>
  ctx.transact(async (tx) => {
    const row = await lockLimit(tx, idOrName);
    await changeLimitIn(ctx, tx, { row, input });
  });

/** Deletes a locked limit. Who waited for it is let go; leases on it end as if it had never counted. */
export const deleteLimitIn = async (ctx: Context, tx: Tx, row: LimitRow): Promise<void> => {
  await wakeWaitingRuns(ctx, tx, { limitId: row.id, most: Number.POSITIVE_INFINITY });
  await tx.deleteFrom("concurrency_limit").where("id", "=", row.id).execute();
  await appendLimitEvent(ctx, tx, { kind: "deleted", row });
};

export const deleteLimit = (ctx: Context, idOrName: string): Promise<void> =>
  ctx.transact(async (tx) => deleteLimitIn(ctx, tx, await lockLimit(tx, idOrName)));
