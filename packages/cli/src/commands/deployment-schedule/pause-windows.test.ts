import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
let schedule: string;
beforeAll(async () => {
  cli = await startCliServer();
  const flow = await cli.server.ask<{ id: string }>("POST", "/flows/", { name: "hello" });
  const schedules = [{ schedule: { cron: "0 9 * * *" }, slug: "daily" }];
  await cli.server.ask("POST", "/deployments/", { name: "a", flow_id: flow.id, schedules });
  schedule = ((await cli.json("deployment schedule ls hello/a")) as readonly { id: string }[])[0]?.id ?? "";
});
afterAll(() => cli.stop());

const words = (verb: string, ...more: readonly string[]) => ["deployment", "schedule", "pause-window", verb, "hello/a", schedule, ...more];
const winter = { start_time: "2026-12-24T18:00:00Z", end_time: "2027-01-02T08:00:00Z", reason: "quiet days" };

test("windows are created, listed and deleted, and the rest of the policy stays", async () => {
  await cli.say(`deployment schedule set-policy hello/a ${schedule} --missed skip`);
  expect(await cli.say(words("ls"))).toBe("No pause windows found.\n");
  const given = ["--start", winter.start_time, "--end", winter.end_time, "--reason", winter.reason];
  expect(await cli.say(words("create", ...given))).toBe(
    `The schedule cron: 0 9 * * * of hello/a rests from ${winter.start_time} to ${winter.end_time}.\n`,
  );
  expect(await cli.json(words("create", "--end", "in 2 hours"))).toMatchObject([{ reason: null }, winter]);
  expect(await cli.say(words("ls"))).toMatch(/2026-12-24T18:00:00Z +2027-01-02T08:00:00Z +quiet days/);
  const set = `deployment schedule set-policy hello/a ${schedule} --overlap queue`;
  expect(await cli.json(set)).toMatchObject({ missed: "skip", overlap: "queue", pause_windows: [{}, winter] });

  expect(await cli.json(words("delete", "now", "-y"))).toEqual([winter]);
  expect(await cli.say(words("delete", "2026-12-31T00:00:00Z", "-y"))).toBe(
    `Deleted the pause window from ${winter.start_time} to ${winter.end_time}.\n`,
  );
  expect(await cli.json(words("ls"))).toEqual([]);
});

test.each([
  { verb: "create", given: [], says: "Say when the schedule goes on, with --end." },
  { verb: "create", given: ["--end", "later"], says: '"later" is not a time.' },
  { verb: "create", given: ["--start", "2025-01-01", "--end", "2025-01-02"], says: "is over. Give an --end that is still to come." },
  {
    verb: "create",
    given: ["--start", "2030-01-02", "--end", "2030-01-01"],
    says: "The pause window was refused: A pause window has to end",
  },
  {
    verb: "delete",
    given: ["2029-01-01T00:00:00Z", "-y"],
    says: "No pause window of the schedule holds 2029-01-01T00:00:00Z. List them with: ",
  },
])("$verb $given is refused", async ({ verb, given, says }) => {
  expect(await cli.refuse(words(verb, ...given))).toContain(says);
  expect(await cli.json(words("ls"))).toEqual([]);
});
