import { addSeconds, type OrchestrationResult, type StateCreate } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { BulkJobRunTable, BulkJobTable } from "../../db/bulk-tables.ts";
import type { Tx } from "../../db/connection.ts";
import { conflict, DomainError } from "../../errors.ts";
import { deleteFlowRuns } from "../flow-runs/operations.ts";
import { setFlowRunStateIn } from "../flow-runs/set-state.ts";
import { getBulkJob, getJobRow, isAbandoned } from "./bulk-queries.ts";

/** Seconds after which a job of which nothing was heard counts as one that nobody works at. */
export const claimSeconds = 20;
/** Runs between two looks at whether a job was stopped. */
const chunk = 50;
/** Runs dealt with side by side: enough to share commits, too few to hold up others. */
const together = 10;

/** A job as somebody works at it. */
type Claimed = Pick<BulkJobTable, "id" | "claim">;
type JobRun = Pick<BulkJobRunTable, "position" | "flow_run_id">;
type Outcome = Pick<BulkJobRunTable, "outcome" | "state_type" | "state_name" | "reason">;

interface Turn {
  readonly job: BulkJobTable;
  readonly runs: readonly JobRun[];
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
      ctx.log.error({ err: error, job_id: claimed.id }, "A job on many flow runs broke off.");
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
    const runs = job.is_stopped ? [] : await listWaiting(tx, id);
    if (runs.length === 0) {
      await change({ ended: now });
      return "ended";
    }
    await change({ claim, claimed_until: isStopping ? now : addSeconds(now, claimSeconds) });
    return isStopping ? undefined : { job, runs };
  });
  if (turn !== "ended") return turn;
  ctx.log.info({ ...(await getBulkJob(ctx, id)) }, "A job on many flow runs ended.");
  return undefined;
};

const listWaiting = (tx: Tx, id: string): Promise<JobRun[]> =>
  tx
    .selectFrom("bulk_job_run")
    .select(["position", "flow_run_id"])
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

const dealWith = async (ctx: Context, { job, runs }: Turn): Promise<void> => {
  const { proposal } = job;
  if (proposal === null) return deleteRuns(ctx, job, runs);
  for (let start = 0; start < runs.length; start += together) {
    await Promise.all(runs.slice(start, start + together).map((run) => moveRun(ctx, run, { job, proposal })));
  }
};

interface Dealt {
  readonly job_id: string;
  readonly runs: readonly JobRun[];
}

/** Notes what became of runs, in the transaction that did it: a run that is dealt with is not dealt with again. How many were noted. */
const settle = async (tx: Tx, { job_id, runs }: Dealt, outcome: Outcome): Promise<number> => {
  if (runs.length === 0) return 0;
  const positions = runs.map(({ position }) => position);
  const own = tx.updateTable("bulk_job_run").set(outcome).where("job_id", "=", job_id).where("position", "in", positions);
  return (await own.where("outcome", "=", "waiting").returning("position").execute()).length;
};

const deleteRuns = (ctx: Context, { id: job_id }: Claimed, runs: readonly JobRun[]): Promise<void> =>
  ctx.transact(async (tx) => {
    const ids = runs.map(({ flow_run_id }) => flow_run_id);
    const deleted = new Set(await deleteFlowRuns(ctx, tx, ids));
    const { true: found = [], false: missing = [] } = Object.groupBy(runs, ({ flow_run_id }) => `${deleted.has(flow_run_id)}`);
    const nothing = { state_type: null, state_name: null };
    await settle(tx, { job_id, runs: found }, { outcome: "done", ...nothing, reason: null });
    await settle(tx, { job_id, runs: missing }, { outcome: "refused", ...nothing, reason: "It was not there any more." });
  });

interface Move {
  readonly job: BulkJobTable;
  readonly proposal: StateCreate;
}

const moveRun = async (ctx: Context, run: JobRun, { job, proposal }: Move): Promise<void> => {
  const { is_forced: force, caller } = job;
  const dealt = { job_id: job.id, runs: [run] };
  try {
    await ctx.transact(async (tx) => {
      const result = await setFlowRunStateIn(ctx, tx, { id: run.flow_run_id, state: proposal, force, caller });
      const noted = await settle(tx, dealt, toOutcome(result, proposal));
      if (noted === 0) throw conflict("Another server has dealt with this run.");
    });
  } catch (error) {
    if (!(error instanceof DomainError)) ctx.log.error({ err: error }, "A run of a job on many could not be moved.");
    const reason = error instanceof DomainError ? error.message : brokenServer;
    await ctx.transact((tx) => settle(tx, dealt, { outcome: "failed", state_type: null, state_name: null, reason }));
  }
};

/** A run without infrastructure is cancelled at once rather than being cancelled: that is what was asked for too. */
const toOutcome = ({ state, status, details }: OrchestrationResult, asked: StateCreate): Outcome => {
  const isDone = status === "ACCEPT" || (status === "REJECT" && asked.type === "CANCELLING" && state?.type === "CANCELLED");
  const reason = isDone ? null : (details.reason ?? "The rules of runs refused it.");
  return { outcome: isDone ? "done" : "refused", state_type: state?.type ?? null, state_name: state?.name ?? null, reason };
};

/** Lets a job do nothing more; whoever works at it sees that before the next runs. Throws `not-found`. */
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
