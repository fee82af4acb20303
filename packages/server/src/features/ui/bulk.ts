import {
  addSeconds,
  type BulkAction,
  type BulkJob,
  type BulkPreview,
  type BulkSubject,
  mostBulkItems,
  noDetails,
  type StateCreate,
} from "@millrace/contract";
import type { Caller, Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { Filters } from "../../db/filters/related.ts";
import { conflict, invalid } from "../../errors.ts";
import { getBulkJob, mostRemembered } from "./bulk-queries.ts";
import { countBulkItems, listBulkItems } from "./bulk-subjects.ts";
import { claimSeconds, takeUpJob } from "./bulk-work.ts";

const mostShown = 10;
/** Jobs under way at once, on all servers of the database: each keeps it busy. */
const mostRunning = 4;
/** Rows written with one statement. */
const batch = 500;

/** What a job would take: counted exactly, and the newest of them to look at. */
export const previewBulk = async ({ db: { heavyRead } }: Context, subject: BulkSubject, filters: Filters): Promise<BulkPreview> => {
  const [counted, sample] = await Promise.all([
    countBulkItems(heavyRead, { subject, filters }),
    listBulkItems(heavyRead, { subject, filters }, mostShown),
  ]);
  return { ...counted, sample: [...sample], most: mostBulkItems };
};

interface Order {
  readonly subject: BulkSubject;
  readonly action: BulkAction;
  readonly filters: Filters;
  readonly at_most: number;
  readonly state?: StateCreate | null;
  readonly force?: boolean;
  readonly caller: Caller;
}

/** Begins a job on what matches now. Throws `invalid`, and `conflict` when more match than were meant or too much is under way. */
export const startBulk = async (ctx: Context, order: Order): Promise<BulkJob> => {
  const { subject, action, filters, at_most, state = null, force = false, caller } = order;
  if ((action === "set_state") !== (state !== null)) throw invalid("`state` belongs to the action `set_state`, which needs it.");
  const items = await listBulkItems(ctx.db.heavyRead, { subject, filters }, at_most + 1);
  if (items.length > at_most) {
    throw conflict(
      `More than ${at_most} ${subject.replace("_", " ")} match. Nothing was done: look at them again, or narrow the filters down.`,
    );
  }
  const { newId, clock } = ctx;
  const claim = { claim: newId(), claimed_until: addSeconds(clock.now(), claimSeconds) };
  const job = { id: newId(), ...claim, created: clock.now(), subject, action, caller, is_forced: force, total: items.length };
  await ctx.transact(async (tx) => {
    await tx.dialect.lockName(tx, "bulk-jobs");
    await forgetOldest(tx);
    await tx
      .insertInto("bulk_job")
      .values({ ...job, proposal: proposalOf(action, state), is_stopped: false, error: null, ended: null })
      .execute();
    const open = { job_id: job.id, outcome: "waiting", state_type: null, state_name: null, reason: null };
    for (let from = 0; from < items.length; from += batch) {
      const some = items.slice(from, from + batch);
      const rows = some.map(({ id, name }, index) => ({ ...open, position: from + index, item_id: id, name }));
      await tx.dialect.insertMany(tx, { table: "bulk_job_item", rows });
    }
    tx.afterCommit(() => ctx.alarm.ring("bulk-jobs"));
  });
  await takeUpJob(ctx, job);
  return getBulkJob(ctx, job.id);
};

/** Makes room for another job. Throws `conflict` where too many are under way. */
const forgetOldest = async (tx: Tx): Promise<void> => {
  const jobs = await tx.selectFrom("bulk_job").select(["id", "ended"]).orderBy("id", "desc").execute();
  if (jobs.filter(({ ended }) => ended === null).length >= mostRunning) {
    throw conflict(`${mostRunning} jobs on many are under way, which is as many as may be. Wait for one of them to end, or stop it.`);
  }
  const old = jobs.filter(({ ended }) => ended !== null).slice(mostRemembered - 1);
  for (const { id } of old) await tx.deleteFrom("bulk_job").where("id", "=", id).execute();
};

const proposal = (type: StateCreate["type"], name: string): StateCreate => ({
  type,
  name,
  message: null,
  data: null,
  state_details: noDetails,
});

/** What each action proposes to runs; the rules make of it what they make of any client's. The other deeds propose nothing. */
const proposalOf = (action: BulkAction, given: StateCreate | null): StateCreate | null => {
  if (action === "retry") return proposal("SCHEDULED", "AwaitingRetry");
  return action === "cancel" ? proposal("CANCELLING", "Cancelling") : given;
};
