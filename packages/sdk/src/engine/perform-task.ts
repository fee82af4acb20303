import { type Context, runInContext } from "../context.ts";
import { printSeconds } from "../definitions/duration.ts";
import { findNextDelay } from "../definitions/retries.ts";
import { describeError, RunTimeout, toError } from "../errors.ts";
import { levelNumbers } from "../logging/levels.ts";
import { writeLog } from "../logging/logger.ts";
import { isReturnedState, type ReturnedState } from "../returned-state.ts";
import { within } from "../session/world.ts";
import { callHooks } from "./hooks.ts";
import { completion, inlineData } from "./inline-data.ts";
import { createLazySignal } from "./lazy-signal.ts";
import { contextOf, infoOf, type RunningTask, report, stateOf } from "./running-task.ts";
import { holdSlot } from "./slots.ts";
import { takeTagSlots } from "./tag-slots.ts";
import { isFinal, type ProposedState } from "./task-record.ts";

/** Reports how the run ended, calls its hooks and settles its future. */
export const finish = async (
  run: RunningTask,
  proposed: ProposedState,
  outcome: { readonly value: unknown } | { readonly error: Error },
): Promise<void> => {
  if (run.isOver()) return;
  report(run, proposed);
  const state = stateOf(run.record);
  const { hooks } = run.definition;
  const context = contextOf(run);
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
const attempt = async (run: RunningTask, values: readonly unknown[], context: Context): Promise<unknown> => {
  const { timeout, fn } = run.definition;
  // Its body may be what keeps the main thread busy from now on.
  run.session.standIn?.look();
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

export const failedState = (error: Error): ProposedState =>
  error instanceof RunTimeout && error.message.startsWith("Task run exceeded timeout")
    ? { type: "FAILED", name: "TimedOut", message: error.message }
    : { type: "FAILED", message: `Task run encountered an exception ${describeError(error)}`, details: { retriable: false } };

/** Waits before another attempt; false when there is none. */
const waitForRetry = async (run: RunningTask, error: Error): Promise<boolean> => {
  const { world } = run.session;
  const delay = await findNextDelay(run.plan, { error, attempt: run.record.runCount, random: world.random });
  if (delay === undefined || run.isOver()) return false;
  const context = contextOf(run);
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

const endAsReturned = (run: RunningTask, { type, name, message, value }: ReturnedState): Promise<void> => {
  const proposed = { type, ...(name === undefined ? {} : { name }), message: message ?? "", data: inlineData(value) };
  if (type === "COMPLETED") return finish(run, proposed, { value });
  return finish(run, proposed, { error: new Error(message ?? `The task ended itself as ${name ?? type}.`) });
};

/** Runs attempts until one succeeds or none is left. */
export const perform = async (run: RunningTask, values: readonly unknown[]): Promise<void> => {
  const slot = await holdSlot(run.inPlace ? undefined : run.outer.flow?.slots);
  const context = contextOf(run, slot);
  let giveBack: (() => Promise<void>) | undefined;
  try {
    giveBack = await takeTagSlots(run.session, {
      id: run.record.id,
      tags: run.record.tags,
      isOver: run.isOver,
      warn: (message) => writeLog(context, levelNumbers.WARNING, message),
    });
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
        const completed = run.given === undefined ? { type: "COMPLETED" as const, data: inlineData(value) || null } : completion(value);
        return await finish(run, completed, { value });
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
    await giveBack?.();
  }
};
