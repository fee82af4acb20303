import { addSeconds, compareInstants, fromMicros } from "@millrace/contract";
import { cancelRequested } from "./cancel-run.ts";
import type { Runner } from "./runner.ts";
import { startRun } from "./start-run.ts";

/** Seconds between starting a run's process and its due time, about what a process takes to start. */
const headStart = 0.3;
const minPrefetch = 10;

/** Starts the runs that are due and sets a timer for those that soon are; gives the timers to stop. */
export const startDue = async (runner: Runner): Promise<readonly (() => void)[]> => {
  const { client, world, settings } = runner.session;
  const now = fromMicros(world.nowMicros());
  const prefetch = Math.max(minPrefetch, settings.runnerPollFrequency);
  const runs = await client.deployments.listScheduledFlowRuns({
    body: { deployment_ids: [...runner.served.keys()], scheduled_before: addSeconds(now, prefetch) },
  });
  const soon = addSeconds(now, headStart);
  const listed = new Set(runs.map(({ id }) => id));
  for (const id of runner.refused.keys()) if (!listed.has(id)) runner.refused.delete(id);
  return runs.flatMap((run) => {
    const served = runner.served.get(run.deployment_id ?? "");
    if (served === undefined) return [];
    const due = run.next_scheduled_start_time ?? now;
    const from = runner.refused.get(run.id) === run.next_scheduled_start_time ? now : soon;
    if (compareInstants(due, from) > 0) return [world.after(compareInstants(due, from) / 1_000_000, runner.wake)];
    startRun(runner, run, served);
    return [];
  });
};

/** Looks for due and cancelled runs now and again, at once when woken, until the signal fires (workers.md §17). */
export const pollUntil = async (runner: Runner, signal: AbortSignal): Promise<void> => {
  const { world, settings, print } = runner.session;
  let isFailing = false;
  while (!signal.aborted) {
    const { promise: woken, resolve } = Promise.withResolvers<void>();
    runner.wake = resolve;
    let timers: readonly (() => void)[] = [];
    try {
      timers = await startDue(runner);
      await cancelRequested(runner);
      if (isFailing) print("The server answers again.");
      isFailing = false;
    } catch (error) {
      if (!isFailing) print(`The server could not be asked for runs; trying again. ${error instanceof Error ? error.message : error}`);
      isFailing = true;
    }
    const next = settings.runnerPollFrequency * (0.8 + 0.4 * world.random());
    const stopTimer = world.after(next, resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    await woken;
    for (const stop of [...timers, stopTimer]) stop();
  }
};
