import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
beforeAll(async () => {
  cli = await startCliServer();
  await cli.say("work-pool create pool --type process");
});
afterAll(() => cli.stop());

const get = (name: string) => cli.json(`work-queue inspect ${name} -p pool`);

test("work-queue create stores limit and priority", async () => {
  const said = await cli.say("work-queue create first --pool pool --limit 5 --priority 3");
  expect(said).toContain("Start a worker for it: millrace worker start --pool pool --work-queue first\n");
  expect(await get("first")).toMatchObject({
    name: "first",
    concurrency_limit: 5,
    priority: 3,
    work_pool_name: "pool",
    status_details: { healthy: false, late_runs_count: 0 },
  });
});

test("without a pool it belongs to default-agent-pool", async () => {
  await cli.say("work-queue create old");
  expect(await cli.json("work-queue inspect old")).toMatchObject({ work_pool_name: "default-agent-pool" });
});

test.each([
  ["work-queue create default -p pool", 'Work queue "default" exists already.'],
  ["work-queue create x -p nope", 'Work pool "nope" was not found. List them with: millrace work-pool ls'],
  [
    "work-queue inspect nope -p pool",
    'Work queue "nope" was not found in work pool "pool". List them with: millrace work-queue ls --pool pool',
  ],
  ["work-queue resume nope", 'Work queue "nope" was not found in default-agent-pool. Name its work pool with --pool.'],
  ["work-queue ls -p nope", 'Work pool "nope" was not found. List them with: millrace work-pool ls'],
])("%s is refused", async (line, says) => {
  expect(await cli.refuse(line)).toBe(says);
});

test("work-queue ls shows all queues or those of a pool, by the beginning of their names", async () => {
  await cli.say("work-queue create match-1 -p pool");
  await cli.say("work-queue create match-2 -p pool");
  await cli.say("work-queue pause match-1 -p pool");
  expect(await cli.say("work-queue ls -p pool -m match")).toMatch(
    /^Name +Priority +Limit\nmatch-2 +\d +none\nmatch-1 \(\*\*\) +\d +none\n\(\*\*\) paused\n$/,
  );
  expect(await cli.say("work-queues ls --match match")).toMatch(/^Name +Pool +ID +Limit\nmatch-2 +pool +\S{36} +none$/m);
  expect(await cli.json("work-queue ls -m match")).toMatchObject([{ name: "match-2" }, { name: "match-1", is_paused: true }]);
});

test("limits, pausing and deleting, by name and by id", async () => {
  await cli.say("work-queue create changing -p pool");
  await cli.say("work-queue set-concurrency-limit changing 7 -p pool");
  const { id } = (await get("changing")) as { id: string };
  expect(await cli.json(`work-queue inspect ${id}`)).toMatchObject({ concurrency_limit: 7 });
  await cli.say("work-queue clear-concurrency-limit changing -p pool");
  await cli.say(`work-queue pause ${id} -p pool`);
  expect(await get("changing")).toMatchObject({ concurrency_limit: null, is_paused: true });
  await cli.say("work-queue resume changing -p pool");
  expect(await cli.say("work-queue delete changing -p pool")).toBe("Deleted work queue changing of work pool pool.\n");
  expect(await cli.refuse("work-queue delete changing -p pool")).toContain('"changing" was not found');
});

test("pausing a queue without naming its pool wants an answer, on a terminal or not", async () => {
  await cli.say("work-queue create lonely");
  expect(await cli.refuse("work-queue pause lonely")).toBe("Nothing was changed.");
  expect(await cli.say("work-queue pause lonely", { stdin: "y\n" })).toContain("Paused work queue lonely.\n");
});
