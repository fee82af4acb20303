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
  if (isOurs) runner.wake();
};

/**
 * Hears of cancellations and of new runs as they happen, until the signal fires. Polling does the same later where the stream cannot be
 * had.
 */
export const watchEvents = async (runner: Runner, signal: AbortSignal): Promise<void> => {
  const { session } = runner;
  const names = ["prefect.flow-run.Cancelling", "prefect.flow-run.Scheduled"];
  while (!signal.aborted) {
    try {
      for await (const event of session.client.events.subscribe({ event: { name: names } }, { signal })) {
        onEvent(runner, event).catch((error: unknown) => session.print(String(error)));
      }
    } catch {
      await session.world.sleep(session.settings.runnerPollFrequency, signal).catch(() => {});
    }
  }
};
