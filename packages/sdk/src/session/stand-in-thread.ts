/** Runs in a thread of its own: tells of runs of which the main thread has not told in time. */
import { parentPort, workerData } from "node:worker_threads";
import { fromMicros } from "@millrace/contract";
import { patience, type StandInData, type StandInNews } from "./stand-in.ts";
import { createRealWorld } from "./world.ts";

const { connection, every }: StandInData = workerData;
const world = createRealWorld();
const runs = new Map<string, { readonly event: NonNullable<StandInNews["event"]>; told: number }>();

const openClient = async () => {
  const { createClient } = await import("@millrace/client");
  return createClient({ ...connection, headers: () => connection.headers });
};
/** Stays open to the end: a server takes a run whose connection was let go of for dead sooner than others. */
let client: ReturnType<typeof openClient> | undefined;

const lookForLate = async (): Promise<void> => {
  const now = world.nowMicros();
  const late = [...runs.values()].filter(({ told }) => now - told > every * patience * 1e6);
  if (late.length === 0) return;
  client ??= openClient();
  const { events } = await client;
  for (const run of late) {
    run.told = now;
    events.emit({ ...run.event, id: world.newId(), occurred: fromMicros(now) });
  }
};

parentPort?.on("message", ({ runId, event }: StandInNews) => {
  if (event === undefined) runs.delete(runId);
  else runs.set(runId, { event, told: world.nowMicros() });
});
const watch = async (): Promise<never> => {
  for (;;) {
    await world.sleep(every / 4);
    await lookForLate();
  }
};
await watch();
