import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
beforeAll(async () => {
  cli = await startCliServer();
});
afterAll(() => cli.stop());

const get = (name: string) => cli.json(`gcl inspect ${name}`);

test("gcl create stores a limit, and a rate when slots decay", async () => {
  await cli.say("gcl create lim --limit 3");
  await cli.say("gcl create rate -l 10 --slot-decay-per-second 0.5 --active-slots 2 --disable");
  expect(await get("lim")).toMatchObject({ name: "lim", limit: 3, active: true, active_slots: 0, slot_decay_per_second: 0 });
  expect(await get("rate")).toMatchObject({ limit: 10, active: false, slot_decay_per_second: 0.5 });
  const lines = await cli.say("gcl ls", { env: { COLUMNS: "120" } });
  expect(lines).toMatch(/^Name +ID +Active +Limit +Slots +Decay\/s\n/);
  expect(lines).toMatch(/^lim +\S{36} +yes +3 +0 +0$/m);
  expect(await cli.json("global-concurrency-limit ls")).toMatchObject([{ name: "lim" }, { name: "rate" }]);
});

test.each([
  ["gcl create x", "Say how many slots there are with --limit."],
  ["gcl create taken -l 1", 'Global concurrency limit "taken" exists already. Choose another name, or change it with update.'],
  ["gcl create x --limit -1", "limit"],
  ["gcl update taken", "Say what to change: --enable, --disable, --limit, --active-slots or --slot-decay-per-second."],
  ["gcl update taken --enable --disable", "--enable and --disable exclude each other. Give one of them."],
  ["gcl enable taken", 'Global concurrency limit "taken" is enabled already.'],
  ["gcl inspect nope", 'Global concurrency limit "nope" was not found. List them with: millrace global-concurrency-limit ls'],
  ["gcl inspect taken --file l.json", "--file needs --output json."],
  ["gcl inspect taken -o yaml", 'The output format "yaml" does not exist. Only json does.'],
])("%s is refused", async (line, says) => {
  await cli.run("gcl create taken -l 1");
  expect(await cli.refuse(line)).toContain(says);
});

test("gcl update, disable, enable and delete", async () => {
  await cli.say("gcl create changing -l 1");
  await cli.say("gcl update changing --limit 4 --active-slots 1");
  expect(await get("changing")).toMatchObject({ limit: 4, active_slots: 1, active: true });
  await cli.say("gcl disable changing");
  expect(await cli.refuse("gcl disable changing")).toBe('Global concurrency limit "changing" is disabled already.');
  expect(await get("changing")).toMatchObject({ active: false });
  await cli.say("gcl update changing --enable");
  expect(await get("changing")).toMatchObject({ active: true });
  expect(await cli.say("gcl inspect changing -o json -f out.json")).toBe("Wrote global concurrency limit changing to out.json.\n");
  expect(JSON.parse(readFileSync(join(cli.dir, "out.json"), "utf8"))).toEqual(await get("changing"));
  expect(await cli.say("gcl delete changing")).toBe("Deleted global concurrency limit changing.\n");
  expect(await cli.refuse("gcl delete changing")).toContain("was not found");
});
