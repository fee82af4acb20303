import { compareInstants, type State, type Waiting, type WaitingCause } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import { tagPrefix } from "../concurrency-limits/limit-rows.ts";
import { listLimitRows } from "../concurrency-limits/queries.ts";
import { currentState } from "../run-states/current-state.ts";
import { cause, pauseCause, waiting } from "./causes.ts";
import { explainLimit } from "./holders.ts";

const selectSurrounded = (db: Queries) =>
  db
    .selectFrom("task_run")
    .leftJoin("task_run_state as current", "current.id", "task_run.state_id")
    .leftJoin("flow_run", "flow_run.id", "task_run.flow_run_id")
    .selectAll("task_run")
    .select(["current.message as state_message", "current.data as state_data", "current.state_details"])
    .select(["flow_run.name as flow_run_name", "flow_run.state_type as flow_run_state", "flow_run.state_timestamp as flow_run_since"]);

type SurroundedTask = Awaited<ReturnType<ReturnType<typeof selectSurrounded>["execute"]>>[number];

/** What a task run waits for. Throws `not-found`. */
export const explainTaskRun = async (ctx: Context, id: string): Promise<Waiting> => {
  const run = await selectSurrounded(ctx.read).where("task_run.id", "=", id).executeTakeFirst();
  if (run === undefined) throw notFound("Task not found");
  return waiting(run, await listCauses(ctx, run));
};

const listCauses = async (ctx: Context, run: SurroundedTask): Promise<readonly WaitingCause[]> => {
  const state = currentState(run);
  if (state?.type === "PAUSED") return [...listFlowCauses(run), pauseCause(state)];
  if (state?.type === "CANCELLING") return [cause("cancelling", "It is being cancelled.", { since: state.timestamp })];
  const found = [...listFlowCauses(run), ...listTimes(ctx, run), ...(await listTagCauses(ctx, run)), ...listWorkerCauses(ctx, run, state)];
  return found.length > 0
    ? found
    : [cause("process", "The process of its flow run has not begun it yet.", { since: state?.timestamp ?? null })];
};

/** Tasks run while their flow does. */
const listFlowCauses = (run: SurroundedTask): readonly WaitingCause[] => {
  const { flow_run_id: id, flow_run_name: name, flow_run_state: type, flow_run_since: since } = run;
  if (id === null || name === null || type === "RUNNING") return [];
  const message = `Its flow run "${name}" does not run: it is ${type ?? "without a state"}.`;
  return [cause("flow-run", message, { since, blockers: [{ kind: "flow-run", id, name }] })];
};

const listTimes = ({ clock }: Context, run: SurroundedTask): readonly WaitingCause[] => {
  const { next_scheduled_start_time: until, state_timestamp: since } = run;
  if (until === null || compareInstants(until, clock.now()) <= 0) return [];
  return run.state_name === "AwaitingRetry"
    ? [cause("retry", "It failed and waits to be tried again.", { since, until })]
    : [cause("scheduled", "Its time has not come yet.", { since, until })];
};

/** The limits on its tags that are full. */
const listTagCauses = async (ctx: Context, { id, tags, state_timestamp: since }: SurroundedTask): Promise<readonly WaitingCause[]> => {
  const limits = await listLimitRows(
    ctx.read,
    tags.map((tag) => `${tagPrefix}${tag}`),
  );
  const now = ctx.clock.now();
  const found = await Promise.all(limits.map((row) => explainLimit(ctx.read, row, { now, runId: id })));
  return found.flatMap((one) => (one === undefined ? [] : [{ ...one, since }]));
};

/** A background task needs somebody who serves it; those of other servers are not known here. */
const listWorkerCauses = ({ taskWorkers }: Context, { task_key }: SurroundedTask, state: State | null): readonly WaitingCause[] => {
  if (state?.type !== "SCHEDULED" || state.state_details.deferred !== true || taskWorkers.list([task_key]).length > 0) return [];
  return [cause("task-worker", `No worker that serves the task "${task_key}" is connected to this server.`, { since: state.timestamp })];
};
