import {
  type BulkJob,
  type BulkOutcome,
  type BulkPreview,
  mostBulkRuns,
  noDetails,
  type OrchestrationResult,
  type Parsed,
  type StateCount,
  type StateCreate,
  type uiBulkRoutes,
} from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Caller, Context } from "../../context.ts";
import { type Filters, flowRunsWhere } from "../../db/filters/related.ts";
import { conflict, DomainError, invalid, notFound } from "../../errors.ts";
import { deleteFlowRuns } from "../flow-runs/operations.ts";
import { listFlowRunIds } from "../flow-runs/queries.ts";
import { setFlowRunState } from "../flow-runs/set-state.ts";
import { listBriefRuns } from "./brief-runs.ts";
import { sumStates } from "./periods.ts";
import { withTraits } from "./with-traits.ts";

const mostShown = 10;
/** Runs dealt with side by side: enough to share commits, too few to hold up others. */
const together = 10;

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
  const close = ctx.activity.open();
  const started = ctx.bulkJobs.start({
    id: ctx.newId(),
    action,
    ids,
    work: (some) => (action === "delete" ? deleteSome(ctx, some) : moveSome(ctx, some, { state: stateOf(action, state), force, caller })),
    onEnd(job) {
      close();
      ctx.log[job.state === "failed" ? "warn" : "info"]({ ...job }, "A bulk job on flow runs ended.");
    },
  });
  if (started !== undefined) return started;
  close();
  throw conflict("This server is at work on as many bulk jobs as it takes at once. Wait for one of them to end, or stop it.");
};

const proposal = (type: StateCreate["type"], name: string): StateCreate => ({
  type,
  name,
  message: null,
  data: null,
  state_details: noDetails,
});

/** What each action proposes; the rules make of it what they make of any client's. */
const stateOf = (action: "cancel" | "retry" | "set_state", given: StateCreate | null): StateCreate => {
  if (given !== null) return given;
  return action === "retry" ? proposal("SCHEDULED", "AwaitingRetry") : proposal("CANCELLING", "Cancelling");
};

const deleteSome = async (ctx: Context, ids: readonly string[]): Promise<BulkOutcome[]> => {
  const deleted = new Set(await ctx.transact((tx) => deleteFlowRuns(ctx, tx, ids)));
  const nothing = { state_type: null, state_name: null };
  return ids.map((flow_run_id) =>
    deleted.has(flow_run_id)
      ? { flow_run_id, outcome: "done", ...nothing, reason: null }
      : { flow_run_id, outcome: "refused", ...nothing, reason: "It was not there any more." },
  );
};

interface Move {
  readonly state: StateCreate;
  readonly force: boolean;
  readonly caller: Caller;
}

const moveSome = async (ctx: Context, ids: readonly string[], move: Move): Promise<BulkOutcome[]> => {
  const outcomes: BulkOutcome[] = [];
  for (let start = 0; start < ids.length; start += together) {
    outcomes.push(...(await Promise.all(ids.slice(start, start + together).map((id) => moveOne(ctx, id, move)))));
  }
  return outcomes;
};

const moveOne = async (ctx: Context, id: string, { state, force, caller }: Move): Promise<BulkOutcome> => {
  try {
    return toOutcome(id, await setFlowRunState(ctx, { id, state, force, caller }), state);
  } catch (error) {
    if (!(error instanceof DomainError)) ctx.log.error({ err: error }, "A run of a bulk job could not be moved.");
    const reason = error instanceof DomainError ? error.message : "Something went wrong in the server; its log tells more.";
    return { flow_run_id: id, outcome: "failed", state_type: null, state_name: null, reason };
  }
};

/** A run without infrastructure is cancelled at once rather than being cancelled: that is what was asked for too. */
const toOutcome = (flow_run_id: string, { state, status, details }: OrchestrationResult, asked: StateCreate): BulkOutcome => {
  const isDone = status === "ACCEPT" || (status === "REJECT" && asked.type === "CANCELLING" && state?.type === "CANCELLED");
  const reason = isDone ? null : (details.reason ?? "The rules of runs refused it.");
  return { flow_run_id, outcome: isDone ? "done" : "refused", state_type: state?.type ?? null, state_name: state?.name ?? null, reason };
};

const unknown = "This server process knows no such job. Jobs are forgotten when it ends, and after the next ones.";

/** Throws `not-found`. */
export const getBulkJob = (ctx: Context, id: string): BulkJob => {
  const job = ctx.bulkJobs.find(id);
  if (job === undefined) throw notFound(unknown);
  return job;
};

/** Throws `not-found`. */
export const stopBulkJob = async (ctx: Context, id: string): Promise<BulkJob> => {
  const job = await ctx.bulkJobs.stop(id);
  if (job === undefined) throw notFound(unknown);
  return job;
};

interface Page {
  readonly limit: number;
  readonly offset: number;
  readonly only_problems: boolean;
}

/** Throws `not-found`. */
export const listBulkOutcomes = (ctx: Context, id: string, { limit, offset, only_problems }: Page): readonly BulkOutcome[] => {
  const outcomes = ctx.bulkJobs.listOutcomes(id);
  if (outcomes === undefined) throw notFound(unknown);
  const shown = only_problems ? outcomes.filter(({ outcome }) => outcome !== "done") : outcomes;
  return shown.slice(offset, offset + limit);
};
