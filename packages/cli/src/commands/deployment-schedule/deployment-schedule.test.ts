import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";

let cli: CliServer;
let flowId: string;
beforeAll(async () => {
  cli = await startCliServer();
  flowId = (await cli.server.ask<{ id: string }>("POST", "/flows/", { name: "hello" })).id;
});
afterAll(() => cli.stop());
beforeEach(async () => {
  await cli.server.call("POST", "/deployments/", { name: "a", flow_id: flowId, schedules: [] });
  await cli.say("deployment schedule clear hello/a -y");
});

interface Listed {
  readonly id: string;
  readonly schedule: string;
  readonly active: boolean;
}
const list = async (name = "hello/a") => (await cli.json(`deployment schedule ls ${name}`)) as readonly Listed[];

test.each([
  { given: ["--cron", "0 5 * * *", "--timezone", "Europe/Paris"], text: "cron: 0 5 * * *", zone: "Europe/Paris" },
  { given: ["--interval", "90000"], text: "interval: 1 day, 1:00:00s", zone: "UTC" },
  { given: ["--interval", "60", "--anchor-date", "2026-02-02T00:00:00"], text: "interval: 0:01:00s", zone: "UTC" },
  { given: ["--rrule", "FREQ=DAILY"], text: "rrule: ", zone: "UTC" },
  { given: ["--rrule", '{"rrule":"FREQ=DAILY","timezone":"Asia/Tokyo"}'], text: "rrule: ", zone: "Asia/Tokyo" },
])("create $given", async ({ given, text, zone }) => {
  await cli.say(["deployment", "schedule", "create", "hello/a", ...given]);
  const all = await list();
  expect(all).toMatchObject([{ active: true, schedule: expect.stringContaining(text) }]);
  expect(await cli.say("deployment schedule ls hello/a")).toMatch(
    new RegExp(`^${all[0]?.id} +${text.replaceAll(/[*]/g, "\\*")}.* ${zone} +yes$`, "m"),
  );
});

test("a rule is shown without the start that the server puts before it", async () => {
  await cli.say(["deployment", "schedule", "create", "hello/a", "--rrule", "FREQ=DAILY"]);
  expect(await cli.say("deployment schedule ls hello/a")).toMatch(/ rrule: FREQ=DAILY +UTC +yes$/m);
});

test.each([
  { given: [], says: "Give exactly one of --cron, --interval and --rrule." },
  { given: ["--cron", "* * * * *", "--interval", "5"], says: "Give exactly one of --cron, --interval and --rrule." },
  { given: ["--cron", "* * * * *", "--anchor-date", "2026-01-01"], says: "--anchor-date goes with --interval only." },
  { given: ["--interval", "-5"], says: "--interval is -5; it takes more than 0 seconds." },
  { given: ["--cron", "bad"], says: 'The schedule was refused: body.0.schedule.cron: Value error, Invalid cron string: "bad"' },
  { given: ["--cron", "* * * * *", "--timezone", "Mars/X"], says: "The schedule was refused: " },
  { given: ["--rrule", "DTSTART;TZID=Europe/Rome:20260101T000000\nRRULE:FREQ=DAILY"], says: "The zone in a rule does not count." },
])("create $given is refused", async ({ given, says }) => {
  expect(await cli.refuse(["deployment", "schedule", "create", "hello/a", ...given])).toContain(says);
  expect(await list()).toEqual([]);
});

test("replacing asks, and a schedule that is refused leaves the others", async () => {
  await cli.say(["deployment", "schedule", "create", "hello/a", "--cron", "1 1 * * *", "--no-active"]);
  expect(await list()).toMatchObject([{ active: false }]);
  const replace = ["deployment", "schedule", "create", "hello/a", "--replace", "--cron"];
  expect(await cli.refuse([...replace, "2 2 * * *"])).toBe("Nothing was changed.");
  expect(await cli.refuse([...replace, "bad", "-y"])).toContain("The schedule was refused");
  expect(await list()).toMatchObject([{ schedule: "cron: 1 1 * * *" }]);
  await cli.say([...replace, "2 2 * * *"], { stdin: "y\n" });
  expect(await list()).toMatchObject([{ schedule: "cron: 2 2 * * *" }]);
});

test("pause, resume and delete one schedule", async () => {
  await cli.say(["deployment", "schedule", "create", "hello/a", "--cron", "3 3 * * *"]);
  const id = (await list())[0]?.id ?? "";
  expect(await cli.say(`deployment schedule pause hello/a ${id}`)).toBe("Paused cron: 3 3 * * * of hello/a.\n");
  expect(await list()).toMatchObject([{ active: false }]);
  expect(await cli.refuse(`deployment schedule pause hello/a ${id}`)).toBe(`Schedule ${id} is paused already.`);
  await cli.say(`deployment schedule resume hello/a ${id}`);
  expect(await cli.refuse(`deployment schedule delete hello/a ${id}`)).toBe("Nothing was changed.");
  await cli.say(`deployment schedule delete hello/a ${id} --accept-yes`);
  expect(await cli.refuse(`deployment schedule delete hello/a ${id} -y`)).toContain(`hello/a has no schedule "${id}".`);
});

test("pause and resume all", async () => {
  await cli.say(["deployment", "schedule", "create", "hello/a", "--cron", "3 3 * * *"]);
  await cli.say(["deployment", "schedule", "create", "hello/a", "--cron", "4 4 * * *"]);
  expect(await cli.refuse("deployment schedule pause")).toBe("Name the deployment and the id of its schedule, or use --all.");
  expect(await cli.say("deployment schedule pause --all")).toContain("Paused 2 schedules.\n");
  expect((await list()).map(({ active }) => active)).toEqual([false, false]);
  expect(await cli.say("deployment schedule resume --all")).toContain("Resumed 2 schedules.\n");
  expect(await cli.say("deployment schedule resume --all")).toBe("There are no schedules to resume.\n");
});

describe("what runbooks of before say", () => {
  test("set-schedule gives the deployment one schedule, clear-schedule takes all", async () => {
    await cli.say(["deployment", "schedule", "create", "hello/a", "--cron", "3 3 * * *"]);
    await cli.say(["deployment", "set-schedule", "hello/a", "--cron", "*/5 * * * *", "--timezone", "America/New_York"]);
    expect(await list()).toMatchObject([{ schedule: "cron: */5 * * * *", active: true }]);
    await cli.say("deployment set-schedule hello/a --interval 3600");
    expect(await list()).toMatchObject([{ schedule: "interval: 1:00:00s" }]);
    expect(await cli.say("deployment clear-schedule hello/a")).toBe("hello/a has no schedules any more.\n");
    expect(await list()).toEqual([]);
    await cli.say(["deployment", "set-schedule", "hello/a", "--rrule", "FREQ=HOURLY"]);
    await cli.say("deployment set-schedule hello/a --no-schedule");
    expect(await list()).toEqual([]);
  });

  test("pause and resume a deployment", async () => {
    await cli.say("deployment pause hello/a");
    expect(await cli.json("deployment inspect hello/a")).toMatchObject({ paused: true, automations: [] });
    await cli.say("deployment resume hello/a");
    expect(await cli.json("deployment inspect hello/a")).toMatchObject({ paused: false });
    expect(await cli.refuse("deployment pause hello/nope")).toContain('Deployment "hello/nope" was not found.');
  });
});

test("deployment delete takes a name, an id or all", async () => {
  const create = (name: string) => cli.server.ask<{ id: string }>("POST", "/deployments/", { name, flow_id: flowId });
  await create("one");
  const { id } = await create("two");
  await create("three");
  expect(await cli.say("deployment delete hello/one")).toBe("Deleted deployment hello/one.\n");
  expect(await cli.say(`deployment delete --id ${id}`)).toBe(`Deleted deployment two (${id}).\n`);
  expect(await cli.refuse("deployment delete")).toContain("Name one deployment");
  expect(await cli.refuse("deployment delete hello/a --all")).toBe("--all stands for every deployment; name none beside it.");
  expect((await cli.run("deployment delete --all", { columns: 80, stdin: "n\n" })).stderr).toBe("Nothing was changed.\n");
  expect(await cli.say("deployment delete --all")).toBe("Deleted 2 deployments.\n");
  expect(await cli.say("deployment delete --all")).toBe("There are no deployments.\n");
});
