import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
beforeAll(async () => {
  cli = await startCliServer();
});
afterAll(() => cli.stop());

test("a limit on a tag is created, changed, shown and deleted", async () => {
  await cli.say("concurrency-limit create db 2");
  await cli.say("concurrency-limit create db 4");
  expect(await cli.say("concurrency-limit ls")).toMatch(/^Tag +ID +Limit +Active\ndb +\S{36} +4 +0\n$/);
  expect(await cli.json("concurrency-limits ls")).toMatchObject([{ tag: "db", concurrency_limit: 4, active_slots: [] }]);
  expect(await cli.json("concurrency-limit ls --offset 1")).toEqual([]);
  expect(await cli.say("concurrency-limit inspect db")).toMatch(
    /^Tag: +db\n[\s\S]*Concurrency limit: +4\n[\s\S]*No task runs take slots\.\n$/,
  );
  expect(await cli.json("concurrency-limit inspect db")).toMatchObject({ tag: "db", concurrency_limit: 4 });
  expect(await cli.say("concurrency-limit delete db")).toBe("Deleted the concurrency limit on the tag db.\n");
  expect(await cli.say("concurrency-limit ls")).toBe("No concurrency limits found.\n");
});

test("reset takes slots back", async () => {
  await cli.say("concurrency-limit create busy 1");
  const { id } = await cli.server.ask<{ id: string }>("POST", "/task_runs/", { task_key: "t", dynamic_key: "1", tags: ["busy"] });
  await cli.server.ask("POST", "/concurrency_limits/increment", { names: ["busy"], task_run_id: id });
  expect(await cli.say("concurrency-limit inspect busy")).toContain(`Active Task Run IDs\n${id}\n`);
  await cli.say("concurrency-limit reset busy");
  expect(await cli.json("concurrency-limit inspect busy")).toMatchObject({ active_slots: [] });
});

test.each(["inspect", "reset", "delete"])("concurrency-limit %s of a missing one is refused in a sentence", async (verb) => {
  expect(await cli.refuse(`concurrency-limit ${verb} nope`)).toBe(
    'There is no concurrency limit on the tag "nope". List them with: millrace concurrency-limit ls',
  );
});
