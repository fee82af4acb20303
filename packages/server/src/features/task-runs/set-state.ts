import { noDetails, type OrchestrationResult, type StateCreate, type StateDetails, type StateType } from "@millrace/contract";
import { type Caller, type Context, ourselves } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { TaskRunTable } from "../../db/schema.ts";
import { type Statement, statement } from "../../db/statement.ts";
import { notFound } from "../../errors.ts";
import type { StoredState } from "../../orchestration/drafts.ts";
import type { Effect } from "../../orchestration/effects.ts";
import type { Outcome } from "../../orchestration/orchestrate.ts";
import { backgroundTaskRunPolicy, minimalTaskRunPolicy, taskRunPolicy } from "../../orchestration/policies.ts";
import type { TaskRun } from "../../orchestration/run.ts";
import { applyLimitEffect } from "../concurrency-limits/apply-effect.ts";
import { currentState } from "../run-states/current-state.ts";
import { createRuleStore } from "../run-states/rule-store.ts";
import { decide, insertResultArtifact, storedData, toResult } from "../run-states/transition.ts";
import type { TaskRunRow } from "./task-run-rows.ts";

export interface TaskRunProposal {
  readonly id: string;
  readonly state: StateCreate;
  readonly force?: boolean;
  readonly caller?: Caller;
}

const readRun: Statement<{ id: string }, TaskRunRow> = statement<{ id: string }>()((db, value) =>
  db
    .selectFrom("task_run")
    .leftJoin("task_run_state as current", "current.id", "task_run.state_id")
    .selectAll("task_run")
    .select(["current.message as state_message", "current.data as state_data", "current.state_details"])
    .where("task_run.id", "=", value("id")),
);

const lockTaskRun = async (tx: Tx, id: string): Promise<TaskRunRow | undefined> => {
  const [, [run]] = await Promise.all([tx.dialect.lockRow(tx, "task_run", id), readRun.run(tx, { id })]);
  return run;
};

/** Proposes a state for a task run over REST and does what the rules say, atomically (server.md §3.2). Throws `not-found`. */
export const setTaskRunState = (ctx: Context, proposal: TaskRunProposal): Promise<OrchestrationResult> =>
  ctx.transact((tx) => setTaskRunStateIn(ctx, tx, proposal));

/** The same inside a transaction that does more. */
export const setTaskRunStateIn = async (ctx: Context, tx: Tx, proposal: TaskRunProposal): Promise<OrchestrationResult> => {
  const { id, state: proposed, force = false, caller = ourselves } = proposal;
  const run = await lockTaskRun(tx, id);
  if (run === undefined) throw notFound(`Task run with id ${id} not found`, { asException: true });
  const deferred = proposed.state_details.deferred === true;
  const policy = deferred ? backgroundTaskRunPolicy : force ? minimalTaskRunPolicy : taskRunPolicy;
  const initial = currentState(run);
  const outcome = await decide(ctx, {
    policy,
    run,
    initial,
    proposed,
    store: createRuleStore(ctx, tx, { holder: { type: "task_run", id } }),
    caller,
  });
  if (outcome.state !== null) await storeOutcome(ctx, tx, { run, outcome, state: outcome.state });
  return toResult(outcome, initial);
};

interface ForcedState {
  readonly type: StateType;
  readonly name?: string;
  readonly message?: string | null;
  readonly data?: StateCreate["data"];
  readonly state_details?: StateDetails;
  readonly scheduled_time?: string;
}

/** Puts a task run into a state whatever its rules would say; one that is gone is left alone. */
export const forceTaskRunState = async (ctx: Context, tx: Tx, { id, state }: { id: string; state: ForcedState }): Promise<void> => {
  const run = await lockTaskRun(tx, id);
  if (run === undefined) return;
  const details = state.state_details ?? noDetails;
  const proposed: StateCreate = {
    type: state.type,
    name: state.name ?? null,
    message: state.message ?? null,
    data: state.data ?? null,
    state_details: state.scheduled_time === undefined ? details : { ...details, scheduled_time: state.scheduled_time },
  };
  const initial = currentState(run);
  const outcome = await decide(ctx, {
    policy: minimalTaskRunPolicy,
    run,
    initial,
    proposed,
    store: createRuleStore(ctx, tx, { holder: { type: "task_run", id } }),
    caller: ourselves,
  });
  if (outcome.state !== null) await storeOutcome(ctx, tx, { run, outcome, state: outcome.state });
};

interface Stored {
  readonly run: TaskRunTable;
  readonly outcome: Outcome<TaskRun>;
  readonly state: StoredState;
}

const storeOutcome = async (ctx: Context, tx: Tx, { run, outcome, state }: Stored): Promise<void> => {
  await Promise.all([
    tx.dialect.insertMany(tx, { table: "task_run_state", rows: [{ ...state, data: storedData(state.data), task_run_id: run.id }] }),
    tx
      .updateTable("task_run")
      .set({ ...outcome.changes, updated: ctx.clock.now() })
      .where("id", "=", run.id)
      .execute(),
  ]);
  await insertResultArtifact(ctx, tx, { state, flow_run_id: run.flow_run_id, task_run_id: run.id });
  for (const effect of outcome.effects) {
    await applyTaskRunEffect(ctx, tx, effect);
    await applyLimitEffect(ctx, tx, { effect, holder: { type: "task_run", id: run.id }, limitName: null });
  }
};

/** Does to task runs what a kept state asks for besides. */
export const applyTaskRunEffect = async (ctx: Context, tx: Tx, effect: Effect): Promise<void> => {
  if (effect.kind === "mirror-to-parent") await forceTaskRunState(ctx, tx, { id: effect.task_run_id, state: effect.proposed });
  if (effect.kind === "enqueue-task-run") tx.afterCommit(() => ctx.bus.waitingTaskRuns.publish([]));
  if (effect.kind === "retry-failed-task-runs") await retryFailedTaskRuns(ctx, tx, effect);
  if (effect.kind === "insert-cache") {
    const { cache_key, cache_expiration, task_run_state_id } = effect;
    const row = { id: ctx.newId(), created: ctx.clock.now(), cache_key, cache_expiration, task_run_state_id };
    await tx.dialect.insertMany(tx, { table: "task_run_state_cache", rows: [row] });
  }
};

const retryFailedTaskRuns = async (ctx: Context, tx: Tx, effect: Extract<Effect, { kind: "retry-failed-task-runs" }>): Promise<void> => {
  const { flow_run_id, scheduled_time } = effect;
  const failed = await tx
    .selectFrom("task_run")
    .select("id")
    .where("flow_run_id", "=", flow_run_id)
    .where("state_type", "=", "FAILED")
    .execute();
  for (const { id } of failed) {
    await forceTaskRunState(ctx, tx, { id, state: { type: "SCHEDULED", name: "AwaitingRetry", scheduled_time } });
    await tx.updateTable("task_run").set({ run_count: 0 }).where("id", "=", id).execute();
  }
};
