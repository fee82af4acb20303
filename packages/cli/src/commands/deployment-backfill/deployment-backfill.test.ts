import type { Backfill } from "@millrace/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
let flowId: string;
beforeAll(async () => {
  cli = await startCliServer();
  flowId = (await cli.server.ask<{ id: string }>("POST", "/flows/", { name: "hello" })).id;
  const schedules = [{ schedule: { cron: "0 9 * * *" }, slug: "daily" }];
  await cli.server.ask("POST", "/deployments/", { name: "a", flow_id: flowId, schedules });
});
afterAll(() => cli.stop());

const week = ["--start", "2025-12-01T00:00:00Z", "--end", "2025-12-07T23:00:00Z"];
const create = async (...more: readonly string[]): Promise<Backfill> =>
  (await cli.json(["deployment", "backfill", "create", "hello/a", ...week, ...more])) as Backfill;

test("create takes a period, parameters and a limit, and says what to do next", async () => {
  const backfill = await create("-p", "region=north", "--limit", "3", "--newest-first", "--schedule", "daily", "--existing", "rerun");
  expect(backfill).toMatchObject({
    start_time: "2025-12-01T00:00:00Z",
    end_time: "2025-12-07T23:00:00Z",
    parameters: { region: "north" },
    concurrency_limit: 3,
    direction: "newest_first",
    existing: "rerun",
    plans: [{ slug: "daily" }],
    progress: { total: 7 },
  });
  const said = await cli.say(["deployment", "backfill", "create", "hello/a", ...week, "--cron", "0 */6 * * *", "--existing", "rerun"]);
  expect(said).toMatch(/^Created backfill (\S+): 0 of 28 done\.\nWatch it with: millrace deployment backfill watch \1\n$/);
});

test.each([
  { given: [], says: "Say where the period starts, with --start." },
  { given: ["--start", "soon"], says: '"soon" is not a time.' },
  { given: ["--start", "2025-12-01", "--timezone", "Asia/Tokyo"], says: "--timezone goes with --cron only." },
  { given: [...week, "--schedule", "weekly"], says: 'The backfill was refused: The deployment has no schedule "weekly"; it has daily.' },
  {
    given: ["--start", "2025-12-01T00:00:00Z", "--end", "2099-01-01T00:00:00Z"],
    says: "The backfill was refused: The period ends at 2099",
  },
])("create $given is refused", async ({ given, says }) => {
  expect(await cli.refuse(["deployment", "backfill", "create", "hello/a", ...given])).toContain(says);
});

test("a backfill is listed, shown, paused, resumed, given a limit, cancelled and deleted", async () => {
  const { id } = await create("--existing", "rerun");
  expect(await cli.say("deployment backfill ls hello/a")).toMatch(
    new RegExp(`^${id} +RUNNING +2025-12-01 00:00:00 +2025-12-07 23:00:00 +0 of 7 done`, "m"),
  );
  expect(await cli.say(`deployment backfill inspect ${id}`)).toContain("direction: oldest_first");
  expect(await cli.say(`deployment backfill pause ${id}`)).toBe(`Paused backfill ${id}: 0 of 7 done.\n`);
  expect(await cli.json(`deployment backfill resume ${id}`)).toMatchObject({ state: "RUNNING" });
  expect(await cli.json(`deployment backfill set-limit ${id} 2`)).toMatchObject({ concurrency_limit: 2 });
  expect(await cli.refuse(`deployment backfill delete ${id}`)).toBe("The backfill has not ended. Cancel it first.");
  expect(await cli.say(`deployment backfill cancel ${id} --keep-runs`)).toBe(`Cancelled backfill ${id}: 0 of 7 done, 7 cancelled.\n`);
  expect(await cli.refuse(`deployment backfill resume ${id}`)).toBe("The backfill is cancelled and cannot be changed any more.");
  expect(await cli.refuse(`deployment backfill watch ${id}`)).toContain("The backfill ended with 0 of 7 done, 7 cancelled.");
  await cli.say(`deployment backfill delete ${id}`);
  expect(await cli.refuse(`deployment backfill inspect ${id}`)).toContain(`Backfill "${id}" was not found.`);
});

test("watching ends with the backfill, well when nothing failed", async () => {
  const schedule = ["--cron", "30 4 * * *"];
  await create(...schedule);
  const said = await cli.say(["deployment", "backfill", "create", "hello/a", ...week, ...schedule, "--watch"]);
  expect(said).toMatch(/: 0 of 7 done, 7 skipped\.\nCOMPLETED {2}0 of 7 done, 7 skipped\n$/);
});

test("the policy of a schedule is set part by part", async () => {
  const [schedule] = (await cli.json("deployment schedule ls hello/a")) as readonly { id: string }[];
  const set = `deployment schedule set-policy hello/a ${schedule?.id}`;
  expect(await cli.json(`${set} --missed skip --missed-after 300`)).toEqual({
    missed: "skip",
    missed_after_seconds: 300,
    overlap: "allow",
    pause_windows: [],
  });
  expect(await cli.say(`${set} --overlap queue`)).toMatch(
    /Missed dates: +skip\nMissed after: +300 s\nOverlapping runs: +queue\nPause windows: +0\n$/,
  );
  expect(await cli.json(`${set} --missed none`)).toMatchObject({ missed: null, overlap: "queue" });
  expect(await cli.refuse(`${set} --missed-after 0`)).toBe("--missed-after is 0; it takes from 1 second to a day.");
});
