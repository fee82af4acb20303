import { isTerminal } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { BackfillInstantTable, BackfillTable } from "../../db/backfill-tables.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import { DomainError } from "../../errors.ts";
import { makeState } from "../../orchestration/drafts.ts";
import type { StoreRun } from "../deployments/create-run.ts";
import { getDeployment } from "../deployments/queries.ts";
import { setStateOfSeen } from "../flow-runs/set-state-of-seen.ts";
import { prepareDate } from "./prepare-date.ts";

/** Runs made in one transaction. */
const batch = 20;

/** Takes a backfill as far as it can go now: its next runs, or its end. True when there is more to do at once. */
export const advanceBackfill = async (ctx: Context, backfill: BackfillTable): Promise<boolean> => {
  if (backfill.state === "CANCELLING") await cancelOpenRuns(ctx, backfill);
  const ready = backfill.state === "RUNNING" ? await prepareNext(ctx, backfill) : [];
  return ctx.transact(async (tx) => {
    // One server at a time, and it sees what the one before it did.
    await tx.dialect.lockRow(tx, "backfill", backfill.id);
    const now = await tx.selectFrom("backfill").selectAll().where("id", "=", backfill.id).executeTakeFirst();
    if (now === undefined || now.ended !== null) return false;
    const open = await settleEnded(tx, now);
    const made = now.state === "RUNNING" ? await makeRuns(tx, now, { ready, free: now.concurrency_limit - open }) : 0;
    if (open + made === 0) await endWhenDone(ctx, tx, now);
    return made === batch;
  });
};

/** A date with how to make its run. */
interface Ready {
  readonly position: number;
  readonly create: StoreRun;
}

const ofBackfill = (db: Queries, { id }: BackfillTable, outcome: BackfillInstantTable["outcome"]) =>
  db.selectFrom("backfill_instant as date").where("date.backfill_id", "=", id).where("date.outcome", "=", outcome);

const listOpen = (db: Queries, backfill: BackfillTable) =>
  ofBackfill(db, backfill, "OPEN")
    .leftJoin("flow_run as run", "run.id", "date.flow_run_id")
    .select(["date.position", "run.id", "run.state_id", "run.state_type"])
    .execute();

type OpenDate = Awaited<ReturnType<typeof listOpen>>[number];

const hasEnded = ({ id, state_type }: OpenDate): boolean => id === null || isTerminal(state_type);

/** A backfill whose runs cannot be made any more is paused, and says why: whoever sets it right lets it go on. */
const prepareNext = async (ctx: Context, backfill: BackfillTable): Promise<readonly Ready[]> => {
  const open = (await listOpen(ctx.read, backfill)).filter((date) => !hasEnded(date)).length;
  const free = Math.min(backfill.concurrency_limit - open, batch);
  if (free <= 0) return [];
  const next = await ofBackfill(ctx.read, backfill, "WAITING").selectAll("date").orderBy("date.position").limit(free).execute();
  if (next.length === 0) return [];
  try {
    const deployment = await getDeployment(ctx.read, backfill.deployment_id, ctx.clock.now());
    const prepare = async (date: BackfillInstantTable) => ({
      position: date.position,
      create: await prepareDate(ctx, { backfill, deployment, date }),
    });
    return await Promise.all(next.map(prepare));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { message } = error;
    const paused = { state: "PAUSED", message, updated: ctx.clock.now() } as const;
    await ctx.transact((tx) =>
      tx.updateTable("backfill").set(paused).where("id", "=", backfill.id).where("state", "=", "RUNNING").execute(),
    );
    return [];
  }
};

/** Notes whose runs have ended; how many have not. */
const settleEnded = async (tx: Tx, backfill: BackfillTable): Promise<number> => {
  const open = await listOpen(tx, backfill);
  const ended = open.filter(hasEnded).map(({ position }) => position);
  if (ended.length > 0) {
    const own = tx.updateTable("backfill_instant").set({ outcome: "ENDED" }).where("backfill_id", "=", backfill.id);
    await own.where("position", "in", ended).execute();
  }
  return open.length - ended.length;
};

const makeRuns = async (tx: Tx, backfill: BackfillTable, { ready, free }: { ready: readonly Ready[]; free: number }): Promise<number> => {
  const prepared = new Map(ready.map(({ position, create }) => [position, create]));
  const waiting = ofBackfill(tx, backfill, "WAITING").select("date.position").orderBy("date.position");
  const next = free <= 0 || prepared.size === 0 ? [] : await waiting.limit(Math.min(free, batch)).execute();
  let made = 0;
  for (const { position } of next) {
    const create = prepared.get(position);
    // What another server has just made was prepared in vain; it comes back for the rest.
    if (create === undefined) break;
    const { id } = await create(tx);
    const own = tx.updateTable("backfill_instant").set({ outcome: "OPEN", flow_run_id: id }).where("backfill_id", "=", backfill.id);
    await own.where("position", "=", position).execute();
    made++;
  }
  return made;
};

const endWhenDone = async (ctx: Context, tx: Tx, backfill: BackfillTable): Promise<void> => {
  const waiting = await ofBackfill(tx, backfill, "WAITING").select("date.position").limit(1).executeTakeFirst();
  if (waiting !== undefined) return;
  const now = ctx.clock.now();
  const state = backfill.state === "CANCELLING" ? "CANCELLED" : "COMPLETED";
  await tx.updateTable("backfill").set({ state, ended: now, updated: now }).where("id", "=", backfill.id).execute();
};

const cancelOpenRuns = async (ctx: Context, backfill: BackfillTable): Promise<void> => {
  const state = makeState("CANCELLING", { message: `The backfill ${backfill.id} was cancelled.` });
  for (const { id, state_id, state_type } of await listOpen(ctx.read, backfill)) {
    if (id !== null && state_type !== "CANCELLING" && !isTerminal(state_type)) await setStateOfSeen(ctx, { id, state_id }, { state });
  }
};
