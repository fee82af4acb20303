import { currentContext } from "../context.ts";
import { printRunName } from "../definitions/names.ts";
import { planRetries, type RetryPlan } from "../definitions/retries.ts";
import { CancelledError, toError, UpstreamFailed } from "../errors.ts";
import { needsResolving, resolveValue, waitForAll } from "../futures/dependencies.ts";
import type { Outcome, RunFuture } from "../futures/pending.ts";
import { createRunFuture } from "../futures/run-future.ts";
import { never } from "./control.ts";
import { createRecord, takeRecord } from "./create-task-record.ts";
import { createLazySignal } from "./lazy-signal.ts";
import { failedState, finish, perform } from "./perform-task.ts";
import { type RunningTask, report, stateOf, type TaskCall } from "./running-task.ts";
import type { ActiveRun } from "./scopes.ts";

/** Waits for what the run depends on, then performs it. Never rejects. */
const prepare = async (run: RunningTask): Promise<void> => {
  try {
    // Whoever submits goes on first; the body starts when they next wait.
    await null;
    if (run.outer.flow?.control.isStopped()) return await never();
    const { definition, args } = run;
    await waitForAll(definition.waitFor);
    const values = args.some((arg) => needsResolving(arg)) ? await Promise.all(args.map((arg) => resolveValue(arg))) : args;
    if (definition.runName !== undefined) {
      const names = definition.argumentNames();
      run.record.name = printRunName(
        definition.runName,
        Object.fromEntries(values.map((value, index) => [names[index] ?? `arg${index}`, value])),
      );
    }
    await perform(run, values);
  } catch (thrown) {
    const error = toError(thrown);
    if (error instanceof UpstreamFailed) await finish(run, { type: "PENDING", name: "NotReady", message: error.message }, { error });
    else await finish(run, failedState(error), { error });
  }
};

const endEarly = (run: RunningTask, reason: Error, type: "CRASHED" | "CANCELLED"): void => {
  if (run.isOver()) return;
  report(run, { type, message: reason.message });
  run.settle({ ok: false, error: reason, state: stateOf(run.record) });
  run.lazySignal.abort(reason);
};

const planFor = ({ definition, session: { settings } }: TaskCall): RetryPlan =>
  definition.retries ??
  planRetries({
    max: settings.tasksDefaultRetries,
    delay: settings.tasksDefaultRetryDelaySeconds.map((seconds) => ({ seconds })),
  });

/** Starts a run of a task. The run is reported by events alone; nothing here waits for the network (sdk.md §7). */
export const startTask = (call: TaskCall): RunFuture<unknown> => {
  const outer = currentContext();
  const plan = planFor(call);
  const { promise: settled, resolve } = Promise.withResolvers<Outcome<unknown>>();
  let outcome: Outcome<unknown> | undefined;
  let isObserved = false;
  const run: RunningTask = {
    ...call,
    outer,
    plan,
    record: call.given === undefined ? createRecord(call, outer, plan) : takeRecord(call, call.given, plan),
    settle: (end) => {
      if (outcome === undefined) resolve(end);
      outcome ??= end;
    },
    isOver: () => outcome !== undefined,
    lazySignal: createLazySignal(() => undefined),
  };
  report(run, { type: "PENDING", ...(call.given === undefined ? {} : { details: { deferred: true } }) });
  const active: ActiveRun = {
    settled,
    end: (reason, type = "CRASHED") => endEarly(run, reason, type),
    findUnobserved: () => (isObserved || outcome === undefined || outcome.ok ? undefined : outcome.error),
    name: run.record.name,
  };
  outer.flow?.started.add(active);
  void prepare(run).finally(() => {
    if (outcome?.ok) outer.flow?.started.delete(active);
  });
  return createRunFuture({
    input: { input_type: "task_run", id: run.record.id },
    name: run.record.name,
    settled,
    observe: () => {
      isObserved = true;
    },
    state: () => stateOf(run.record),
    cancel: (reason = "The run was cancelled.") => endEarly(run, new CancelledError(reason), "CANCELLED"),
  });
};
