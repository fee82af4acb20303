import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addSeconds, type Deployment, type Flow, type FlowRun, type PolicyOfSchedule, type SchedulePolicy } from "@millrace/contract";
import { createTestClock, onEveryDatabase, startTestServer, type TestServer, uniqueName } from "@millrace/testing";
import { expect, test } from "vitest";

const tenMinutes = { schedule: { interval: 600, anchor_date: "2026-01-01T00:00:00Z" }, slug: "often" };

const deploy = async (server: TestServer, schedules: readonly object[] = [tenMinutes]): Promise<Deployment> => {
  const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("resting") });
  return server.ask<Deployment>("POST", "/deployments/", { flow_id: flow.id, name: "d", schedules });
};

const pathOf = ({ id, schedules }: Deployment): string => `/deployments/${id}/schedules/${schedules[0]?.id}/policy`;

const runsOf = async (server: TestServer, { id }: Deployment): Promise<FlowRun[]> =>
  server.ask<FlowRun[]>("POST", "/flow_runs/filter", { deployments: { id: { any_: [id] } }, sort: "EXPECTED_START_TIME_ASC" });

/** Minutes from the first date on, of each run. */
const minutesOf = async (server: TestServer, deployment: Deployment, first: string): Promise<number[]> =>
  (await runsOf(server, deployment)).map((run) => (Date.parse(run.expected_start_time ?? "") - Date.parse(first)) / 60_000);

const eventually = <T>(server: TestServer, look: () => Promise<T>) =>
  expect.poll(
    async () => {
      await server.clock.advance("0s");
      return look();
    },
    { timeout: 15_000 },
  );

/** A deployment with its runs, and the date of the first of them that is to come. */
const scheduled = async (server: TestServer, schedule: object = tenMinutes): Promise<{ deployment: Deployment; first: string }> => {
  const deployment = await deploy(server, [schedule]);
  await eventually(server, async () => (await runsOf(server, deployment)).length).toBeGreaterThanOrEqual(2);
  const dates = (await runsOf(server, deployment)).map((run) => run.expected_start_time ?? "");
  return { deployment, first: dates.find((date) => date > server.clock.now()) ?? "" };
};

const rest = (first: string, from: number, until: number) => ({
  start_time: addSeconds(first, from * 60),
  end_time: addSeconds(first, until * 60),
  reason: "maintenance",
});

onEveryDatabase(
  "a schedule with pause windows",
  (it) => {
    it("drops the runs within one, plans on behind it, and has them again when it is taken away", async ({ server }) => {
      const { deployment, first } = await scheduled(server);
      const kept = (await runsOf(server, deployment)).filter((run) => run.expected_start_time === first);

      const pause_windows = [rest(first, 10, 120)];
      expect(await server.ask("PUT", pathOf(deployment), { pause_windows })).toMatchObject({ overlap: "allow", pause_windows });
      const planned = async () => (await minutesOf(server, deployment, first)).filter((minute) => minute >= 0);
      await eventually(server, planned).toEqual([0, 120, 130]);
      expect((await runsOf(server, deployment)).find((run) => run.expected_start_time === first)?.id).toBe(kept[0]?.id);

      await server.ask("PUT", pathOf(deployment), {});
      await eventually(server, async () => (await planned()).length).toBeGreaterThanOrEqual(6);
      expect((await planned()).slice(0, 6)).toEqual([0, 10, 20, 30, 40, 50]);
      expect(await server.ask("GET", `/deployments/${deployment.id}/schedules/policies`)).toEqual([]);
    });

    it("has no more runs ahead than it may when a window goes", async ({ server }) => {
      const { deployment, first } = await scheduled(server, { ...tenMinutes, max_scheduled_runs: 2 });
      const ahead = async () => (await minutesOf(server, deployment, first)).filter((minute) => minute > 0);
      await server.ask("PUT", pathOf(deployment), { pause_windows: [rest(first, 0, 60)] });
      await eventually(server, ahead).toEqual([60, 70]);
      await server.ask("PUT", pathOf(deployment), { pause_windows: [rest(first, 30, 60)] });
      await eventually(server, ahead).toEqual([10]);
    });

    it("takes back a late run that nobody has begun, and leaves one that has", async ({ server }) => {
      const { deployment, first } = await scheduled(server);
      await server.clock.advance(`${Date.parse(first) - Date.parse(server.clock.now()) + 601_000}ms`);
      const due = (await runsOf(server, deployment)).filter((run) => run.expected_start_time === first);
      expect(await server.ask("POST", `/flow_runs/${due[0]?.id}/set_state`, { state: { type: "PENDING" } })).toMatchObject({
        status: "ACCEPT",
      });
      await server.ask("PUT", pathOf(deployment), { pause_windows: [rest(first, 0, 30)] });
      const left = async () => (await minutesOf(server, deployment, first)).filter((minute) => minute >= 0 && minute < 40);
      await eventually(server, left).toEqual([0, 30]);
    });

    it("keeps them over the next deploy, unseen by clients that know of none, and lists them for a deployment", async ({ server }) => {
      const { deployment, first } = await scheduled(server);
      const pause_windows = [rest(first, 10, 20), rest(first, 30, 40)];
      await server.ask("PUT", pathOf(deployment), { missed: "skip", pause_windows: pause_windows.toReversed() });
      const again = { flow_id: deployment.flow_id, name: "d", schedules: [tenMinutes] };
      const redeployed = await server.ask<Deployment>("POST", "/deployments/", again);
      expect(Object.keys(redeployed.schedules[0] ?? {}).sort()).toEqual(Object.keys(deployment.schedules[0] ?? {}).sort());
      const listed = await server.ask<PolicyOfSchedule[]>("GET", `/deployments/${deployment.id}/schedules/policies`);
      expect(listed).toEqual([
        { schedule_id: redeployed.schedules[0]?.id, missed: "skip", missed_after_seconds: 60, overlap: "allow", pause_windows },
      ]);
      const planned = async () => (await minutesOf(server, deployment, first)).filter((minute) => minute >= 0 && minute <= 40);
      await eventually(server, planned).toEqual([0, 20, 40]);
    });

    it("keeps them when a process that serves the deployment starts again and counts its interval from then on", async ({ server }) => {
      const from = (anchor_date: string, interval = 600) => ({ schedule: { interval, anchor_date } });
      const old = [from("2026-01-01T00:00:00Z"), from("2026-01-01T00:01:00Z"), from("2026-01-01T00:00:00Z", 900)];
      const deployment = await deploy(server, old);
      const pause_windows = [rest("2026-01-01T00:00:00Z", 0, 600)];
      const pathTo = (id: string | undefined) => `/deployments/${deployment.id}/schedules/${id}/policy`;
      const idOf = ({ schedules }: Deployment, anchor: string, interval = 600) =>
        schedules.find(({ schedule: each }) => "interval" in each && each.interval === interval && each.anchor_date === anchor)?.id;
      const [first, second] = [idOf(deployment, "2026-01-01T00:00:00Z"), idOf(deployment, "2026-01-01T00:01:00Z")];
      await server.ask("PUT", pathTo(first), { pause_windows });

      const again = [from("2026-01-02T00:00:00Z"), from("2026-01-01T00:01:00Z"), from("2026-01-02T00:00:00Z", 1200)];
      const redeployed = await server.ask<Deployment>("POST", "/deployments/", {
        flow_id: deployment.flow_id,
        name: "d",
        schedules: again,
      });
      expect(idOf(redeployed, "2026-01-02T00:00:00Z")).toBe(first);
      expect(idOf(redeployed, "2026-01-01T00:01:00Z")).toBe(second);
      expect(await server.ask("GET", pathTo(first))).toMatchObject({ pause_windows });
      expect(deployment.schedules.map(({ id }) => id)).not.toContain(idOf(redeployed, "2026-01-02T00:00:00Z", 1200));
    });

    it("forgets windows that are over, and refuses those that cannot be", async ({ server }) => {
      const { deployment, first } = await scheduled(server);
      await server.ask("PUT", pathOf(deployment), { pause_windows: [rest(first, 0, 30)] });
      await server.clock.advance("3h");
      expect(await server.ask<SchedulePolicy>("GET", pathOf(deployment))).toMatchObject({ pause_windows: [] });
      expect(await server.ask("GET", `/deployments/${deployment.id}/schedules/policies`)).toEqual([]);
      const over = rest(first, -600, -300);
      expect(await server.ask("PUT", pathOf(deployment), { pause_windows: [over] })).toMatchObject({ pause_windows: [] });
      const refused = (windows: readonly object[]) => server.call("PUT", pathOf(deployment), { pause_windows: windows });
      expect(await refused([rest(first, 10, 5)])).toMatchObject({ status: 422 });
      expect(await refused([rest(first, 0, 20), rest(first, 10, 30)])).toMatchObject({ status: 422 });
      expect(await refused([{ ...rest(first, 0, 20), repeats: "weekly" }])).toMatchObject({ status: 422 });
      expect(await refused(Array.from({ length: 101 }, (_, index) => rest(first, index * 10, index * 10 + 5)))).toMatchObject({
        status: 422,
      });
      expect(await server.ask<SchedulePolicy>("GET", pathOf(deployment))).toMatchObject({ pause_windows: [] });
    });

    it("makes no runs in one on request either, and a backfill does", async ({ server }) => {
      const { deployment, first } = await scheduled(server);
      await server.ask("PUT", pathOf(deployment), { pause_windows: [rest(first, 0, 600)] });
      const period = { start_time: first, end_time: addSeconds(first, 3600), min_time: 0, min_runs: 10, max_runs: 10 };
      await server.ask("POST", `/deployments/${deployment.id}/schedule`, period);
      const within = async () => (await minutesOf(server, deployment, first)).filter((minute) => minute >= 0 && minute < 600);
      expect(await within()).toEqual([]);
      await server.clock.advance("2h");
      expect(await within()).toEqual([]);
      const backfill = { start_time: first, end_time: addSeconds(first, 1200) };
      expect(await server.ask("POST", `/deployments/${deployment.id}/backfills`, backfill)).toMatchObject({ progress: { total: 3 } });
    });
  },
  { servicesEnabled: true },
);

test("a server that was away makes up for no date of a pause window", async () => {
  const folder = await mkdtemp(join(tmpdir(), "rested-"));
  const settings = { databaseUrl: `sqlite:///${folder}/data.db`, servicesEnabled: true };
  const first = await startTestServer(settings, createTestClock("2026-01-01T00:00:00Z"));
  const deployment = await deploy(first);
  const pause_windows = [{ start_time: "2026-01-01T02:00:00Z", end_time: "2026-01-01T03:00:00Z" }];
  await first.ask("PUT", pathOf(deployment), { missed: "run_all", pause_windows });
  const covered = () => first.ctx.read.selectFrom("deployment_schedule").select("covered_until").executeTakeFirst();
  await eventually(first, async () => (await covered())?.covered_until ?? null).not.toBe(null);
  await first.stop();

  const later = await startTestServer(settings, createTestClock("2026-01-01T03:29:50Z"));
  const dates = async () => (await runsOf(later, deployment)).map((run) => run.expected_start_time?.slice(11, 16) ?? "");
  await eventually(later, async () => (await dates()).at(-1)).toBe("04:30");
  expect((await dates()).filter((date) => date > "01:00" && date < "03:30")).toEqual([
    "01:10",
    "01:20",
    "01:30",
    "01:40",
    "01:50",
    "03:00",
    "03:10",
    "03:20",
  ]);
  await later.stop();
  await rm(folder, { recursive: true });
});
