import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Backfill, Deployment, Flow, FlowRun } from "@millrace/contract";
import { createPostgresDatabase, onEveryDatabase, startTestServer, type TestServer, uniqueName } from "@millrace/testing";
import { expect, test } from "vitest";

const daily = { schedule: { cron: "0 9 * * *", timezone: "Europe/Oslo" }, slug: "daily", parameters: { region: "north" } };
/** Ten dates, over the clock change of the last Sunday of October. */
const period = { start_time: "2025-10-21T00:00:00Z", end_time: "2025-10-30T23:00:00Z" };

const deploy = async (server: TestServer, body: object = {}): Promise<Deployment> => {
  const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("filled") });
  return server.ask<Deployment>("POST", "/deployments/", { flow_id: flow.id, name: "d", schedules: [daily], ...body });
};

const fill = (server: TestServer, { id }: Deployment, body: object = {}): Promise<Backfill> =>
  server.ask<Backfill>("POST", `/deployments/${id}/backfills`, { ...period, ...body });

const runsOf = (server: TestServer, { id }: Pick<Backfill, "id">): Promise<FlowRun[]> =>
  server.ask<FlowRun[]>("POST", "/flow_runs/filter", {
    flow_runs: { tags: { all_: [`backfill:${id}`] } },
    sort: "EXPECTED_START_TIME_ASC",
  });

const daysOf = async (server: TestServer, backfill: Backfill): Promise<(string | undefined)[]> =>
  (await runsOf(server, backfill)).map((run) => run.expected_start_time?.slice(8, 16));

const end = (server: TestServer, run: FlowRun | undefined, type = "COMPLETED") =>
  server.ask("POST", `/flow_runs/${run?.id}/set_state`, { state: { type }, force: true });

const get = (server: TestServer, { id }: Backfill): Promise<Backfill> => server.ask<Backfill>("GET", `/backfills/${id}`);

const eventually = <T>(server: TestServer, look: () => Promise<T>) =>
  expect.poll(
    async () => {
      await server.clock.advance("0s");
      return look();
    },
    { timeout: 10_000 },
  );

/** Ends runs as they come until the backfill has ended. */
const carryOut = (server: TestServer, backfill: Backfill) =>
  eventually(server, async () => {
    for (const run of await runsOf(server, backfill)) if (run.state_type === "SCHEDULED") await end(server, run);
    return (await get(server, backfill)).state;
  }).toBe("COMPLETED");

onEveryDatabase(
  "a backfill",
  (it) => {
    it("runs every date of a period, a few at a time, in turn", async ({ server }) => {
      const deployment = await deploy(server, { parameters: { a: 1 }, tags: ["t"] });
      const backfill = await fill(server, deployment, { concurrency_limit: 3, parameters: { b: 2 } });
      expect(backfill).toMatchObject({ state: "RUNNING", progress: { total: 10, waiting: 10, open: 0, runs: {} } });
      await eventually(server, () => daysOf(server, backfill)).toEqual(["21T07:00", "22T07:00", "23T07:00"]);

      const [first, second] = await runsOf(server, backfill);
      expect(first).toMatchObject({
        state_type: "SCHEDULED",
        state_name: "Backfill",
        state: { message: `Made by the backfill ${backfill.id}.`, state_details: { scheduled_time: "2025-10-21T09:00:00+02:00" } },
        parameters: { a: 1, b: 2, region: "north" },
        tags: ["t", "backfill", `backfill:${backfill.id}`],
        labels: { "millrace.backfill.id": backfill.id },
        created_by: { id: backfill.id, type: "BACKFILL" },
      });
      await end(server, first);
      await end(server, second, "FAILED");
      await eventually(server, async () => (await get(server, backfill)).progress).toEqual({
        total: 10,
        waiting: 5,
        open: 3,
        ended: 2,
        skipped: 0,
        cancelled: 0,
        runs: { COMPLETED: 1, FAILED: 1, SCHEDULED: 3 },
      });

      await carryOut(server, backfill);
      const days = await daysOf(server, backfill);
      expect(days).toHaveLength(10);
      // The clocks have gone back: nine o'clock is nine o'clock.
      expect(days.slice(-5)).toEqual(["26T08:00", "27T08:00", "28T08:00", "29T08:00", "30T08:00"]);
      expect(await get(server, backfill)).toMatchObject({ ended: expect.any(String), progress: { runs: { COMPLETED: 9, FAILED: 1 } } });
    });

    it("begins with the newest date when asked to, and takes a schedule of its own", async ({ server }) => {
      const deployment = await deploy(server, { schedules: [] });
      const schedule = { interval: 86_400, anchor_date: "2025-01-01T00:00:00Z" };
      const backfill = await fill(server, deployment, { schedule, direction: "newest_first", concurrency_limit: 2 });
      await eventually(server, () => daysOf(server, backfill)).toEqual(["29T00:00", "30T00:00"]);
    });

    it("leaves out dates that have a run, unless they are to run again", async ({ server }) => {
      const deployment = await deploy(server);
      const first = await fill(server, deployment, { end_time: "2025-10-22T23:00:00Z" });
      await eventually(server, () => daysOf(server, first)).toHaveLength(2);
      const [one, other] = await runsOf(server, first);
      await end(server, one);
      await end(server, other, "FAILED");
      await eventually(server, async () => (await get(server, first)).state).toBe("COMPLETED");

      const skipping = await fill(server, deployment, { end_time: "2025-10-23T23:00:00Z" });
      await eventually(server, () => daysOf(server, skipping)).toEqual(["23T07:00"]);
      expect(skipping.progress).toMatchObject({ total: 3, skipped: 2 });
      await carryOut(server, skipping);
      const repairing = await fill(server, deployment, { end_time: "2025-10-23T23:00:00Z", existing: "rerun_failed" });
      await eventually(server, () => daysOf(server, repairing)).toEqual(["22T07:00"]);
      await carryOut(server, repairing);
      const all = await fill(server, deployment, { end_time: "2025-10-23T23:00:00Z", existing: "rerun" });
      await eventually(server, () => daysOf(server, all)).toHaveLength(3);
    });

    it("makes no date run twice when it is asked for twice", async ({ server }) => {
      const deployment = await deploy(server);
      const first = await fill(server, deployment, { concurrency_limit: 2 });
      const again = await fill(server, deployment);
      expect(again).toMatchObject({ state: "COMPLETED", progress: { total: 10, skipped: 10 } });
      await carryOut(server, first);
      expect(await runsOf(server, first)).toHaveLength(10);
    });

    it("stops beginning dates while it is paused, and takes another limit", async ({ server }) => {
      const backfill = await fill(server, await deploy(server), { concurrency_limit: 2 });
      await eventually(server, () => daysOf(server, backfill)).toHaveLength(2);
      expect(await server.ask("POST", `/backfills/${backfill.id}/pause`)).toMatchObject({ state: "PAUSED" });
      for (const run of await runsOf(server, backfill)) await end(server, run);
      await eventually(server, async () => (await get(server, backfill)).progress.ended).toBe(2);
      expect(await runsOf(server, backfill)).toHaveLength(2);
      await server.ask("PATCH", `/backfills/${backfill.id}`, { concurrency_limit: 5 });
      await server.ask("POST", `/backfills/${backfill.id}/resume`);
      await eventually(server, () => daysOf(server, backfill)).toHaveLength(7);
    });

    it("is cancelled with the runs that have not ended, or without", async ({ server }) => {
      const backfill = await fill(server, await deploy(server), { concurrency_limit: 2 });
      await eventually(server, () => daysOf(server, backfill)).toHaveLength(2);
      const [running, waiting] = await runsOf(server, backfill);
      await server.ask("POST", `/flow_runs/${running?.id}/set_state`, { state: { type: "RUNNING" }, force: true });
      expect(await server.ask("POST", `/backfills/${backfill.id}/cancel`)).toMatchObject({
        state: "CANCELLING",
        progress: { cancelled: 8, waiting: 0 },
      });
      const stateOf = async (run: FlowRun | undefined) => (await server.ask<FlowRun>("GET", `/flow_runs/${run?.id}`)).state_type;
      await eventually(server, async () => [await stateOf(running), await stateOf(waiting)]).toEqual(["CANCELLING", "CANCELLED"]);
      expect((await server.call("POST", `/backfills/${backfill.id}/resume`)).status).toBe(409);
      await end(server, running, "CANCELLED");
      await eventually(server, async () => (await get(server, backfill)).state).toBe("CANCELLED");

      const kept = await fill(server, await deploy(server), { concurrency_limit: 1 });
      await eventually(server, () => daysOf(server, kept)).toHaveLength(1);
      expect(await server.ask("POST", `/backfills/${kept.id}/cancel`, { keep_runs: true })).toMatchObject({ state: "CANCELLED" });
      expect((await runsOf(server, kept))[0]).toMatchObject({ state_type: "SCHEDULED" });
      await server.ask("DELETE", `/backfills/${kept.id}`);
      expect((await server.call("GET", `/backfills/${kept.id}`)).status).toBe(404);
      expect(await runsOf(server, kept)).toHaveLength(1);
    });

    it("pauses and says why when its runs cannot be made any more", async ({ server }) => {
      const deployment = await deploy(server);
      const backfill = await fill(server, deployment, { concurrency_limit: 1, parameters: { n: "text" } });
      await eventually(server, () => daysOf(server, backfill)).toHaveLength(1);
      const parameter_openapi_schema = { type: "object", properties: { n: { type: "integer" } } };
      await server.ask("PATCH", `/deployments/${deployment.id}`, { parameter_openapi_schema });
      await end(server, (await runsOf(server, backfill))[0]);
      await eventually(server, async () => (await get(server, backfill)).state).toBe("PAUSED");
      expect((await get(server, backfill)).message).toMatch(/^The runs of this backfill cannot be created: /);
    });

    it("is refused with what is wrong", async ({ server }) => {
      const deployment = await deploy(server);
      const refusal = async (body: object) => {
        const { status, body: answer } = await server.call<{ detail?: string }>("POST", `/deployments/${deployment.id}/backfills`, {
          ...period,
          ...body,
        });
        return [status, answer.detail];
      };
      expect(await refusal({ start_time: "2025-12-01T00:00:00Z" })).toEqual([
        422,
        "The period ends at 2025-10-30T23:00:00Z, before it starts at 2025-12-01T00:00:00Z.",
      ]);
      expect(await refusal({ end_time: "2099-01-01T00:00:00Z" })).toEqual([
        422,
        "The period ends at 2099-01-01T00:00:00Z, which is still to come: a schedule sees to such dates.",
      ]);
      expect(await refusal({ end_time: period.start_time })).toEqual([
        422,
        "No date falls between 2025-10-21T00:00:00Z and 2025-10-21T00:00:00Z.",
      ]);
      expect(await refusal({ schedules: ["weekly"] })).toEqual([422, 'The deployment has no schedule "weekly"; it has daily.']);
      expect(await refusal({ schedule: { interval: 60, anchor_date: "2025-01-01T00:00:00Z" } })).toEqual([
        422,
        "The period has more than 10000 dates, which is the most a backfill takes. Ask for less at once.",
      ]);
      expect((await refusal({ concurrency_limit: 0 }))[0]).toBe(422);
      expect((await refusal({ schedule: { cron: "nope" } }))[0]).toBe(422);
      expect((await server.call("POST", `/deployments/${deployment.flow_id}/backfills`, period)).status).toBe(404);
    });

    it("is listed by deployment and state, the newest first, and goes with its deployment", async ({ server }) => {
      const deployment = await deploy(server);
      const [one, two] = [await fill(server, deployment), await fill(server, deployment, { existing: "rerun" })];
      await server.ask("POST", `/backfills/${one.id}/pause`);
      const list = async (body: object) =>
        (await server.ask<Backfill[]>("POST", "/backfills/filter", { deployments: { any_: [deployment.id] }, ...body })).map(
          ({ id }) => id,
        );
      expect(await list({})).toEqual([two.id, one.id]);
      expect(await list({ limit: 1, offset: 1 })).toEqual([one.id]);
      expect(await list({ states: ["PAUSED"] })).toEqual([one.id]);
      await server.ask("DELETE", `/deployments/${deployment.id}`);
      expect(await list({})).toEqual([]);
    });
  },
  { servicesEnabled: true },
);

test("a backfill goes on where it was when the server comes back", async () => {
  const folder = await mkdtemp(join(tmpdir(), "backfill-"));
  const settings = { databaseUrl: `sqlite:///${folder}/data.db`, servicesEnabled: true };
  const first = await startTestServer(settings);
  const backfill = await fill(first, await deploy(first), { concurrency_limit: 2 });
  await eventually(first, () => daysOf(first, backfill)).toHaveLength(2);
  await end(first, (await runsOf(first, backfill))[0]);
  await first.stop();

  const again = await startTestServer(settings);
  await eventually(again, () => daysOf(again, backfill)).toEqual(["21T07:00", "22T07:00", "23T07:00"]);
  await carryOut(again, backfill);
  expect(await runsOf(again, backfill)).toHaveLength(10);
  await again.stop();
  await rm(folder, { recursive: true });
});

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

const onPostgres = test.skipIf(postgres === undefined);
onPostgres("two servers run each date of a backfill once, and keep to its limit", { timeout: 60_000 }, async () => {
  const database = await createPostgresDatabase(postgres ?? "");
  const settings = { databaseUrl: database.url, servicesEnabled: true };
  const servers = [await startTestServer(settings), await startTestServer(settings)] as const;
  const [one, other] = servers;
  const backfill = await fill(one, await deploy(one), { start_time: "2025-09-01T00:00:00Z", concurrency_limit: 4 });
  const most: number[] = [];
  await expect
    .poll(
      async () => {
        await Promise.all(servers.map((server) => server.clock.advance("6s")));
        const open = (await runsOf(one, backfill)).filter((run) => run.state_type === "SCHEDULED");
        most.push(open.length);
        await Promise.all(open.map((run, index) => end(index % 2 === 0 ? one : other, run)));
        return (await get(other, backfill)).state;
      },
      { timeout: 30_000 },
    )
    .toBe("COMPLETED");
  const runs = await runsOf(one, backfill);
  expect(runs).toHaveLength(60);
  expect(new Set(runs.map((run) => run.expected_start_time)).size).toBe(60);
  expect(Math.max(...most)).toBeLessThanOrEqual(4);
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});
