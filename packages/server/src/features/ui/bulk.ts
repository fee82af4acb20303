import {
  addSeconds,
  type BulkJob,
  type BulkPreview,
  mostBulkRuns,
  noDetails,
  type Parsed,
  type StateCount,
  type StateCreate,
  type uiBulkRoutes,
} from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Caller, Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { type Filters, flowRunsWhere } from "../../db/filters/related.ts";
import { conflict, invalid } from "../../errors.ts";
import { listFlowRunIds } from "../flow-runs/queries.ts";
import { listBriefRuns } from "./brief-runs.ts";
import { getBulkJob, mostRemembered } from "./bulk-queries.ts";
import { claimSeconds, takeUpJob } from "./bulk-work.ts";
import { sumStates } from "./periods.ts";
import { withTraits } from "./with-traits.ts";

const mostShown = 10;
/** Jobs under way at once, on all servers of the database: each keeps it busy. */
const mostRunning = 4;
/** Rows written with one statement. */
const batch = 500;

/** What a job would take: counted exactly, and the newest of them to look at. */
export const previewBulk = async (ctx: Context, filters: Filters): Promise<BulkPreview> => {
  const { dialect, heavyRead } = ctx.db;
  const where = flowRunsWhere(dialect, filters) ?? sql<SqlBool>`1 = 1`;
  const [counted, sample] = await Promise.all([
    sql<StateCount>`select state_type, state_name, count(*) as count from flow_run where ${where} and state_type is not null group by 1, 2`.execute(
      heavyRead,
    ),
    listBriefRuns(heavyRead, { where, by: "id", isLatestFirst: true, limit: mostShown }),
  ]);
  const { total: count, states } = sumStates(counted.rows);
  return { count, states, sample, most: mostBulkRuns };
};

type Asked = Parsed<typeof uiBulkRoutes.start.body>;

/** Begins a job on the runs that match now. Throws `invalid`, and `conflict` when more match than were meant or too much is under way. */
export const startBulk = async (ctx: Context, asked: Asked, caller: Caller): Promise<BulkJob> => {
  const { action, state, force, at_most, ...given } = asked;
  const filters = withTraits(ctx, given);
  if ((action === "set_state") !== (state !== null)) throw invalid("`state` belongs to the action `set_state`, which needs it.");
  const ids = await listFlowRunIds(ctx.db.heavyRead, filters, at_most + 1);
  if (ids.length > at_most) {
    throw conflict(`More than ${at_most} flow runs match. Nothing was done: look at them again, or narrow the filters down.`);
  }
  const { newId, clock } = ctx;
  const job = { id: newId(), claim: newId(), claimed_until: addSeconds(clock.now(), claimSeconds), created: clock.now(), action, caller };
  await ctx.transact(async (tx) => {
    await tx.dialect.lockName(tx, "bulk-jobs");
    await forgetOldest(tx);
    const proposal = action === "delete" ? null : proposalOf(action, state);
    const beginning = { total: ids.length, is_stopped: false, error: null, ended: null };
    await tx
      .insertInto("bulk_job")
      .values({ ...job, proposal, is_forced: force, ...beginning })
      .execute();
    const open = { job_id: job.id, outcome: "waiting", state_type: null, state_name: null, reason: null };
    for (let from = 0; from < ids.length; from += batch) {
      const rows = ids.slice(from, from + batch).map((flow_run_id, index) => ({ ...open, position: from + index, flow_run_id }));
      await tx.dialect.insertMany(tx, { table: "bulk_job_run", rows });
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
    throw conflict(`${mostRunning} jobs on flow runs are under way, which is as many as may be. Wait for one of them to end, or stop it.`);
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

/** What each action proposes; the rules make of it what they make of any client's. */
const proposalOf = (action: "cancel" | "retry" | "set_state", given: StateCreate | null): StateCreate => {
  if (given !== null) return given;
  return action === "retry" ? proposal("SCHEDULED", "AwaitingRetry") : proposal("CANCELLING", "Cancelling");
};
