import type { Session } from "../session/session.ts";

/** Seconds between two looks. */
const interval = 10;

/**
 * Looks now and again whether somebody cancels a run that has no supervisor to tell it, until the first signal fires; then fires the
 * second.
 */
export const watchCancellation = async (
  { client, world }: Session,
  id: string,
  { ended, cancelled }: { readonly ended: AbortSignal; readonly cancelled: AbortController },
): Promise<void> => {
  while (!ended.aborted) {
    await world.sleep(interval, ended).catch(() => {});
    if (ended.aborted) return;
    const run = await client.flowRuns.get({ id }).catch(() => undefined);
    if (run?.state_type === "CANCELLING") return cancelled.abort();
  }
};
