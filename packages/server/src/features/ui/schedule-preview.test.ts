import type { FlowRun, SchedulePreview } from "@millrace/contract";
import { onEveryDatabase, startTestServer, type TestServer } from "@millrace/testing";
import { expect, onTestFinished, test } from "vitest";
import { deploy } from "../work-pools/fixtures/pools.ts";

const preview = (server: TestServer, schedule: object, body: object = {}): Promise<SchedulePreview> =>
  server.ask<SchedulePreview>("POST", "/ui/schedules/preview", { schedule, ...body });

onEveryDatabase("the preview of a schedule", (it) => {
  it("has the dates that the scheduler makes runs for", async ({ server }) => {
    const schedules = [
      { cron: "*/20 3-5 * * 1-5", timezone: "America/New_York" },
      { interval: 5400, anchor_date: "2026-01-01T00:10:00Z" },
      { rrule: "FREQ=HOURLY;INTERVAL=7;BYMINUTE=15", timezone: "Europe/Berlin" },
    ];
    for (const schedule of schedules) {
      const deployment = await deploy(server, { schedules: [{ schedule, active: true }] });
      const { dates } = await preview(server, schedule, { count: 5 });
      await server.ask("POST", `/deployments/${deployment.id}/schedule`, { min_runs: 5, max_runs: 5 });
      const runs = await server.ask<FlowRun[]>("POST", "/flow_runs/filter", {
        deployments: { id: { any_: [deployment.id] } },
        sort: "EXPECTED_START_TIME_ASC",
      });
      expect(dates.map(({ date }) => date)).toEqual(runs.slice(0, 5).map(({ expected_start_time }) => expected_start_time));
    }
  });
});

const berlin = "Europe/Berlin";
const notes = async (schedule: object, start: string, count = 4): Promise<unknown[]> => {
  const server = await startTestServer({});
  onTestFinished(() => server.stop());
  const { dates } = await preview(server, schedule, { start, count });
  return dates.map(({ local, note }) => [local, note?.code ?? null]);
};

test("tells of dates that clocks move", async () => {
  expect(await notes({ cron: "30 2 * * *", timezone: berlin }, "2026-03-28T00:00:00Z")).toEqual([
    ["2026-03-28T02:30:00+01:00", null],
    ["2026-03-29T03:30:00+02:00", "skipped"],
    ["2026-03-30T02:30:00+02:00", null],
    ["2026-03-31T02:30:00+02:00", null],
  ]);
  const days = { interval: 86_400, anchor_date: "2026-01-01T02:30:00+01:00", timezone: berlin };
  expect((await notes(days, "2026-03-28T00:00:00Z", 2))[1]).toEqual(["2026-03-29T03:30:00+02:00", "skipped"]);
  const rule = { rrule: "DTSTART:20260101T023000\nRRULE:FREQ=DAILY", timezone: berlin };
  expect((await notes(rule, "2026-03-28T00:00:00Z", 2))[1]).toEqual(["2026-03-29T03:30:00+02:00", "skipped"]);
});

test("tells of dates that come twice, and of other changes of the clock", async () => {
  expect(await notes({ cron: "30 2 * * *", timezone: berlin }, "2026-10-24T00:00:00Z", 2)).toEqual([
    ["2026-10-24T02:30:00+02:00", null],
    ["2026-10-25T02:30:00+02:00", "repeated"],
  ]);
  expect(await notes({ cron: "0 9 * * *", timezone: berlin }, "2026-03-28T00:00:00Z", 2)).toEqual([
    ["2026-03-28T09:00:00+01:00", null],
    ["2026-03-29T09:00:00+02:00", "clock-forward"],
  ]);
  expect((await notes({ interval: 3600, anchor_date: "2026-01-01T00:00:00Z", timezone: berlin }, "2026-03-29T00:00:00Z", 2))[1]).toEqual([
    "2026-03-29T03:00:00+02:00",
    "clock-forward",
  ]);
  expect(await notes({ cron: "0 9 * * *", timezone: berlin }, "2026-10-24T00:00:00Z", 2)).toEqual([
    ["2026-10-24T09:00:00+02:00", null],
    ["2026-10-25T09:00:00+01:00", "clock-back"],
  ]);
});

test("refuses what could not be saved, and shows what would be", async () => {
  const server = await startTestServer({});
  onTestFinished(() => server.stop());
  expect((await server.call("POST", "/ui/schedules/preview", { schedule: { cron: "nope" } })).status).toBe(422);
  expect((await server.call("POST", "/ui/schedules/preview", { schedule: { cron: "* * * * *" }, count: 101 })).status).toBe(422);
  const found = await preview(server, { interval: 60 });
  expect(found.schedule).toMatchObject({ interval: 60, timezone: "UTC", anchor_date: expect.any(String) });
  expect(found.dates).toHaveLength(10);
  expect((await preview(server, { rrule: "DTSTART:20200101T000000\nRRULE:FREQ=DAILY;COUNT=2" })).dates).toEqual([]);
});

test("leaves out what falls in pause windows, and says how many dates that are", async () => {
  const server = await startTestServer({});
  onTestFinished(() => server.stop());
  const pause_windows = [
    { start_time: "2026-01-31T00:00:00Z", end_time: "2026-02-02T00:00:00Z" },
    { start_time: "2026-02-03T12:00:00Z", end_time: "2026-02-05T09:00:00Z", reason: "moving" },
    { start_time: "2027-01-01T00:00:00Z", end_time: "2028-01-01T00:00:00Z" },
  ];
  const daily = { cron: "0 9 * * *" };
  const found = await preview(server, daily, { start: "2026-02-01T00:00:00Z", count: 3, pause_windows });
  expect(found.dates.map(({ date }) => date.slice(0, 10))).toEqual(["2026-02-02", "2026-02-03", "2026-02-05"]);
  expect(found.paused_dates).toBe(2);
  const minutes = await preview(server, { cron: "* * * * *" }, { start: "2026-02-03T12:00:00Z", count: 1, pause_windows });
  expect(minutes).toMatchObject({ dates: [{ date: "2026-02-05T09:00:00Z" }], paused_dates: 1000 });
  const over = { rrule: "DTSTART:20260201T000000\nRRULE:FREQ=DAILY;COUNT=4" };
  expect(await preview(server, over, { start: "2026-02-01T00:00:00Z", count: 9, pause_windows })).toMatchObject({ paused_dates: 2 });
  const reversed = [{ start_time: "2026-02-02T00:00:00Z", end_time: "2026-02-01T00:00:00Z" }];
  expect((await server.call("POST", "/ui/schedules/preview", { schedule: daily, pause_windows: reversed })).status).toBe(422);
});
