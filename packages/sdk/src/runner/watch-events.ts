import type { ReceivedEvent } from "@millrace/contract";
import { cancelRun } from "./cancel-run.ts";
import type { Runner } from "./runner.ts";

const idOf = (resource: string | undefined, kind: string): string => resource?.replace(`prefect.${kind}.`, "") ?? "";

const onEvent = async (runner: Runner, { event, resource, related }: ReceivedEvent): Promise<void> => {
  if (event === "prefect.flow-run.Cancelling") {
    const active = runner.active.get(idOf(resource["prefect.resource.id"], "flow-run"));
    if (active === undefined || active.isCancelling) return;
    // The stream begins with what happened before, so that the run is looked at before it is ended.
    const { state_type } = await runner.session.client.flowRuns.get({ id: active.run.id });
    if (state_type === "CANCELLING") await cancelRun(runner, active);
    return;
  }
  const isOurs = related.some((one) => runner.served.has(idOf(one["prefect.resource.id"], "deployment")));
  if (!isOurs) return;
  if (event === "prefect.flow-run.Scheduled") runner.wake();
  else lookSoon(runner);
};

/** Seconds until the server has let go on what waits for the end of a run, wherever that was carried out. */
const releaseSeconds = 0.5;

const lookSoon = (runner: Runner): void => {
  if (runner.isAboutToLook) return;
  runner.isAboutToLook = true;
  runner.session.world.after(
    releaseSeconds,
    () => {
      runner.isAboutToLook = false;
      runner.wake();
    },
    { idle: true },
  );
};

const heard = ["Cancelling", "Scheduled", "Completed", "Failed", "Cancelled", "Crashed"].map((name) => `prefect.flow-run.${name}`);

/**
 * Hears of cancellations, of new runs and of ends that others may wait for as they happen, until the signal fires.
 * Polling does the same later where the stream cannot be had.
 */
export const watchEvents = async (runner: Runner, signal: AbortSignal): Promise<void> => {
  const { session } = runner;
  while (!signal.aborted) {
    try {
      for await (const event of session.client.events.subscribe({ event: { name: heard } }, { signal })) {
        onEvent(runner, event).catch((error: unknown) => session.print(String(error)));
      }
    } catch {
      await session.world.sleep(session.settings.runnerPollFrequency, signal).catch(() => {});
    }
  }
};
