import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment, Flow, FlowRun, OrchestrationResult, SchedulePolicy } from "@millrace/contract";
import {
  createPostgresDatabase,
  createTestClock,
  onEveryDatabase,
  startTestServer,
  type TestServer,
  testSettings,
  uniqueName,
} from "@millrace/testing";
import { expect, test } from "vitest";

const tenMinutes = { schedule: { interval: 600, anchor_date: "2026-01-01T00:00:00Z" }, slug: "often" };

const deploy = async (server: TestServer, policy: object): Promise<Deployment> => {
  const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("policed") });
  const deployment = await server.ask<Deployment>("POST", "/deployments/", { flow_id: flow.id, name: "d", schedules: [tenMinutes] });
  await server.ask("PUT", pathOf(deployment), policy);
  return deployment;
};

const pathOf = ({ id, schedules }: Deployment): string => `/deployments/${id}/schedules/${schedules[0]?.id}/policy`;

const runsOf = (server: TestServer, { id }: Deployment): Promise<FlowRun[]> =>
  server.ask<FlowRun[]>("POST", "/flow_runs/filter", { deployments: { id: { any_: [id] } }, sort: "EXPECTED_START_TIME_ASC" });

/** Names of states of the runs whose time has come, oldest date first. */
const pastStates = async (server: TestServer, deployment: Deployment): Promise<(string | null)[]> => {
  const now = Date.parse(server.clock.now());
  return (await runsOf(server, deployment)).filter((run) => Date.parse(run.expected_start_time ?? "") <= now).map((run) => run.state_name);
};

const propose = (server: TestServer, run: FlowRun | undefined, type: string): Promise<OrchestrationResult> =>
  server.ask<OrchestrationResult>("POST", `/flow_runs/${run?.id}/set_state`, { state: { type } });

const begin = async (server: TestServer, run: FlowRun | undefined): Promise<void> => {
  expect(await propose(server, run, "PENDING")).toMatchObject({ status: "ACCEPT" });
  expect(await propose(server, run, "RUNNING")).toMatchObject({ status: "ACCEPT" });
};

const eventually = <T>(server: TestServer, look: () => Promise<T>) =>
  expect.poll(
    async () => {
      await server.clock.advance("0s");
      return look();
    },
    { timeout: 10_000 },
  );

/** A deployment whose runs are made, at the moment its first date from now on has come. */
const atItsTime = async (server: TestServer, policy: object): Promise<{ deployment: Deployment; runs: FlowRun[] }> => {
  const deployment = await deploy(server, policy);
  await eventually(server, async () => (await runsOf(server, deployment)).length).toBeGreaterThanOrEqual(7);
  const first = (await runsOf(server, deployment)).find((run) => (run.expected_start_time ?? "") > server.clock.now());
  const wait = Date.parse(first?.expected_start_time ?? "") - Date.parse(server.clock.now());
  await server.clock.advance(`${wait + 1000}ms`);
  const runs = (await runsOf(server, deployment)).filter((run) => (run.expected_start_time ?? "") >= (first?.expected_start_time ?? ""));
  return { deployment, runs };
};

onEveryDatabase(
  "the policy of a schedule",
  (it) => {
    it("is the protocol's until somebody sets one, which outlives the next deploy", async ({ server }) => {
      const deployment = await deploy(server, {});
      const plain = { missed: null, missed_after_seconds: 60, overlap: "allow", pause_windows: [] };
      expect(await server.ask("GET", pathOf(deployment))).toEqual(plain);
      const policy: SchedulePolicy = { missed: "skip", missed_after_seconds: 5, overlap: "queue", pause_windows: [] };
      expect(await server.ask("PUT", pathOf(deployment), policy)).toEqual(policy);
      const again = { flow_id: deployment.flow_id, name: "d", schedules: [tenMinutes] };
      const redeployed = await server.ask<Deployment>("POST", "/deployments/", again);
      expect(await server.ask("GET", pathOf(redeployed))).toEqual(policy);
      expect(Object.keys(redeployed.schedules[0] ?? {}).sort()).toEqual(Object.keys(deployment.schedules[0] ?? {}).sort());
      expect(await server.ask("PUT", pathOf(deployment), {})).toEqual(plain);
    });

    it("is refused where it says nothing that is known, or nobody has such a schedule", async ({ server }) => {
      const deployment = await deploy(server, {});
      expect(await server.call("PUT", pathOf(deployment), { overlap: "maybe" })).toMatchObject({ status: 422 });
      expect(await server.call("PUT", pathOf(deployment), { missed_after_seconds: 0 })).toMatchObject({ status: 422 });
      const unknown = `/deployments/${deployment.id}/schedules/${deployment.id}/policy`;
      const missing = { status: 404, body: { detail: "Schedule not found." } };
      expect(await server.call("GET", unknown)).toMatchObject(missing);
      expect(await server.call("PUT", unknown, {})).toMatchObject(missing);
    });

    it("skips dates that nobody began in time, and says so", async ({ server }) => {
      const { deployment, runs } = await atItsTime(server, { missed: "skip", missed_after_seconds: 30 });
      await server.clock.advance("28s");
      await eventually(server, async () => (await pastStates(server, deployment)).at(-1)).toBe("Late");
      await server.clock.advance("2s");
      await eventually(server, async () => (await pastStates(server, deployment)).at(-1)).toBe("Cancelled");
      const skipped = await server.ask<FlowRun>("GET", `/flow_runs/${runs[0]?.id}`);
      expect(skipped.state?.message).toBe("Skipped: it had not begun 30 s after its time, and its schedule skips what it misses.");
    });

    it("begins of several missed dates the latest only", async ({ server }) => {
      const { deployment, runs } = await atItsTime(server, { missed: "latest_only", missed_after_seconds: 30 });
      await server.clock.advance("22m");
      await eventually(server, async () => (await pastStates(server, deployment)).slice(-3)).toEqual(["Cancelled", "Cancelled", "Late"]);
      await begin(server, runs[2]);
    });

    it("leaves missed dates to whoever begins them when it says nothing", async ({ server }) => {
      const { deployment, runs } = await atItsTime(server, {});
      await server.clock.advance("22m");
      await eventually(server, async () => (await pastStates(server, deployment)).slice(-3)).toEqual(["Late", "Late", "Late"]);
      for (const run of runs.slice(0, 3)) await begin(server, run);
    });

    it("queues what overlaps, in order, and lets the next begin when one has ended", async ({ server }) => {
      const { runs } = await atItsTime(server, { overlap: "queue" });
      await server.clock.advance("20m");
      const [first, second, third] = runs;
      await begin(server, first);
      const waiting = { status: "REJECT", state: { type: "SCHEDULED", name: "AwaitingEarlierRun" } };
      const answer = await propose(server, third, "PENDING");
      expect(answer).toMatchObject({ ...waiting, state: { message: `Waits for the run "${first?.name}" of its schedule to end.` } });
      expect(await propose(server, second, "PENDING")).toMatchObject(waiting);
      await propose(server, first, "COMPLETED");

      const due = async (run: FlowRun | undefined) => {
        const { next_scheduled_start_time: next } = await server.ask<FlowRun>("GET", `/flow_runs/${run?.id}`);
        return (next ?? "") <= server.clock.now();
      };
      await eventually(server, () => due(second)).toBe(true);
      expect(await due(third)).toBe(false);
      expect(await propose(server, third, "PENDING")).toMatchObject({
        ...waiting,
        state: { message: `Waits for the run "${second?.name}" of its schedule to end.` },
      });
      await begin(server, second);
    });

    it("keeps what waits for another run when its deployment is deployed again", async ({ server }) => {
      const { deployment, runs } = await atItsTime(server, { overlap: "queue" });
      await begin(server, runs[0]);
      await server.clock.advance("10m");
      await propose(server, runs[1], "PENDING");
      await server.ask("POST", "/deployments/", { flow_id: deployment.flow_id, name: "d", schedules: [tenMinutes] });
      expect(await server.ask("GET", `/flow_runs/${runs[1]?.id}`)).toMatchObject({ state_name: "AwaitingEarlierRun" });
    });

    it("turns away what would overlap", async ({ server }) => {
      const { runs } = await atItsTime(server, { overlap: "cancel_new" });
      await begin(server, runs[0]);
      await server.clock.advance("10m");
      const message = `Skipped: the run "${runs[0]?.name}" of its schedule is still under way.`;
      expect(await propose(server, runs[1], "PENDING")).toMatchObject({ status: "REJECT", state: { type: "CANCELLED", message } });
      await propose(server, runs[0], "COMPLETED");
      await server.clock.advance("10m");
      await begin(server, runs[2]);
    });

    it("cancels nothing for a run that is prepared before its date", async ({ server }) => {
      for (const overlap of ["cancel_new", "cancel_old"]) {
        const { runs } = await atItsTime(server, { overlap });
        await begin(server, runs[0]);
        const early = await propose(server, runs[1], "PENDING");
        expect(early).toMatchObject({ status: "REJECT", state: { name: "AwaitingEarlierRun" } });
        expect(early.state?.state_details.scheduled_time).toBe(runs[1]?.expected_start_time);
        await server.clock.advance("1m");
        expect(await server.ask("GET", `/flow_runs/${runs[0]?.id}`)).toMatchObject({ state_type: "RUNNING" });
        await propose(server, runs[0], "COMPLETED");
        expect(await propose(server, runs[1], "PENDING")).toMatchObject({ status: "ACCEPT" });
      }
    });

    it("ends an old run that was only being prepared when it asks to begin", async ({ server }) => {
      const { runs } = await atItsTime(server, { overlap: "cancel_old" });
      await propose(server, runs[0], "PENDING");
      await server.clock.advance("10m");
      await propose(server, runs[1], "PENDING");
      await eventually(server, async () => (await server.ask<FlowRun>("GET", `/flow_runs/${runs[0]?.id}`)).state_type).toBe("CANCELLING");
      const message = `Cancelled: it is time for the later run "${runs[1]?.name}" of its schedule, which takes its place.`;
      expect(await propose(server, runs[0], "RUNNING")).toMatchObject({ status: "REJECT", state: { type: "CANCELLED", message } });
    });

    it("stops the old run for the new one, which begins once it has ended", async ({ server }) => {
      const { runs } = await atItsTime(server, { overlap: "cancel_old" });
      const [old, next] = runs;
      await begin(server, old);
      await server.clock.advance("10m");
      expect(await propose(server, next, "PENDING")).toMatchObject({ status: "REJECT", state: { name: "AwaitingEarlierRun" } });
      const stopped = async () => (await server.ask<FlowRun>("GET", `/flow_runs/${old?.id}`)).state;
      await eventually(server, async () => (await stopped())?.name).toBe("Cancelling");
      expect((await stopped())?.message).toBe(
        `Cancelled: it is time for the later run "${next?.name}" of its schedule, which takes its place.`,
      );
      await propose(server, old, "CANCELLED");
      await eventually(server, async () => {
        const { next_scheduled_start_time } = await server.ask<FlowRun>("GET", `/flow_runs/${next?.id}`);
        return (next_scheduled_start_time ?? "") <= server.clock.now();
      }).toBe(true);
      await begin(server, next);
    });
  },
  { servicesEnabled: true },
);

test.each([
  { missed: "run_all", made: 16 },
  { missed: "latest_only", made: 1 },
  { missed: "skip", made: 0 },
])("a server that was away makes up for $made dates when its schedule says $missed", async ({ missed, made }) => {
  const folder = await mkdtemp(join(tmpdir(), "missed-"));
  const settings = { databaseUrl: `sqlite:///${folder}/data.db`, servicesEnabled: true };
  const first = await startTestServer(settings, createTestClock("2026-01-01T00:00:00Z"));
  const deployment = await deploy(first, { missed });
  const ahead = async () => (await runsOf(first, deployment)).length;
  await eventually(first, ahead).toBe(7);
  // Until the scheduler has noted how far it came.
  const covered = () => first.ctx.read.selectFrom("deployment_schedule").select("covered_until").executeTakeFirst();
  if (made > 0) await eventually(first, async () => (await covered())?.covered_until ?? null).not.toBe(null);
  await first.stop();

  // Dates from 01:20 to 03:50 had no run; those from 04:00 on are made anyway.
  const later = await startTestServer(settings, createTestClock("2026-01-01T03:59:50Z"));
  const between = { flow_runs: { expected_start_time: { after_: "2026-01-01T01:15:00Z", before_: "2026-01-01T03:59:00Z" } } };
  await eventually(later, async () =>
    (await runsOf(later, deployment)).some((run) => run.expected_start_time === "2026-01-01T04:50:00Z"),
  ).toBe(true);
  const runs = await later.ask<FlowRun[]>("POST", "/flow_runs/filter", between);
  expect(runs).toHaveLength(made);
  for (const run of runs) expect(run.state?.message ?? "").toMatch(/^$|^Made after its time: /);
  await later.stop();
  await rm(folder, { recursive: true });
});

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

test.skipIf(postgres === undefined)("of runs that begin at once on two servers, a queueing schedule lets one go on", async () => {
  const database = await createPostgresDatabase(postgres ?? "");
  const settings = testSettings({ databaseUrl: database.url });
  const [one, other] = [await startTestServer({ ...settings, servicesEnabled: true }), await startTestServer(settings)];
  const { runs } = await atItsTime(one, { overlap: "queue" });
  await Promise.all([one.clock.advance("50m"), other.clock.advance("2h")]);
  const answers = await Promise.all(runs.slice(0, 5).map((run, index) => propose(index % 2 === 0 ? one : other, run, "PENDING")));
  expect(answers.filter(({ status }) => status === "ACCEPT").length).toBe(1);
  expect(answers[0]).toMatchObject({ status: "ACCEPT" });
  await Promise.all([one.stop(), other.stop()]);
  await database.drop();
});
