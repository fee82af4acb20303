import { stopProcess } from "../supervision/run-process.ts";
import { endRun } from "./report.ts";
import type { Active, Runner } from "./runner.ts";

/** Seconds a run's process has after SIGTERM (sdk.md §4). */
const graceSeconds = 30;

/** Ends a run's process, gently first, and reports the run as cancelled. Does nothing for one that is being cancelled already. */
export const cancelRun = async (runner: Runner, active: Active, message = "Flow run was cancelled successfully."): Promise<void> => {
  if (active.isCancelling) return active.ended;
  active.isCancelling = true;
  const { session } = runner;
  const ended = active.ended;
  active.ended = (async () => {
    await active.channel.announce("cancel");
    if (active.process !== undefined) await stopProcess(session.world, active.process, graceSeconds);
    await ended;
    try {
      // A run that ended by itself in the meantime stays as it ended.
      if (active.channel.receipt()?.disposition === "STATE_REPORTED") return;
      await endRun(runner, active, { type: "CANCELLED", message });
      session.print(`Cancelled run ${active.run.name}.`);
    } catch (error) {
      session.print(
        `The run ${active.run.name} was stopped, but the server does not know: ${error instanceof Error ? error.message : error}`,
      );
    }
  })().finally(() => {
    runner.active.delete(active.run.id);
    runner.wake();
  });
  return active.ended;
};

/** Cancels those of our runs that somebody wants cancelled, as the server tells when asked; the events may have been missed. */
export const cancelRequested = async (runner: Runner): Promise<void> => {
  const ids = [...runner.active].flatMap(([id, { isCancelling }]) => (isCancelling ? [] : [id]));
  if (ids.length === 0) return;
  const runs = await runner.session.client.flowRuns.list({
    body: { flow_runs: { id: { any_: ids }, state: { type: { any_: ["CANCELLING"] } } } },
  });
  for (const { id } of runs) {
    const active = runner.active.get(id);
    if (active !== undefined) void cancelRun(runner, active);
  }
};
