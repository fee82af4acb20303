import { isTerminal, type LeaseHolder, type OrchestrationResult, type StateCreate } from "@millrace/contract";
import { type Caller, type Context, ourselves } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import type { StoredState } from "../../orchestration/drafts.ts";
import type { Outcome } from "../../orchestration/orchestrate.ts";
import { flowRunPolicy, minimalFlowRunPolicy } from "../../orchestration/policies.ts";
import type { Policy } from "../../orchestration/policy.ts";
import type { RuleStore } from "../../orchestration/rule-store.ts";
import { awaitingEarlierRun } from "../../orchestration/rules/schedule-policies.ts";
import { type FlowRun, scheduleOf } from "../../orchestration/run.ts";
import { applyLimitEffect } from "../concurrency-limits/apply-effect.ts";
import { toDeploymentConcurrency } from "../concurrency-limits/deployment-concurrency.ts";
import { currentState } from "../run-states/current-state.ts";
import { createRuleStore } from "../run-states/rule-store.ts";
import { decide, insertResultArtifact, storedData, toResult } from "../run-states/transition.ts";
import { applyTaskRunEffect } from "../task-runs/set-state.ts";
import { deleteInputs } from "./inputs.ts";
import { measureMove } from "./measure-move.ts";
import { stateEvent } from "./state-event.ts";
import { type HeldFlowRun, holdFlowRun, moveFlowRun, surroundingsOf } from "./transition-rows.ts";

export interface FlowRunProposal {
  readonly id: string;
  readonly state: StateCreate;
  /** Asks only the rules that keep the data sound. */
  readonly force?: boolean;
  /** Other rules than those of clients, for services. */
  readonly policy?: Policy<FlowRun>;
  readonly caller?: Caller;
}

/** Proposes a state for a flow run and does what the rules say, atomically (server.md §2.4). Throws `not-found`. */
export const setFlowRunState = (ctx: Context, proposal: FlowRunProposal): Promise<OrchestrationResult> =>
  ctx.transact((tx) => setFlowRunStateIn(ctx, tx, proposal));

/** The same inside a transaction that does more. */
export const setFlowRunStateIn = async (ctx: Context, tx: Tx, proposal: FlowRunProposal): Promise<OrchestrationResult> => {
  const { id, state: proposed, force = false, caller = ourselves } = proposal;
  const run = await holdFlowRun(tx, id);
  if (run === undefined) throw notFound(`Flow run with id ${id} not found`, { asException: true });
  const initial = currentState(run);
  const policy = proposal.policy ?? (force ? minimalFlowRunPolicy : flowRunPolicy);
  const outcome = await decide(ctx, { policy, run, initial, proposed, store: storeFor(ctx, tx, run), caller });
  if (outcome.state !== null) await storeOutcome(ctx, tx, { run, outcome, state: outcome.state });
  return toResult(outcome, initial);
};

const holderOf = ({ id }: HeldFlowRun): LeaseHolder => ({ type: "flow_run", id });

/** What was read with the run need not be asked for again. */
const storeFor = (ctx: Context, tx: Tx, run: HeldFlowRun): RuleStore => {
  const deployment = run.deployment_name === null ? null : toDeploymentConcurrency(run, ctx.clock.now());
  return createRuleStore(ctx, tx, { holder: holderOf(run), deployment });
};

interface Stored {
  readonly run: HeldFlowRun;
  readonly outcome: Outcome<FlowRun>;
  readonly state: StoredState;
}

/** Writes the new state, the run's columns and the event; sent with the commit, so that PostgreSQL answers once. */
const storeOutcome = async (ctx: Context, tx: Tx, { run, outcome, state }: Stored): Promise<void> => {
  const moved = { ...run, ...outcome.changes };
  const event = stateEvent({ run: moved, initial: currentState(run), state, surroundings: surroundingsOf(run) });
  await Promise.all([
    tx.dialect.insertMany(tx.later, { table: "flow_run_state", rows: [{ ...state, data: storedData(state.data), flow_run_id: run.id }] }),
    moveFlowRun(tx.later, run, { ...moved, updated: ctx.clock.now() }),
    appendEvents(ctx, tx, [event]),
  ]);
  if (run.expected_start_time === null && moved.expected_start_time !== null) {
    await tx.updateTable("flow_run").set({ expected_start_time: moved.expected_start_time }).where("id", "=", run.id).execute();
  }
  await insertResultArtifact(ctx, tx, { state, flow_run_id: run.id, task_run_id: null });
  for (const effect of outcome.effects) {
    await applyTaskRunEffect(ctx, tx, effect);
    await applyLimitEffect(ctx, tx, { effect, holder: holderOf(run), limitName: run.limit_name });
    if (effect.kind === "delete-inputs") await deleteInputs(tx, effect);
  }
  tx.afterCommit(() => {
    wakeServices(ctx, run, state);
    if (ctx.meter.isOn) measureMove(ctx.meter, { from: run, to: moved });
  });
};

/** Lets services that wait for such a state look again. */
const wakeServices = (ctx: Context, run: Pick<FlowRun, "created_by">, { type, name }: StoredState): void => {
  if (type === "SCHEDULED") ctx.alarm.ring("due-runs");
  if (type === "PAUSED") ctx.alarm.ring("pauses");
  if (type === "CANCELLING" || type === "CANCELLED") ctx.alarm.ring("cancellations");
  if (type === "RUNNING") ctx.alarm.ring("heartbeats");
  if (scheduleOf(run) !== undefined && (isTerminal(type) || name === awaitingEarlierRun)) ctx.alarm.ring("schedule-policies");
  if (run.created_by?.type === "BACKFILL" && isTerminal(type)) ctx.alarm.ring("backfills");
};
