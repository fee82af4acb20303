/** A flow run from its parameters to its last state (sdk.md §3). */
import type { State } from "@millrace/contract";
import { runInContext } from "../context.ts";
import { printSeconds } from "../definitions/duration.ts";
import { printRunName } from "../definitions/names.ts";
import { parseParameters } from "../definitions/parse-parameters.ts";
import { findNextDelay } from "../definitions/retries.ts";
import { CancelledError, describeError, InvalidParameters, RunStopped, RunTimeout, toError, UpstreamFailed } from "../errors.ts";
import { resolveValue } from "../futures/dependencies.ts";
import type { Outcome } from "../futures/pending.ts";
import { levelNumbers } from "../logging/levels.ts";
import { writeLog } from "../logging/logger.ts";
import { isReturnedState } from "../returned-state.ts";
import { within } from "../session/world.ts";
import { never } from "./control.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { completion, inlineData } from "./inline-data.ts";
import { keepLease } from "./leases.ts";
import { type Answer, type Proposal, propose } from "./propose.ts";
import { readOutcome } from "./read-outcome.ts";
import { callFlowHooks, newController, printState, type RunningFlow } from "./running-flow.ts";
import { settleStarted } from "./settle-started.ts";
import { isFinal } from "./task-record.ts";

interface End {
  readonly proposal: Proposal;
  readonly ended: { readonly value: unknown } | { readonly error: Error };
}

const flushSeconds = 10;
const pendingPause = 0.2;
const deploymentLeaseSeconds = 300;

/** The run as it is once it runs: the server's answer tells of its state alone, which is all that a first attempt changes. */
const enterRunning = async (flow: RunningFlow, state: State): Promise<void> => {
  const { run, session } = flow;
  flow.run =
    run.run_count === 0
      ? { ...run, state, state_type: state.type, state_name: state.name, run_count: 1, start_time: state.timestamp }
      : await session.client.flowRuns.get({ id: flow.flowRunId });
};

/**
 * Proposes the last state of an attempt. A run that was asked to stop while nobody could interrupt it is over now: the server holds it
 * at Cancelling, and takes Cancelled.
 */
const proposeEnd = async (flow: RunningFlow, proposal: Proposal): Promise<State> => {
  const { state } = await propose(flow, proposal);
  if (state.type !== "CANCELLING") return state;
  const callsHooks = flow.supervision?.callsEndHooks ?? true;
  if (callsHooks) await callFlowHooks(flow, "onCancellation", { state: printState(state) });
  const answer = await propose(flow, { type: "CANCELLED", message: "The flow run was cancelled; its code had ended by itself." });
  return answer.state;
};

/** Tells the server how an attempt ended and calls the hooks; undefined when the server wants another attempt. */
const reportEnd = async (flow: RunningFlow, { proposal, ended }: End): Promise<Outcome<unknown> | undefined> => {
  const state = await proposeEnd(flow, proposal);
  if (!isFinal(state.type)) return undefined;
  const told = printState(state);
  flow.supervision?.onConclusion({ disposition: "STATE_REPORTED", stateId: state.id, stateType: state.type, stateName: state.name });
  const level = state.type === "COMPLETED" ? levelNumbers.INFO : levelNumbers.ERROR;
  writeLog(flow.context, level, `Ended as ${told.name}.${told.message === "" ? "" : ` ${told.message}`}`);
  if (state.type === "COMPLETED")
    await callFlowHooks(flow, "onCompletion", { state: told, ...("value" in ended ? { value: ended.value } : {}) });
  if (state.type === "FAILED") await callFlowHooks(flow, "onFailure", { state: told, ...("error" in ended ? { error: ended.error } : {}) });
  if ("error" in ended) return { ok: false, error: ended.error, state: told };
  if (state.type === "COMPLETED") return { ok: true, value: ended.value, state: told };
  // Somebody else ended the run in the meantime.
  return readOutcome({ ...flow.run, state });
};

/** Brings an attempt to its last state; undefined when the server wants another attempt. */
const conclude = async (flow: RunningFlow, end: End): Promise<Outcome<unknown> | undefined> => {
  const { session } = flow;
  // The task runs are only told by events: whoever sees the flow run end may look for them.
  await within(
    session.world,
    flushSeconds,
    session.client.events.flush().catch(() => {}),
  );
  if (flow.isTerminated) return never();
  flow.ending = reportEnd(flow, end);
  return flow.ending;
};

/** Futures in a result become their values; a failed one fails the flow with its own error. */
const resolveResult = async (value: unknown): Promise<unknown> => {
  try {
    return await resolveValue(value);
  } catch (error) {
    throw error instanceof UpstreamFailed ? error.cause : error;
  }
};

/** Runs the body once, within its time and in its own context. */
const callBody = async (flow: RunningFlow): Promise<unknown> => {
  const { definition, session } = flow;
  const fn = definition.fn as (parameters: unknown) => unknown;
  const body = runInContext(flow.context, async () => {
    const value = await fn(flow.parameters);
    return isReturnedState(value) ? value : resolveResult(value);
  });
  flow.body = body;
  const { timeout } = definition;
  if (timeout === undefined) return body;
  const { promise: limit, reject } = Promise.withResolvers<never>();
  const clear = session.world.after(timeout, () => {
    const error = new RunTimeout(`Flow run exceeded timeout of ${printSeconds(timeout)} second(s)`);
    reject(error);
    flow.controller.abort(error);
    for (const run of flow.started) run.end(new CancelledError("The flow run's time was up."));
  });
  try {
    return await Promise.race([body, limit]);
  } finally {
    clear();
    body.catch(() => {});
  }
};

const failure = (error: Error): Proposal =>
  error instanceof RunTimeout && error.message.startsWith("Flow run exceeded timeout")
    ? { type: "FAILED", name: "TimedOut", message: error.message }
    : { type: "FAILED", message: `Flow run encountered an exception: ${describeError(error)}`, details: { retriable: false } };

/**
 * A server knows one delay for all retries and no conditions, so the run's policy is changed to what this failure calls for before
 * it is told of the failure.
 */
const steerRetry = async (flow: RunningFlow, error: Error): Promise<void> => {
  const { plan, run, session } = flow;
  if (run.run_count > plan.max) return;
  const delay = await findNextDelay(plan, { error, attempt: run.run_count, random: session.world.random });
  if (delay !== undefined && Math.ceil(delay) === run.empirical_policy.retry_delay) return;
  const { empirical_policy: policy } = await session.client.flowRuns.get({ id: flow.flowRunId });
  const changed = delay === undefined ? { retries: run.run_count - 1 } : { retry_delay: Math.ceil(delay) };
  await session.client.flowRuns.update({ id: flow.flowRunId, body: { empirical_policy: { ...policy, ...changed } } });
};

/** Runs the body and the runs it started to their end, and tells what to propose. */
const finishBody = async (flow: RunningFlow): Promise<End> => {
  try {
    const value = await callBody(flow);
    await settleStarted(flow);
    if (!isReturnedState(value)) return { proposal: completion(value), ended: { value } };
    const { type, name, message } = value;
    const proposal = { type, name, message, data: inlineData(value.value) };
    if (type === "COMPLETED") return { proposal, ended: { value: value.value } };
    return { proposal, ended: { error: new Error(message ?? `The flow ended itself as ${name ?? type}.`) } };
  } catch (thrown) {
    const error = toError(thrown);
    // The body's own failure counts, not that of runs it left behind.
    await settleStarted(flow).catch(() => {});
    return { proposal: failure(error), ended: { error } };
  }
};

const runAttempt = async (flow: RunningFlow): Promise<Outcome<unknown> | undefined> => {
  const stopHeartbeat = startHeartbeat(flow.scope);
  try {
    const end = await finishBody(flow);
    await flow.control.hearSignals();
    // Also where the supervisor has said how the run ends, and its signal has so far reached only what the body had started.
    if (flow.isTerminated || flow.supervision?.intent() !== undefined) return await never();
    if (end.proposal.type === "FAILED" && "error" in end.ended) await steerRetry(flow, end.ended.error);
    return await conclude(flow, end);
  } finally {
    stopHeartbeat();
  }
};

/** A run of a limited deployment holds a slot as long as it renews the lease; without one it must not go on (sdk.md §14). */
const keepDeploymentSlot = (flow: RunningFlow, { state_details: { deployment_concurrency_lease_id: id } }: State): void => {
  flow.releaseLease();
  if (id === null || id === undefined) return;
  flow.releaseLease = keepLease(flow.session, { id, duration: deploymentLeaseSeconds }, (error) => {
    void flow.control.stop(new RunStopped("aborted", `The run lost its deployment's slot: ${describeError(error)}`));
  });
};

/** Proposes RUNNING until it is; gives the run's outcome when it has ended already. */
const becomeRunning = async (flow: RunningFlow): Promise<Outcome<unknown> | undefined> => {
  for (;;) {
    const { state }: Answer = await propose(flow, { type: "RUNNING" });
    if (state.type === "RUNNING") {
      keepDeploymentSlot(flow, state);
      await enterRunning(flow, state);
      return undefined;
    }
    if (isFinal(state.type)) return readOutcome({ ...flow.run, state });
    if (state.type !== "PENDING") return flow.control.stop(new RunStopped("paused", `The server put the run back to ${state.name}.`));
    await flow.session.world.sleep(pendingPause);
  }
};

const conductAttempts = async (flow: RunningFlow): Promise<Outcome<unknown>> => {
  for (;;) {
    const earlier = await becomeRunning(flow);
    if (earlier !== undefined) return earlier;
    flow.controller = newController();
    flow.started.clear();
    flow.scope.resetSubflowKeys();
    const which = flow.run.run_count > 1 ? `, attempt ${flow.run.run_count}` : "";
    writeLog(flow.context, levelNumbers.INFO, `Flow run "${flow.run.name}" of flow "${flow.definition.name}" started${which}.`);
    await callFlowHooks(flow, "onRunning", { state: { type: "RUNNING", name: "Running", message: "" } });
    const outcome = await runAttempt(flow);
    if (outcome !== undefined) return outcome;
    if (flow.isTerminated) return never();
    writeLog(flow.context, levelNumbers.WARNING, "The attempt failed; the run will be tried again.");
  }
};

/** Checks the parameters, names the run and conducts its attempts. `upstream` is a failure of something it depends on. */
export const conductFlow = async (flow: RunningFlow, upstream: UpstreamFailed | undefined): Promise<Outcome<unknown>> => {
  const { definition, session } = flow;
  if (upstream !== undefined) {
    const { state } = await propose(flow, { type: "PENDING", name: "NotReady", message: upstream.message }, { force: true });
    return { ok: false, error: upstream, state: printState(state) };
  }
  try {
    flow.parameters = await parseParameters(definition, flow.parameters as Readonly<Record<string, unknown>>);
    if (definition.runName !== undefined) {
      const name = printRunName(definition.runName, flow.parameters as Readonly<Record<string, unknown>>);
      await session.client.flowRuns.update({ id: flow.flowRunId, body: { name } });
      flow.run = { ...flow.run, name };
    }
  } catch (thrown) {
    const error = toError(thrown);
    const what =
      error instanceof InvalidParameters ? "Validation of flow parameters failed with error" : "Flow run encountered an exception";
    const proposal: Proposal = { type: "FAILED", message: `${what}: ${describeError(error)}`, details: { retriable: false } };
    const outcome = await conclude(flow, { proposal, ended: { error } });
    return outcome ?? conductAttempts(flow);
  }
  return conductAttempts(flow);
};
