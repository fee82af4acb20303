import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromMicros, toMicros } from "@millrace/contract";
import { expect, test } from "vitest";
import { openWorld, type World } from "./fixtures/world.ts";

const count = 1000;
const limit = 20;

/** A deployment on a queue of the pool, whose runs do no more than write down that they were started. */
const onQueue = async (world: World, queue: { readonly name: string; readonly priority: number }, file: string) => {
  await world.client.workQueues.createInPool({ work_pool_name: world.pool, body: queue });
  const command = `sh -c 'echo $PREFECT__FLOW_RUN_ID >> ${file}'`;
  const { id } = await world.deploy("note", { command, stream_output: false });
  await world.client.deployments.update({ id, body: { work_pool_name: world.pool, work_queue_name: queue.name } });
  return id;
};

test("a thousand due runs are each started once, by priority and time, twenty at a time", { timeout: 240_000 }, async () => {
  await using world = await openWorld();
  const folder = await mkdtemp(join(tmpdir(), "millrace-many-"));
  const file = join(folder, "started");
  await world.client.workPools.create({ body: { name: world.pool, type: "process", base_job_template: {} } });
  const urgent = await onQueue(world, { name: "urgent", priority: 1 }, file);
  const patient = await onQueue(world, { name: "patient", priority: 2 }, file);
  const now = toMicros(new Date().toISOString());
  // Made in an order that is neither that of the queues nor that of time.
  const made = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const isUrgent = index % 2 === 1;
      const due = now - (((index * 617) % count) + 60) * 1_000_000;
      const state = { type: "SCHEDULED", state_details: { scheduled_time: fromMicros(due) } } as const;
      const run = await world.client.deployments.createFlowRun({ id: isUrgent ? urgent : patient, body: { state } });
      return { id: run.id, due, priority: isUrgent ? 1 : 2 };
    }),
  );
  const wanted = made.toSorted((one, other) => one.priority - other.priority || one.due - other.due).map(({ id }) => id);

  await world.work({ limit });
  const read = async (): Promise<readonly string[]> => (await readFile(file, "utf8").catch(() => "")).split("\n").slice(0, -1);
  await expect.poll(async () => (await read()).length, { timeout: 200_000, interval: 250 }).toBeGreaterThanOrEqual(count);
  const ended = { flow_runs: { state: { type: { any_: ["CRASHED" as const] } } } };
  await expect.poll(() => world.client.flowRuns.count({ body: ended }), { timeout: 30_000, interval: 100 }).toBe(count);

  const started = await read();
  expect([started.length, new Set(started)]).toEqual([count, new Set(wanted)]);
  // Processes that are started side by side may overtake each other, and one that gets no processor for a while some more.
  const places = new Map(wanted.map((id, place) => [id, place]));
  const furthest = Math.max(...started.map((id, place) => Math.abs((places.get(id) ?? count) - place)));
  expect(furthest).toBeLessThan(5 * limit);
  await rm(folder, { recursive: true });
});
