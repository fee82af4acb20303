import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
let id: string;
beforeAll(async () => {
  cli = await startCliServer();
  const create = (name: string, state: object) =>
    cli.server.ask<{ id: string }>("POST", "/task_runs/", { name, task_key: "add-e18897db", dynamic_key: name, state });
  ({ id } = await create("add-f97", { type: "COMPLETED", name: "Completed" }));
  await create("sub-1", { type: "FAILED", name: "Failed" });
  const line = (message: string, second: number) => ({
    name: "prefect.task_runs",
    level: 20,
    message,
    timestamp: `2026-01-01T00:00:0${second}.000Z`,
    task_run_id: id,
  });
  await cli.server.ask("POST", "/logs/", [line("one", 1), line("two", 2), line("three", 3)]);
});
afterAll(() => cli.stop());

test("task-run ls filters by name and state", async () => {
  expect(await cli.say("task-run ls")).toMatch(
    /^ID +Task +Name +State +When\n\S{36} +add +sub-1 +FAILED +now\n\S{36} +add +add-f97 +COMPLETED +now\n$/,
  );
  expect(await cli.json("task-runs ls --task-run-name add-f97")).toMatchObject([{ id }]);
  expect(await cli.json("task-run ls --state-type failed --limit 5")).toMatchObject([{ name: "sub-1" }]);
  expect(await cli.say("task-run ls --state Crashed")).toBe("No task runs found.\n");
  expect(await cli.refuse("task-run ls --state-type X")).toContain('There is no state type "X".');
});

test("task-run inspect shows it, or its page", async () => {
  expect(await cli.json(`task-run inspect ${id}`)).toMatchObject({ id, name: "add-f97", state_type: "COMPLETED" });
  const opened: string[] = [];
  await cli.say(`task-run inspect ${id} --web`, { onOpen: (url) => opened.push(url) });
  expect(opened).toEqual([`${new URL(cli.server.url).origin}/runs/task-run/${id}`]);
});

test("task-run logs shows the first lines, the last, or newest first", async () => {
  expect(await cli.say(`task-run logs ${id}`)).toMatch(/^2026-01-01 00:00:01\.000 \| INFO {4}\| Task run 'add-f97' - one\n/);
  const messages = async (words: string) => (await cli.say(`task-run logs ${id} ${words}`)).split("\n").map((line) => line.split(" - ")[1]);
  expect(await messages("-n 1")).toEqual(["one", undefined]);
  expect(await messages("--tail -n 2")).toEqual(["two", "three", undefined]);
  expect(await messages("-r")).toEqual(["three", "two", "one", undefined]);
  expect(await cli.json(`task-run logs ${id} -h`)).toHaveLength(3);
});

test.each(["inspect", "logs"])("task-run %s of a missing run is refused in a sentence", async (verb) => {
  expect(await cli.refuse(`task-run ${verb} 00000000-0000-4000-8000-000000000000`)).toBe(
    'Task run "00000000-0000-4000-8000-000000000000" was not found. List them with: millrace task-run ls',
  );
});
