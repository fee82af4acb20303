import { addSeconds, compareInstants, type Instant, type Json, type RetentionCounts, type RetentionSweep } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { findConfiguration, setConfiguration } from "../../db/configuration.ts";
import type { Queries, Tx } from "../../db/connection.ts";

const key = "retention-sweep";

/** Seconds a server may be silent before another one takes over its sweep. */
const claimSeconds = 60;

/** What all servers of a database know of their sweeps. */
interface SweepRecord {
  /** When the next one is to start. */
  readonly due: Instant;
  /** Who sweeps, and until when nobody else does. */
  readonly holder: { readonly id: string; readonly until: Instant } | null;
  readonly last: RetentionSweep | null;
  /** Up to which moment something has been looked through already, by name. */
  readonly seen: Readonly<Record<string, Instant>>;
}

/** A sweep that this server has taken on itself. */
export interface ClaimedSweep {
  readonly id: string;
  readonly started: Instant;
  readonly seen: SweepRecord["seen"];
}

export const findSweepRecord = async (db: Queries): Promise<SweepRecord | undefined> => {
  const record = (await findConfiguration(db, key)) as SweepRecord | undefined;
  if (record?.last == null) return record;
  // Records of servers from before backfills were deleted do not count them.
  return { ...record, last: { ...record.last, deleted: { ...record.last.deleted, backfills: record.last.deleted.backfills ?? 0 } } };
};

const writeRecord = (ctx: Context, tx: Tx, record: SweepRecord): Promise<void> =>
  setConfiguration(tx, { key, data: { ...record } as unknown as Json, id: ctx.newId(), now: ctx.clock.now() });

/** One server at a time reads the record and writes what follows from it. */
const change = <T>(ctx: Context, decide: (record: SweepRecord | undefined) => { record?: SweepRecord; result: T }): Promise<T> =>
  ctx.transact(async (tx) => {
    await tx.dialect.lockName(tx, key);
    const { record, result } = decide(await findSweepRecord(tx));
    if (record !== undefined) await writeRecord(ctx, tx, record);
    return result;
  });

const isHeld = ({ holder }: SweepRecord, now: Instant): boolean => holder !== null && compareInstants(holder.until, now) > 0;

/** When somebody has to look for a sweep to do: when one is due, or when a server that swept has been silent too long. */
export const findNextSweep = async (db: Queries): Promise<Instant | undefined> => {
  const record = await findSweepRecord(db);
  return record?.holder?.until ?? record?.due;
};

/** Takes a sweep on if one is due and nobody does it. The first one is due a while after the first start. */
export const claimSweep = (ctx: Context): Promise<ClaimedSweep | undefined> =>
  change<ClaimedSweep | undefined>(ctx, (record) => {
    const now = ctx.clock.now();
    if (record === undefined) {
      const first = { due: addSeconds(now, ctx.settings.vacuumLoop), holder: null, last: null, seen: {} };
      return { record: first, result: undefined };
    }
    if (isHeld(record, now) || (record.holder === null && compareInstants(record.due, now) > 0)) return { result: undefined };
    const id = ctx.newId();
    const holder = { id, until: addSeconds(now, claimSeconds) };
    return { record: { ...record, holder }, result: { id, started: now, seen: record.seen } };
  });

/** Goes on holding a sweep. False when another server has taken it over. */
export const renewSweep = (ctx: Context, { id }: ClaimedSweep): Promise<boolean> =>
  change(ctx, (record) => {
    if (record?.holder?.id !== id) return { result: false };
    const holder = { id, until: addSeconds(ctx.clock.now(), claimSeconds) };
    return { record: { ...record, holder }, result: true };
  });

export interface EndedSweep {
  readonly sweep: ClaimedSweep;
  readonly deleted: RetentionCounts;
  readonly seen: SweepRecord["seen"];
}

/** Ends a sweep, and plans the next one. */
export const endSweep = (ctx: Context, { sweep, deleted, seen }: EndedSweep): Promise<void> =>
  change(ctx, (record) => {
    if (record?.holder?.id !== sweep.id) return { result: undefined };
    const last = { started: sweep.started, finished: ctx.clock.now(), deleted };
    const planned = addSeconds(sweep.started, ctx.settings.vacuumLoop);
    const rested = addSeconds(last.finished, 1);
    const due = compareInstants(planned, rested) > 0 ? planned : rested;
    return { record: { due, holder: null, last, seen }, result: undefined };
  });

/** Makes a sweep due now. One that is under way goes on. */
export const hastenSweep = (ctx: Context): Promise<void> =>
  change(ctx, (record) => {
    const now = ctx.clock.now();
    const { holder = null, last = null, seen = {} } = record ?? {};
    return { record: { due: now, holder, last, seen }, result: undefined };
  });
