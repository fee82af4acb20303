import type { Deployment, Flow, FlowRun } from "@millrace/contract";
import { addSeconds } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

const deploy = async (server: TestServer, body: object): Promise<Deployment> => {
  const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("scheduled") });
  return server.ask<Deployment>("POST", "/deployments/", { flow_id: flow.id, name: "d", ...body });
};

const runsOf = (server: TestServer, { id }: Deployment): Promise<FlowRun[]> =>
  server.ask<FlowRun[]>("POST", "/flow_runs/filter", {
    deployments: { id: { any_: [id] } },
    sort: "EXPECTED_START_TIME_ASC",
  });

/** Lets the services do what is due now, and looks until they have. */
const eventually = <T>(server: TestServer, look: () => Promise<T>) =>
  expect.poll(
    async () => {
      await server.clock.advance("0s");
      return look();
    },
    { timeout: 10_000 },
  );

const countOf = (server: TestServer, deployment: Deployment) => async () => (await runsOf(server, deployment)).length;

const everyMinute = { interval: 60, anchor_date: "2026-01-01T00:00:00Z" };

onEveryDatabase(
  "the scheduler",
  (it) => {
    it("makes as many runs as the protocol does, at once", async ({ server }) => {
      const minute = await deploy(server, { schedules: [{ schedule: everyMinute }] });
      const tenMinutes = await deploy(server, { schedules: [{ schedule: { interval: 600, anchor_date: "2026-01-01T00:00:00Z" } }] });
      const daily = await deploy(server, {
        tags: ["t"],
        parameters: { a: 1, b: 1 },
        schedules: [{ schedule: { cron: "0 9 * * *" }, slug: "nine", parameters: { b: 2 } }],
      });

      await eventually(server, countOf(server, minute)).toBe(61);
      await eventually(server, countOf(server, tenMinutes)).toBe(7);
      await eventually(server, countOf(server, daily)).toBe(3);
      const [run] = await runsOf(server, daily);
      expect(run).toMatchObject({
        auto_scheduled: true,
        state_type: "SCHEDULED",
        state_name: "Scheduled",
        parameters: { a: 1, b: 2 },
        tags: ["auto-scheduled", "t"],
        created_by: { id: daily.schedules[0]?.id, type: "SCHEDULE", display_value: "nine" },
        idempotency_key: `scheduled ${daily.id} ${daily.schedules[0]?.id} ${run?.expected_start_time?.replace("T", " ").replace("Z", "+00:00")}`,
        state: { message: "Flow run scheduled", state_details: { flow_run_id: null, scheduled_time: run?.expected_start_time } },
      });
      expect(run?.expected_start_time?.slice(10)).toBe("T09:00:00Z");
    });

    it("keeps filling as time goes by, each instant once", async ({ server }) => {
      const deployment = await deploy(server, {
        schedules: [{ schedule: everyMinute }, { schedule: { interval: 3600, anchor_date: "2026-01-01T00:00:30Z" }, slug: "hourly" }],
      });
      await eventually(server, countOf(server, deployment)).toBe(64);

      await server.clock.advance("3h");

      const ahead = addSeconds(server.clock.now(), 2940);
      const body = { deployments: { id: { any_: [deployment.id] } }, limit: 200 };
      const future = { ...body, flow_runs: { expected_start_time: { after_: server.clock.now(), before_: ahead } } };
      await eventually(server, () => server.ask<number>("POST", "/flow_runs/count", future)).toBe(50);
      const page = await server.ask<{ count: number; results: FlowRun[] }>("POST", "/flow_runs/paginate", { ...body, page: 1 });
      expect(new Set(page.results.map((run) => run.idempotency_key)).size).toBe(page.results.length);
    });

    it("honours how many runs a schedule may have ahead", async ({ server }) => {
      const deployment = await deploy(server, { schedules: [{ schedule: everyMinute, max_scheduled_runs: 2 }] });
      await eventually(server, countOf(server, deployment)).toBe(2);
      await server.clock.advance("90s");
      const waiting = {
        deployments: { id: { any_: [deployment.id] } },
        flow_runs: { expected_start_time: { after_: server.clock.now() } },
      };
      await eventually(server, () => server.ask<number>("POST", "/flow_runs/count", waiting)).toBe(2);
    });

    it("takes runs back when a deployment is paused and makes them again when it goes on", async ({ server }) => {
      const deployment = await deploy(server, { schedules: [{ schedule: everyMinute }] });
      await eventually(server, countOf(server, deployment)).toBe(61);

      await server.ask("POST", `/deployments/${deployment.id}/pause_deployment`);
      expect(await runsOf(server, deployment)).toEqual([]);
      await server.clock.advance("5m");
      expect(await runsOf(server, deployment)).toEqual([]);

      await server.ask("POST", `/deployments/${deployment.id}/resume_deployment`);
      await eventually(server, countOf(server, deployment)).toBeGreaterThanOrEqual(60);
    });

    it("follows a changed schedule and leaves the others alone", async ({ server }) => {
      const deployment = await deploy(server, {
        schedules: [
          { schedule: { cron: "0 9 * * *" }, slug: "a" },
          { schedule: { cron: "0 21 * * *" }, slug: "b" },
        ],
      });
      await eventually(server, countOf(server, deployment)).toBe(6);
      const before = await runsOf(server, deployment);
      const a = deployment.schedules.find((schedule) => schedule.slug === "a");

      await server.call("PATCH", `/deployments/${deployment.id}/schedules/${a?.id}`, { schedule: { cron: "30 10 * * *" } });

      await eventually(server, countOf(server, deployment)).toBe(6);
      const after = await runsOf(server, deployment);
      expect(after.filter((run) => run.expected_start_time?.includes("T10:30"))).toHaveLength(3);
      const evening = (runs: FlowRun[]) => runs.filter((run) => run.created_by?.display_value === "b").map((run) => run.id);
      expect(evening(after)).toEqual(evening(before));

      await server.call("DELETE", `/deployments/${deployment.id}/schedules/${a?.id}`);
      await eventually(server, countOf(server, deployment)).toBe(3);
    });

    it("does not schedule a date again whose run has left for a worker", async ({ server }) => {
      const body = { schedules: [{ schedule: { cron: "0 9 * * *" } }] };
      const deployment = await deploy(server, body);
      await eventually(server, countOf(server, deployment)).toBe(3);
      const [first] = await runsOf(server, deployment);
      await server.ask("POST", `/flow_runs/${first?.id}/set_state`, { state: { type: "PENDING" } });

      await server.ask("POST", "/deployments/", { flow_id: deployment.flow_id, name: "d", description: "again", ...body });

      await eventually(server, countOf(server, deployment)).toBe(3);
      const dates = (await runsOf(server, deployment)).map((run) => run.expected_start_time);
      expect(new Set(dates).size).toBe(3);
    });

    it("keeps local time over a clock change", async ({ server }) => {
      const deployment = await deploy(server, { schedules: [{ schedule: { cron: "30 2 * * *", timezone: "Europe/Oslo" }, slug: "s" }] });
      const period = { start_time: "2035-03-24T00:00:00Z", end_time: "2035-03-27T00:00:00Z", min_time: 0, min_runs: 10, max_runs: 10 };
      await server.ask("POST", `/deployments/${deployment.id}/schedule`, period);
      const runs = (await runsOf(server, deployment)).filter((run) => run.expected_start_time?.startsWith("2035"));
      expect(runs.map((run) => run.state?.state_details.scheduled_time)).toEqual([
        "2035-03-24T02:30:00+01:00",
        "2035-03-25T03:30:00+02:00",
        "2035-03-26T02:30:00+02:00",
      ]);
    });

    it("survives edits that race with it: only the last terms are left", async ({ server }) => {
      const deployment = await deploy(server, { schedules: [{ schedule: everyMinute }] });
      const tags = Array.from({ length: 12 }, (_, index) => `t${index}`);
      await Promise.all([
        ...tags.map((tag) => server.call("PATCH", `/deployments/${deployment.id}`, { tags: [tag] })),
        server.clock.advance("1s"),
        server.ask("POST", `/deployments/${deployment.id}/schedule`, {}),
      ]);
      await eventually(server, countOf(server, deployment)).toBeGreaterThanOrEqual(60);
      const { tags: last } = await server.ask<Deployment>("GET", `/deployments/${deployment.id}`);
      await eventually(server, async () => (await runsOf(server, deployment)).every((run) => run.tags.includes(last[0] ?? "none"))).toBe(
        true,
      );
      const dates = (await runsOf(server, deployment)).map((run) => run.expected_start_time);
      expect(new Set(dates).size).toBe(dates.length);
    });
  },
  { servicesEnabled: true },
);
