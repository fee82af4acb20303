import { addSeconds } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { BulkJobItemTable, BulkJobTable } from "../../db/bulk-tables.ts";
import type { Tx } from "../../db/connection.ts";
import { conflict, DomainError } from "../../errors.ts";
import { type BulkDeed, deedOf, failed, missing, type Outcome } from "./bulk-deeds.ts";
import { getBulkJob, getJobRow, isAbandoned } from "./bulk-queries.ts";

/** Seconds after which a job of which nothing was heard counts as one that nobody works at. */
export const claimSeconds = 20;
/** How many are dealt with between two looks at whether a job was stopped. */
const chunk = 50;
/** Transactions side by side: enough to share commits, too few to hold up others. */
const sideBySide = 10;

/** A job as somebody works at it. */
type Claimed = Pick<BulkJobTable, "id" | "claim">;
type JobItem = Pick<BulkJobItemTable, "position" | "item_id">;

interface Turn {
  readonly job: BulkJobTable;
  readonly items: readonly JobItem[];
}

/** Works at a job unless somebody else does, until it is done or stopped. A server that stops leaves the rest to whoever comes next. */
export const takeUpJob = async (ctx: Context, claimed: Claimed): Promise<void> => {
  const first = await claimTurn(ctx, claimed, false);
  if (first === undefined) return;
  const close = ctx.activity.open();
  ctx.bulkJobs.begin(claimed.id, async (isStopping) => {
    try {
      for (let turn: Turn | undefined = first; turn !== undefined; turn = await claimTurn(ctx, claimed, isStopping())) {
        await dealWith(ctx, turn);
      }
    } catch (error) {
      ctx.log.error({ err: error, job_id: claimed.id }, "A job on many broke off.");
      await breakOff(ctx, claimed);
    }
    close();
  });
};

/** What is to be done next; undefined where the job is over, or is somebody else's. */
const claimTurn = async (ctx: Context, { id, claim }: Claimed, isStopping: boolean): Promise<Turn | undefined> => {
  const turn = await ctx.transact(async (tx): Promise<Turn | "ended" | undefined> => {
    await tx.dialect.lockRow(tx, "bulk_job", id);
    const job = await tx.selectFrom("bulk_job").selectAll().where("id", "=", id).executeTakeFirst();
    const now = ctx.clock.now();
    if (job === undefined || job.ended !== null || !(job.claim === claim || isAbandoned(job, now))) return undefined;
    const change = (changes: Partial<BulkJobTable>) => tx.updateTable("bulk_job").set(changes).where("id", "=", id).execute();
    const items = job.is_stopped ? [] : await listWaiting(tx, id);
    if (items.length === 0) {
      await change({ ended: now });
      return "ended";
    }
    await change({ claim, claimed_until: isStopping ? now : addSeconds(now, claimSeconds) });
    return isStopping ? undefined : { job, items };
  });
  if (turn !== "ended") return turn;
  ctx.log.info({ ...(await getBulkJob(ctx, id)) }, "A job on many ended.");
  return undefined;
};

const listWaiting = (tx: Tx, id: string): Promise<JobItem[]> =>
  tx
    .selectFrom("bulk_job_item")
    .select(["position", "item_id"])
    .where("job_id", "=", id)
    .where("outcome", "=", "waiting")
    .orderBy("position")
    .limit(chunk)
    .execute();

/** Where this fails too, as without a database, the job is taken up again later. */
const breakOff = (ctx: Context, { id, claim }: Claimed): Promise<unknown> =>
  ctx
    .transact((tx) =>
      tx
        .updateTable("bulk_job")
        .set({ ended: ctx.clock.now(), error: brokenServer })
        .where("id", "=", id)
        .where("claim", "=", claim)
        .where("ended", "is", null)
        .execute(),
    )
    .catch((error: unknown) => ctx.log.warn({ err: error, job_id: id }, "The end of a job could not be stored; it will be tried again."));

const brokenServer = "Something went wrong in the server; its log tells more.";

const dealWith = async (ctx: Context, { job, items }: Turn): Promise<void> => {
  const deed = deedOf(job);
  const slices = slicesOf(items, deed.together);
  for (let start = 0; start < slices.length; start += sideBySide) {
    await Promise.all(slices.slice(start, start + sideBySide).map((slice) => carryOut(ctx, { job_id: job.id, items: slice }, deed)));
  }
};

const slicesOf = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

interface Dealt {
  readonly job_id: string;
  readonly items: readonly JobItem[];
}

/** Does the deed, and notes what became of each in the transaction that did it: what is dealt with is not dealt with again. */
const carryOut = async (ctx: Context, dealt: Dealt, deed: BulkDeed): Promise<void> => {
  try {
    await ctx.transact(async (tx) => {
      const outcomeOf = await deed.run(
        ctx,
        tx,
        dealt.items.map(({ item_id }) => item_id),
      );
      const noted = await settle(tx, dealt, outcomeOf);
      if (noted < dealt.items.length) throw conflict("Another server has dealt with this.");
    });
  } catch (error) {
    if (!(error instanceof DomainError)) ctx.log.error({ err: error }, "A part of a job on many could not be done.");
    const outcome = outcomeOfError(error);
    await ctx.transact((tx) => settle(tx, dealt, () => outcome));
  }
};

const outcomeOfError = (error: unknown): Outcome => {
  if (!(error instanceof DomainError)) return failed(brokenServer);
  return error.code === "not-found" ? missing : failed(error.message);
};

/** How many were noted: those that nobody has dealt with. */
const settle = async (tx: Tx, { job_id, items }: Dealt, outcomeOf: (id: string) => Outcome): Promise<number> => {
  let noted = 0;
  for (const alike of Map.groupBy(items, ({ item_id }) => JSON.stringify(outcomeOf(item_id))).values()) {
    const [first] = alike;
    if (first === undefined) continue;
    const positions = alike.map(({ position }) => position);
    const own = tx
      .updateTable("bulk_job_item")
      .set(outcomeOf(first.item_id))
      .where("job_id", "=", job_id)
      .where("position", "in", positions);
    noted += (await own.where("outcome", "=", "waiting").returning("position").execute()).length;
  }
  return noted;
};

/** Lets a job do nothing more; whoever works at it sees that before the next ones. Throws `not-found`. */
export const stopBulkJob = async (ctx: Context, id: string): Promise<void> => {
  await ctx.transact(async (tx) => {
    await tx.dialect.lockRow(tx, "bulk_job", id);
    const job = await getJobRow(tx, id);
    if (job.ended !== null) return;
    const now = ctx.clock.now();
    const changes = { is_stopped: true, ...(isAbandoned(job, now) ? { ended: now } : {}) };
    await tx.updateTable("bulk_job").set(changes).where("id", "=", id).execute();
  });
  await ctx.bulkJobs.untilLeft(id);
};
