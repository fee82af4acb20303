import { type Context, currentContext, runInContext } from "../context.ts";
import { printSeconds } from "../definitions/duration.ts";
import { printRunName } from "../definitions/names.ts";
import { findNextDelay, planRetries, type RetryPlan } from "../definitions/retries.ts";
import type { TaskDefinition } from "../definitions/task-options.ts";
import { CancelledError, describeError, RunTimeout, toError, UpstreamFailed } from "../errors.ts";
import { findDependencies, needsResolving, resolveValue, waitForAll } from "../futures/dependencies.ts";
import type { Outcome, RunFuture, RunState } from "../futures/pending.ts";
import { createRunFuture } from "../futures/run-future.ts";
import { levelNumbers } from "../logging/levels.ts";
import { writeLog } from "../logging/logger.ts";
import { isReturnedState, type ReturnedState } from "../returned-state.ts";
import type { Session } from "../session/session.ts";
import { within } from "../session/world.ts";
import { never } from "./control.ts";
import { callHooks } from "./hooks.ts";
import { inlineData } from "./inline-data.ts";
import { createLazySignal, type LazySignal } from "./lazy-signal.ts";
import type { ActiveRun, TaskRunInfo, TaskScope } from "./scopes.ts";
import { type HeldSlot, holdSlot } from "./slots.ts";
import { taskEvent } from "./task-event.ts";
import { enterState, isFinal, type ProposedState, type TaskRecord } from "./task-record.ts";

export interface TaskCall {
  readonly definition: TaskDefinition;
  readonly args: readonly unknown[];
  readonly session: Session;
  /** A call runs in its caller's place: it takes no slot of its own. */
  readonly inPlace: boolean;
}

/** A task run under way. */
interface Running extends TaskCall {
  readonly record: TaskRecord;
  /** The context of the code that started it. */
  readonly outer: Context;
  readonly plan: RetryPlan;
  readonly settle: (outcome: Outcome<unknown>) => void;
  readonly isOver: () => boolean;
  /** What stops the attempt under way. */
  lazySignal: LazySignal;
  stopReason: Error | undefined;
}

const stateOf = ({ state }: TaskRecord): RunState => ({
  type: state?.type ?? "PENDING",
  name: state?.name ?? "Pending",
  message: state?.message ?? "",
});

const infoOf = ({ record, definition }: Running): TaskRunInfo => ({
  id: record.id,
  name: record.name,
  taskName: definition.name,
  tags: record.tags,
  runCount: record.runCount,
});

/** Moves the run to a state and tells the server in passing. */
const report = (run: Running, proposed: ProposedState): void => {
  const { record, session, outer } = run;
  const before = record.state;
  const state = enterState(record, proposed, { id: session.world.newId(), now: session.world.nowMicros() });
  const flowRelated = outer.flow?.related() ?? [];
  const parent = outer.task?.info();
  const enclosing =
    parent === undefined
      ? []
      : [
          {
            "prefect.resource.id": `prefect.task-run.${parent.id}`,
            "prefect.resource.role": "task-run",
            "prefect.resource.name": parent.name,
          },
        ];
  // The flow run comes first: the server takes the run's owner from there (events.md §4.2).
  const related = enclosing.length === 0 ? flowRelated : [...flowRelated.slice(0, 1), ...enclosing, ...flowRelated.slice(1)];
  session.client.events.emit(taskEvent({ record, before, state, related }));
};

const createRecord = ({ definition, args, session }: TaskCall, outer: Context, plan: RetryPlan): TaskRecord => {
  const { world } = session;
  const inFlow = outer.flow !== undefined;
  const random = world.randomId();
  const names = definition.argumentNames();
  const named = args.map((value, index) => [names[index] ?? `arg${index}`, value] as const);
  const { inputs } = findDependencies(named, definition.waitFor, outer.flow?.provenance);
  const parent = outer.task?.info();
  return {
    id: world.newId(),
    name: inFlow ? `${definition.name}-${random.slice(0, 3)}` : definition.name,
    taskName: definition.name,
    taskKey: definition.key,
    dynamicKey: inFlow ? random : `${definition.key}-${random.replaceAll("-", "")}`,
    taskVersion: definition.version,
    tags: outer.tags.length === 0 ? definition.tags : [...new Set([...definition.tags, ...outer.tags])],
    taskInputs: parent === undefined ? inputs : { ...inputs, __parents__: [{ input_type: "task_run", id: parent.id }] },
    retries: plan.max,
    retryDelay: plan.shown,
    runCount: 0,
    flowRunRunCount: 0,
    expectedStart: 0,
    start: undefined,
    end: undefined,
    totalRun: 0,
    state: undefined,
  };
};

const contextOf = (run: Running, slot: HeldSlot): Context => {
  const scope: TaskScope = {
    info: () => infoOf(run),
    signal: () => run.lazySignal.get(),
    logPrints: run.definition.logPrints,
    whileWaiting: slot.whileWaiting,
  };
  return { ...run.outer, session: run.session, task: scope };
};

const finish = async (
  run: Running,
  proposed: ProposedState,
  outcome: { readonly value: unknown } | { readonly error: Error },
): Promise<void> => {
  if (run.isOver()) return;
  report(run, proposed);
  const state = stateOf(run.record);
  const { hooks } = run.definition;
  const context = contextOf(run, { whileWaiting: (waiting) => waiting, release: () => {} });
  if (state.name !== state.type)
    writeLog(
      context,
      state.type === "COMPLETED" ? levelNumbers.INFO : levelNumbers.ERROR,
      `Ended as ${state.name}. ${state.message}`.trim(),
    );
  if ("value" in outcome) {
    await callHooks(context, hooks.onCompletion, { taskRun: infoOf(run), state, value: outcome.value });
    run.settle({ ok: true, value: outcome.value, state });
  } else {
    if (isFinal(state.type)) await callHooks(context, hooks.onFailure, { taskRun: infoOf(run), state, error: outcome.error });
    run.settle({ ok: false, error: outcome.error, state });
  }
};

/** Calls the body once, within its time. */
const attempt = async (run: Running, values: readonly unknown[], context: Context): Promise<unknown> => {
  const { timeout, fn } = run.definition;
  const call = async (): Promise<unknown> => fn(...(values as never[]));
  if (timeout === undefined) return runInContext(context, call);
  const body = runInContext(context, call);
  const { promise: limit, reject } = Promise.withResolvers<never>();
  const clear = run.session.world.after(timeout, () => {
    const error = new RunTimeout(`Task run exceeded timeout of ${printSeconds(timeout)} second(s)`);
    reject(error);
    run.lazySignal.abort(error);
    const late = (): void =>
      writeLog(context, levelNumbers.WARNING, "The task went on after its timeout; pass signal() to what it waits for.");
    // A body that stops on its signal settles within a moment; one that does not is named.
    within(run.session.world, 1, Promise.allSettled([body])).then(
      (stopped) => void (stopped || late()),
      () => {},
    );
  });
  try {
    return await Promise.race([body, limit]);
  } finally {
    clear();
  }
};

const failedState = (error: Error): ProposedState =>
  error instanceof RunTimeout && error.message.startsWith("Task run exceeded timeout")
    ? { type: "FAILED", name: "TimedOut", message: error.message }
    : { type: "FAILED", message: `Task run encountered an exception ${describeError(error)}`, details: { retriable: false } };

/** Waits before another attempt; false when there is none. */
const waitForRetry = async (run: Running, error: Error): Promise<boolean> => {
  const { world } = run.session;
  const delay = await findNextDelay(run.plan, { error, attempt: run.record.runCount, random: world.random });
  if (delay === undefined || run.isOver()) return false;
  const context = contextOf(run, { whileWaiting: (waiting) => waiting, release: () => {} });
  const left = run.plan.max - run.record.runCount + 1;
  writeLog(
    context,
    levelNumbers.WARNING,
    `Failed with ${describeError(error)}; ${left} of ${run.plan.max} retries left${delay > 0 ? `, next in ${delay.toFixed(1)} s` : ""}.`,
  );
  if (delay === 0) return true;
  const due = new Date(world.nowMicros() / 1000 + delay * 1000).toISOString();
  report(run, { type: "SCHEDULED", name: "AwaitingRetry", details: { scheduled_time: due } });
  await world.sleep(delay, run.lazySignal.get()).catch(() => {});
  return !run.isOver();
};

const endAsReturned = (run: Running, { type, name, message, value }: ReturnedState): Promise<void> => {
  const proposed = { type, ...(name === undefined ? {} : { name }), message: message ?? "", data: inlineData(value) };
  if (type === "COMPLETED") return finish(run, proposed, { value });
  return finish(run, proposed, { error: new Error(message ?? `The task ended itself as ${name ?? type}.`) });
};

/** Runs attempts until one succeeds or none is left. */
const perform = async (run: Running, values: readonly unknown[]): Promise<void> => {
  const slot = await holdSlot(run.inPlace ? undefined : run.outer.flow?.slots);
  const context = contextOf(run, slot);
  try {
    while (!run.isOver()) {
      run.record.flowRunRunCount = run.outer.flow?.run().run_count ?? 0;
      run.lazySignal = createLazySignal(() => run.outer.task?.signal() ?? run.outer.flow?.signal);
      report(run, { type: "RUNNING", name: run.record.runCount === 0 ? "Running" : "Retrying" });
      await callHooks(context, run.definition.hooks.onRunning, { taskRun: infoOf(run), state: stateOf(run.record) });
      try {
        const value = await attempt(run, values, context);
        if (isReturnedState(value)) return await endAsReturned(run, value);
        if (typeof value === "object" && value !== null)
          run.outer.flow?.provenance.set(value, { input_type: "task_run", id: run.record.id });
        return await finish(run, { type: "COMPLETED", data: inlineData(value) || null }, { value });
      } catch (thrown) {
        const error = toError(thrown);
        if (run.isOver()) return;
        if (!(await waitForRetry(run, error))) return await finish(run, failedState(error), { error });
      } finally {
        run.lazySignal.release();
      }
    }
  } finally {
    slot.release();
  }
};

/** Waits for what the run depends on, then performs it. Never rejects. */
const prepare = async (run: Running): Promise<void> => {
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

const endEarly = (run: Running, reason: Error, type: "CRASHED" | "CANCELLED"): void => {
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
  const run: Running = {
    ...call,
    outer,
    plan,
    record: createRecord(call, outer, plan),
    settle: (end) => {
      if (outcome === undefined) resolve(end);
      outcome ??= end;
    },
    isOver: () => outcome !== undefined,
    lazySignal: createLazySignal(() => undefined),
    stopReason: undefined,
  };
  report(run, { type: "PENDING" });
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
