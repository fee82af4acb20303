import { whereWeAre } from "@millrace/settings";
import { currentContext } from "../context.ts";
import { CancelledError, describeError, RunStopped, toError, UpstreamFailed } from "../errors.ts";
import { needsResolving, resolveValue, waitForAll } from "../futures/dependencies.ts";
import type { Outcome } from "../futures/pending.ts";
import { captureConsole } from "../logging/console-capture.ts";
import { levelNumbers } from "../logging/levels.ts";
import { writeLog } from "../logging/logger.ts";
import { within } from "../session/world.ts";
import { conductFlow } from "./conduct-flow.ts";
import { type Control, createControl, never, type Terminable, type Termination } from "./control.ts";
import { adoptFlowRun, createFlowRun, planFor } from "./create-flow-run.ts";
import { propose } from "./propose.ts";
import { callFlowHooks, createRunningFlow, type FlowCall, printState, type RunningFlow } from "./running-flow.ts";
import { trackSubflow } from "./subflow.ts";
import { watchProcess } from "./termination.ts";

const findDeploymentName = async ({ session, existing }: FlowCall): Promise<string | undefined> => {
  const id = existing?.deployment_id ?? undefined;
  if (id === undefined) return undefined;
  const { PREFECT__DEPLOYMENT_ID: known, PREFECT__DEPLOYMENT_NAME: name } = whereWeAre().env;
  if (known === id && name !== undefined) return name;
  const deployment = await session.client.deployments.get({ id }).catch(() => undefined);
  return deployment?.name;
};

/** Replaces what is pending in the parameters; a failure upstream is kept for the run to tell. */
const settleParameters = async (call: FlowCall): Promise<{ readonly call: FlowCall; readonly upstream: UpstreamFailed | undefined }> => {
  const { given, definition } = call;
  try {
    await waitForAll(definition.waitFor);
    if (!needsResolving(given)) return { call, upstream: undefined };
    const entries = await Promise.all(Object.entries(given).map(async ([name, value]) => [name, await resolveValue(value)] as const));
    return { call: { ...call, given: Object.fromEntries(entries) }, upstream: undefined };
  } catch (error) {
    if (error instanceof UpstreamFailed) return { call, upstream: error };
    throw error;
  }
};

/** A crash or a cancellation that this process itself has to tell the server of. */
const concludeCrash = async (flow: RunningFlow, termination: Termination): Promise<void> => {
  // A run that has just ended stays as it ended.
  if ((await flow.ending?.catch(() => undefined)) !== undefined) return;
  const { state } = await flow.session.client.flowRuns.get({ id: flow.flowRunId });
  const isCancelled = state?.type === "CANCELLING";
  const message = isCancelled ? "Flow run was cancelled successfully." : termination.message;
  const callsHooks = flow.supervision?.callsEndHooks ?? true;
  const error = new CancelledError(message);
  if (isCancelled && callsHooks) await callFlowHooks(flow, "onCancellation", { state: printState(state) });
  const answer = await propose(flow, { type: isCancelled ? "CANCELLED" : "CRASHED", message }, { force: true });
  writeLog(flow.context, levelNumbers.ERROR, message);
  if (!isCancelled && callsHooks) await callFlowHooks(flow, "onCrashed", { state: printState(answer.state), error });
};

const terminableOf = (flow: RunningFlow): Terminable => ({
  interrupt: (reason) => {
    flow.isTerminated = true;
    flow.controller.abort(reason);
    for (const run of flow.started) run.end(reason);
  },
  conclude: (termination) => concludeCrash(flow, termination),
  bodyEnded: () => flow.body,
});

const conductTerminable = async (flow: RunningFlow, upstream: UpstreamFailed | undefined): Promise<Outcome<unknown>> => {
  const terminable = terminableOf(flow);
  flow.control.flows.add(terminable);
  try {
    return await conductFlow(flow, upstream);
  } finally {
    flow.releaseLease();
    flow.control.flows.delete(terminable);
  }
};

const crashSeconds = 10;

/** A failure of neither the flow nor its tasks, such as a server that is gone. The server is told if it can be. */
const reportCrash = async (flow: RunningFlow, error: Error): Promise<void> => {
  const message = `Execution was interrupted by an unexpected exception: ${describeError(error)}`;
  for (const run of flow.started) run.end(new CancelledError(message));
  const telling = propose(flow, { type: "CRASHED", message }, { force: true }).then(({ state }) =>
    callFlowHooks(flow, "onCrashed", { state: printState(state), error }),
  );
  await within(
    flow.session.world,
    crashSeconds,
    telling.catch(() => {}),
  );
};

/** An outermost run: it answers for signals, for being stopped, and for everything still on its way. */
const runOutermost = async (call: FlowCall, control: Control): Promise<Outcome<unknown>> => {
  const { session } = call;
  const plan = planFor(call);
  const outer = currentContext();
  const run = await (call.existing === undefined ? createFlowRun(call, outer, null) : adoptFlowRun(call, call.existing, plan));
  const flow = createRunningFlow({ call, run, plan, control, outer, deploymentName: await findDeploymentName(call) });
  using signals = watchProcess(session, control, call.supervision);
  try {
    const stopped = control.stopped.then((reason) => {
      throw reason;
    });
    stopped.catch(() => {});
    return await Promise.race([conductTerminable(flow, undefined), stopped, signals.ended]);
  } catch (thrown) {
    if (!(thrown instanceof RunStopped || thrown instanceof CancelledError)) await reportCrash(flow, toError(thrown));
    throw thrown;
  } finally {
    if (control.isStopped()) await stopBodies(flow);
    await session.flush();
  }
};

/** After a stop the bodies' signals fire, and tasks under way may finish. */
const stopBodies = async (flow: RunningFlow): Promise<void> => {
  flow.supervision?.onConclusion({ disposition: "ORCHESTRATION_ABORTED" });
  flow.controller.abort(new CancelledError("The run was stopped."));
  await Promise.all([...flow.started].map(({ settled }) => settled));
};

const runNested = async (nested: FlowCall): Promise<Outcome<unknown>> => {
  const outer = currentContext();
  const parent = outer.flow;
  if (parent === undefined) return never();
  if (parent.control.isStopped()) return never();
  const { call, upstream } = await settleParameters(nested);
  const tracking = await trackSubflow(nested, outer, parent);
  if (tracking.outcome !== undefined) return tracking.outcome;
  const run = tracking.existing ?? (await createFlowRun(call, outer, tracking.taskRun.id));
  const flow = createRunningFlow({ call, run, plan: planFor(call), control: parent.control, outer, deploymentName: undefined });
  const follow = (): void => flow.controller.abort(parent.signal.reason);
  parent.signal.addEventListener("abort", follow, { once: true });
  try {
    const outcome = await conductTerminable(flow, upstream);
    if (outcome.ok) {
      parent.control.results.set(tracking.taskRun.id, outcome.value);
      const { value } = outcome;
      if (typeof value === "object" && value !== null) parent.provenance.set(value, { input_type: "task_run", id: tracking.taskRun.id });
    }
    return outcome;
  } finally {
    parent.signal.removeEventListener("abort", follow);
  }
};

/**
 * Runs a flow and tells how it ended. Rejects with a `ClientError` when the server cannot be reached, and with a `RunStopped` when it
 * stops an outermost run.
 */
export const runFlow = async (call: FlowCall): Promise<Outcome<unknown>> => {
  captureConsole();
  try {
    return await (currentContext().flow === undefined ? runOutermost(call, createControl()) : runNested(call));
  } catch (thrown) {
    throw toError(thrown);
  }
};
