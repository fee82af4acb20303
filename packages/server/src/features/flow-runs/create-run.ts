import type { FlowRun, FlowRunPolicy, JsonObject, Labels, StateCreate } from "@millrace/contract";
import { noDetails } from "@millrace/contract";
import { newName } from "@millrace/contract/run-names";
import { type Caller, type Context, ourselves } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import type { FlowRunTable } from "../../db/schema.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import type { StoredState } from "../../orchestration/drafts.ts";
import { minimalFlowRunPolicy } from "../../orchestration/policies.ts";
import { InvalidRequest } from "../../wire/problems.ts";
import { readRetries } from "../run-states/old-retries.ts";
import { createRuleStore } from "../run-states/rule-store.ts";
import { decide, insertResultArtifact, storedData } from "../run-states/transition.ts";
import { applyTaskRunEffect } from "../task-runs/set-state.ts";
import { type FlowRunRow, toFlowRun } from "./flow-run-rows.ts";
import { getFlowRun } from "./queries.ts";
import { type Surroundings, stateEvent } from "./state-event.ts";
import { findOrigin, type Origin } from "./surroundings.ts";

/** A run to be, however it comes about. */
export interface NewFlowRun {
  readonly flow_id: string;
  readonly state: StateCreate | null;
  readonly name: string | null;
  readonly parameters: JsonObject;
  readonly context: JsonObject;
  readonly empirical_policy: FlowRunPolicy;
  readonly tags: readonly string[];
  readonly labels: Labels;
  readonly flow_version: string | null;
  readonly deployment_id: string | null;
  readonly deployment_version: string | null;
  readonly work_queue_id: string | null;
  readonly work_queue_name: string | null;
  readonly parent_task_run_id: string | null;
  readonly infrastructure_document_id: string | null;
  readonly idempotency_key: string | null;
  readonly job_variables: JsonObject | null;
  readonly created_by: JsonObject | null;
}

const pending: StateCreate = { type: "PENDING", name: null, message: null, data: null, state_details: noDetails };

/**
 * Stores a run with its first state and its event, or finds the run that has its idempotency key and leaves that one as
 * it is. `created` tells which (server.md §4, §5.2).
 */
export const createFlowRun = async (
  ctx: Context,
  input: NewFlowRun,
  caller: Caller = ourselves,
): Promise<{ run: FlowRun; created: boolean }> => {
  const { id, created, row } = await ctx.transact((tx) => createFlowRunIn(ctx, tx, { input, caller }));
  return { run: row === undefined ? await getFlowRun(ctx, id) : toFlowRun(row, ctx.clock.now()), created };
};

interface CreatedFlowRun {
  readonly id: string;
  readonly created: boolean;
  /** The new row; undefined when the run was there already. */
  readonly row?: FlowRunRow;
}

/** The same inside a transaction that does more. */
export const createFlowRunIn = async (
  ctx: Context,
  tx: Tx,
  { input, caller = ourselves }: { input: NewFlowRun; caller?: Caller },
): Promise<CreatedFlowRun> => {
  const known = await findByIdempotencyKey(tx, input);
  if (known !== undefined) return { id: known, created: false };
  const origin = await findOrigin(tx, input);
  const blank = blankRun(ctx, input, origin);
  const proposed = input.state ?? pending;
  const outcome = await decide(ctx, {
    policy: minimalFlowRunPolicy,
    run: blank,
    initial: null,
    proposed,
    store: createRuleStore(ctx, tx, { holder: { type: "flow_run", id: blank.id } }),
    caller,
  });
  const row = { ...blank, ...outcome.changes };
  if (!(await insertRun(tx, row))) {
    const winner = await findByIdempotencyKey(tx, input);
    if (winner !== undefined) return { id: winner, created: false };
  }
  const { state } = outcome;
  if (state === null) return { id: row.id, created: true, row: shown(row, null, origin) };
  const event = stateEvent({ run: row, initial: null, state, surroundings: origin });
  await Promise.all([
    tx.dialect.insertMany(tx.later, { table: "flow_run_state", rows: [{ ...state, data: storedData(state.data), flow_run_id: row.id }] }),
    appendEvents(ctx, tx, [event]),
  ]);
  await insertResultArtifact(ctx, tx, { state, flow_run_id: row.id, task_run_id: null });
  for (const effect of outcome.effects) await applyTaskRunEffect(ctx, tx, effect);
  if (state.type === "SCHEDULED") tx.afterCommit(() => ctx.alarm.ring("due-runs"));
  return { id: row.id, created: true, row: shown(row, state, origin) };
};

const shown = (row: FlowRunTable, state: StoredState | null, { workPool, workQueue }: Surroundings): FlowRunRow => ({
  ...row,
  state_message: state?.message ?? null,
  state_data: storedData(state?.data ?? null),
  state_details: state?.state_details ?? null,
  work_pool_id: workPool?.id ?? null,
  work_pool_name: workPool?.name ?? null,
  queue_name: workQueue?.name ?? null,
});

const findByIdempotencyKey = async (db: Queries, { flow_id, idempotency_key }: NewFlowRun): Promise<string | undefined> => {
  if (idempotency_key === null) return undefined;
  const runs = db.selectFrom("flow_run").select("id").where("flow_id", "=", flow_id).where("idempotency_key", "=", idempotency_key);
  return (await runs.executeTakeFirst())?.id;
};

/** False when a run with this idempotency key got in first. */
const insertRun = async (tx: Tx, row: FlowRunTable): Promise<boolean> => {
  if (row.idempotency_key === null) {
    await tx.dialect.insertMany(tx.later, { table: "flow_run", rows: [row] });
    return true;
  }
  const inserted = await tx
    .insertInto("flow_run")
    .values(row)
    .onConflict((on) => on.doNothing())
    .returning("id")
    .execute();
  return inserted.length === 1;
};

const blankRun = (ctx: Context, run: NewFlowRun, { labels: inherited, deployment }: Origin): FlowRunTable => {
  const { state: _state, name, labels, deployment_id, flow_id, ...input } = run;
  const ids = { "prefect.flow.id": flow_id, ...(deployment === null ? {} : { "prefect.deployment.id": deployment.id }) };
  const now = ctx.clock.now();
  return {
    ...input,
    flow_id,
    deployment_id,
    id: ctx.newId(),
    created: now,
    updated: now,
    name: name === null || name === "" ? newName(ctx.random) : name,
    empirical_policy: readPolicy(input.empirical_policy),
    labels: { ...inherited, ...ids, ...labels },
    // As the protocol has it: only a run with an idempotency key keeps a null.
    job_variables: input.job_variables ?? (input.idempotency_key === null ? {} : null),
    infrastructure_pid: null,
    auto_scheduled: false,
    state_id: null,
    state_type: null,
    state_name: null,
    state_timestamp: null,
    run_count: 0,
    expected_start_time: null,
    next_scheduled_start_time: null,
    start_time: null,
    end_time: null,
    total_run_time: 0,
    last_heartbeat: null,
    heartbeat_interval: null,
  };
};

/** A policy with the retries it means. Refuses a delay in an old client's words that is no whole number (`InvalidRequest`). */
export const readPolicy = (policy: FlowRunPolicy): JsonObject => {
  const meant = readRetries(policy);
  const delay = meant.retry_delay;
  if (delay !== null && !Number.isInteger(delay)) {
    const msg = "Input should be a valid integer, got a number with a fractional part";
    throw new InvalidRequest([{ type: "int_from_float", loc: ["body", "empirical_policy", "retry_delay"], msg, input: delay }]);
  }
  return { ...policy, ...meant };
};
