import { randomUUID } from "node:crypto";
import type { Artifact, Backfill, Deployment, Flow, FlowRun, Retention, RetentionCounts, TaskRun } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { backfills } from "./backfills.ts";
import { createRetention } from "./retention.ts";
import type { Service } from "./service.ts";

const retention = (server: TestServer) => server.ask<Retention>("GET", "/admin/retention");
const keep = (server: TestServer, policy: object) => server.ask<Retention>("PATCH", "/admin/retention", policy);

/** Runs a whole sweep now, and says what it deleted. */
const sweep = async (server: TestServer, service: Service = createRetention(server.ctx.settings)): Promise<RetentionCounts | undefined> => {
  const { last_sweep: before } = await server.ask<Retention>("POST", "/admin/retention/sweep");
  for (;;) {
    await service.runOnce(server.ctx);
    const { last_sweep } = await retention(server);
    if (last_sweep?.started !== before?.started) return last_sweep?.deleted;
  }
};

const nothing = { flow_runs: 0, task_runs: 0, backfills: 0, logs: 0, artifacts: 0, events: 0 };
const forever = { flow_runs: null, logs: null, artifacts: null, events: null };
const week = 7 * 86_400;

const aRun = async (server: TestServer, body: object = {}): Promise<FlowRun> => {
  const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
  return server.ask("POST", "/flow_runs/", { flow_id: flow.id, state: { type: "COMPLETED" }, ...body });
};

const aTask = (server: TestServer, body: object) =>
  server.ask<TaskRun>("POST", "/task_runs/", { task_key: "t", dynamic_key: uniqueName("k"), state: { type: "COMPLETED" }, ...body });

const log = (server: TestServer, flow_run_id: string | null, count = 1) => {
  const one = { name: "l", level: 20, message: "hello", timestamp: "2026-01-01T00:00:00Z", flow_run_id };
  return server.ask("POST", "/logs/", Array(count).fill(one));
};

const countLogs = (server: TestServer, id: string) =>
  server.ask<unknown[]>("POST", "/logs/filter", { logs: { flow_run_id: { any_: [id] } } }).then((logs) => logs.length);

const isThere = async (server: TestServer, path: string): Promise<boolean> => (await server.call("GET", path)).status === 200;

onEveryDatabase(
  "retention",
  (it) => {
    it("keeps events for a week and all else for ever, unless told otherwise", async ({ server }) => {
      expect(await retention(server)).toEqual({
        policy: { ...forever, events: week },
        settings: { ...forever, events: week },
        changed: [],
        event_overrides: {},
        last_sweep: null,
        next_sweep: null,
      });
      await createRetention(server.ctx.settings).runOnce(server.ctx);
      const { last_sweep, next_sweep } = await retention(server);
      expect([last_sweep, next_sweep?.slice(0, 16)]).toEqual([null, "2026-01-01T01:00"]);
    });

    it("is changed and forgotten by requests", async ({ server }) => {
      expect(await keep(server, { logs: 86_400, events: null })).toMatchObject({
        policy: { ...forever, logs: 86_400 },
        settings: { events: week },
        changed: ["logs", "events"],
      });
      expect(await keep(server, { flow_runs: 7200 })).toMatchObject({ policy: { ...forever, logs: 86_400, flow_runs: 7200 } });
      for (const bad of [{ logs: 60 }, { logs: -1 }, { logs: "soon" }, { events: 1e300 }, { other: 86_400 }])
        expect((await server.call("PATCH", "/admin/retention", bad)).status).toBe(422);
      expect((await server.call("DELETE", "/admin/retention")).status).toBe(204);
      expect(await retention(server)).toMatchObject({ policy: { ...forever, events: week }, changed: [] });
    });

    it("deletes old runs with all that is theirs, and nothing of others", async ({ server }) => {
      const old = await aRun(server);
      const task = await aTask(server, { flow_run_id: old.id });
      const key = uniqueName("key");
      const artifact = await server.ask<Artifact>("POST", "/artifacts/", { key, data: "x", flow_run_id: old.id });
      await log(server, old.id, 5);
      await server.ask("POST", `/flow_runs/${old.id}/input`, { key: "k", value: "1" });
      const open = await aRun(server, { state: { type: "RUNNING" } });
      const waiting = await aRun(server, { state: { type: "SCHEDULED" } });
      await log(server, open.id);
      await server.clock.advance("3d");
      const young = await aRun(server);
      await keep(server, { flow_runs: 86_400 });

      expect(await server.ask("POST", "/admin/retention/preview", {})).toMatchObject({ flow_runs: 1, logs: 0 });
      expect(await server.ask("POST", "/admin/retention/preview", { logs: 86_400 })).toMatchObject({ flow_runs: 1, logs: 6 });
      expect(await sweep(server)).toEqual({ ...nothing, flow_runs: 1, task_runs: 1, logs: 5, artifacts: 1 });
      expect(await isThere(server, `/flow_runs/${old.id}`)).toBe(false);
      expect(await isThere(server, `/task_runs/${task.id}`)).toBe(false);
      expect(await isThere(server, `/artifacts/${artifact.id}`)).toBe(false);
      expect(await isThere(server, `/artifacts/${key}/latest`)).toBe(false);
      expect(await countLogs(server, old.id)).toBe(0);
      for (const { id } of [open, waiting, young]) expect(await isThere(server, `/flow_runs/${id}`)).toBe(true);
      expect(await countLogs(server, open.id)).toBe(1);
      expect(await sweep(server)).toEqual(nothing);
    });

    it("deletes a run with the runs it called, once all of them have ended long enough ago", async ({ server }) => {
      const root = await aRun(server);
      const childOf = async (run: FlowRun, body: object = {}) =>
        aRun(server, { parent_task_run_id: (await aTask(server, { flow_run_id: run.id })).id, ...body });
      const child = await childOf(root);
      const grandchild = await childOf(child, { state: { type: "RUNNING" } });
      const ids = [root.id, child.id, grandchild.id];
      const found = () => server.ask<number>("POST", "/flow_runs/count", { flow_runs: { id: { any_: ids } } });
      await server.clock.advance("3d");
      await keep(server, { flow_runs: 86_400 });
      await sweep(server);
      expect(await found()).toBe(3);

      await server.ask("POST", `/flow_runs/${grandchild.id}/set_state`, { state: { type: "COMPLETED" } });
      await sweep(server);
      expect(await found()).toBe(3);
      await server.clock.advance("2d");
      expect(await sweep(server)).toMatchObject({ flow_runs: expect.any(Number), task_runs: 2 });
      expect(await found()).toBe(0);
    });

    it("deletes backfills that ended long enough ago, with all their dates", async ({ server }) => {
      const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("filled") });
      const deployment = await server.ask<Deployment>("POST", "/deployments/", { flow_id: flow.id, name: "d" });
      const backfill = (day: string) =>
        server.ask<Backfill>("POST", `/deployments/${deployment.id}/backfills`, {
          start_time: `${day}T00:00:00Z`,
          end_time: `${day}T23:30:00Z`,
          schedule: { cron: "0 * * * *" },
          concurrency_limit: 50,
        });
      const [cancelled, open] = [await backfill("2025-01-01"), await backfill("2025-01-02")];
      await server.ask("POST", `/backfills/${cancelled.id}/cancel`);
      await backfills.runOnce(server.ctx);
      expect(await server.ask("GET", `/backfills/${cancelled.id}`)).toMatchObject({ state: "CANCELLED", progress: { total: 24 } });
      await server.clock.advance("3d");
      await keep(server, { flow_runs: 86_400 });

      expect(await sweep(server)).toMatchObject({ backfills: 1 });
      const dates = server.ctx.read.selectFrom("backfill_instant").select("position");
      expect(await dates.where("backfill_id", "=", cancelled.id).execute()).toEqual([]);
      expect(await isThere(server, `/backfills/${cancelled.id}`)).toBe(false);
      expect(await server.ask("GET", `/backfills/${open.id}`)).toMatchObject({ state: "RUNNING", progress: { total: 24 } });
    });

    it("leaves alone what somebody reopens or deletes while it sweeps", async ({ server }) => {
      const [reopened, deleted, other] = [await aRun(server), await aRun(server), await aRun(server)];
      await aTask(server, { flow_run_id: reopened.id });
      await server.clock.advance("3d");
      await keep(server, { flow_runs: 86_400 });
      await server.ask("POST", "/admin/retention/sweep");
      const service = createRetention(server.ctx.settings);
      // It has seen the old runs now, and deletes them next.
      await service.runOnce(server.ctx);
      await server.ask("POST", `/flow_runs/${reopened.id}/set_state`, { state: { type: "SCHEDULED" }, force: true });
      await server.ask("DELETE", `/flow_runs/${deleted.id}`);
      await sweep(server, service);
      expect(await server.ask("POST", "/task_runs/count", { flow_runs: { id: { any_: [reopened.id] } } })).toBe(1);
      expect([await isThere(server, `/flow_runs/${reopened.id}`), await isThere(server, `/flow_runs/${other.id}`)]).toEqual([true, false]);
    });

    it("takes a run of any size apart in small steps", async ({ server }) => {
      const big = await aRun(server);
      for (let number = 0; number < 25; number++) {
        const task = await aTask(server, { flow_run_id: big.id });
        await aRun(server, { parent_task_run_id: task.id });
      }
      await log(server, big.id, 45);
      const small = await Promise.all(Array.from({ length: 12 }, () => aRun(server)));
      await server.clock.advance("3d");
      await keep(server, { flow_runs: 86_400 });
      expect(await sweep(server)).toMatchObject({ flow_runs: expect.any(Number), task_runs: 25, logs: 45 });
      for (const { id } of [big, ...small]) expect(await isThere(server, `/flow_runs/${id}`)).toBe(false);
    });

    it("deletes background task runs, and what came late for runs that are gone", async ({ server }) => {
      const task = await aTask(server, {});
      const open = await aTask(server, { state: { type: "RUNNING" } });
      const gone = randomUUID();
      await log(server, gone, 3);
      await log(server, null);
      await server.ask("POST", "/artifacts/", { data: "x", flow_run_id: gone });
      await server.ask("POST", "/artifacts/", { data: "x" });
      await server.clock.advance("3d");
      await keep(server, { flow_runs: 86_400 });
      expect(await sweep(server)).toMatchObject({ task_runs: 1, logs: 3, artifacts: 1 });
      expect([await isThere(server, `/task_runs/${task.id}`), await isThere(server, `/task_runs/${open.id}`)]).toEqual([false, true]);
    });

    it("deletes logs and artifacts by their own age", async ({ server }) => {
      const run = await aRun(server, { state: { type: "RUNNING" } });
      const key = uniqueName("key");
      const artifact = (data: string) => server.ask<Artifact>("POST", "/artifacts/", { key, data, flow_run_id: run.id });
      await log(server, run.id, 25);
      await artifact("old");
      await server.clock.advance("3d");
      await log(server, run.id);
      await artifact("young");
      await keep(server, { flow_runs: null, logs: 86_400, artifacts: 86_400 });
      await sweep(server);
      expect(await countLogs(server, run.id)).toBe(1);
      expect(await server.ask("GET", `/artifacts/${key}/latest`)).toMatchObject({ data: "young" });
      expect(await server.ask("POST", "/artifacts/count", { artifacts: { key: { any_: [key] } } })).toBe(1);
    });
  },
  { vacuumBatch: 10 },
);

const aged = (server: TestServer, name: string, { days, ...related }: { days: number; mentions?: readonly string[] }) => {
  const occurred = new Date(Date.parse(server.clock.now()) - days * 86_400_000).toISOString();
  const mentions = (related.mentions ?? []).map((id) => ({ "prefect.resource.id": id, "prefect.resource.role": "r" }));
  return { id: randomUUID(), event: name, occurred, resource: { "prefect.resource.id": `r.${name}` }, related: mentions };
};

onEveryDatabase(
  "retention of events",
  (it) => {
    const countEvents = async (server: TestServer) => (await server.ctx.read.selectFrom("event").select("id").execute()).length;
    const mentions = async (server: TestServer) =>
      (await server.ctx.read.selectFrom("event_mention").select("resource_id").orderBy("resource_id").execute()).map(
        (row) => row.resource_id,
      );

    it("deletes old ones, sooner where their name says so, and what tells of whom they mentioned", async ({ server }) => {
      await server.ask("POST", "/events", [
        ...Array.from({ length: 25 }, () => aged(server, "old", { days: 8, mentions: ["both", "gone"] })),
        aged(server, "young", { days: 6, mentions: ["both", "kept"] }),
        aged(server, "beat", { days: 3, mentions: ["beaten"] }),
        aged(server, "beat", { days: 1 }),
      ]);
      expect(await sweep(server)).toEqual({ ...nothing, events: 26 });
      expect(await countEvents(server)).toBe(2);
      expect(await mentions(server)).toEqual(["both", "kept"]);

      await server.clock.advance("2d");
      expect(await sweep(server)).toEqual({ ...nothing, events: 2 });
      expect(await mentions(server)).toEqual([]);
    });

    it("is done by one server at a time; another takes over from one that is silent", async ({ server }) => {
      await server.ask(
        "POST",
        "/events",
        Array.from({ length: 25 }, () => aged(server, "old", { days: 8 })),
      );
      const [one, other] = [createRetention(server.ctx.settings), createRetention(server.ctx.settings)];
      await server.ask("POST", "/admin/retention/sweep");
      await one.runOnce(server.ctx);
      expect(await countEvents(server)).toBe(15);
      await other.runOnce(server.ctx);
      expect(await countEvents(server)).toBe(15);

      await server.clock.advance("61s");
      await other.runOnce(server.ctx);
      await one.runOnce(server.ctx);
      expect(await countEvents(server)).toBe(5);
      expect(await sweep(server, other)).toEqual({ ...nothing, events: 15 });
    });
  },
  { vacuumBatch: 10, eventOverrides: { beat: 2 * 86_400, never: 30 * 86_400 } },
);

onEveryDatabase(
  "a server with its services",
  (it) => {
    it("sweeps by itself, an hour after its first start and then every hour", async ({ server }) => {
      await server.ask(
        "POST",
        "/events",
        Array.from({ length: 3 }, () => aged(server, "old", { days: 8 })),
      );
      const swept = () =>
        expect.poll(
          async () => {
            await server.clock.advance("1s");
            return (await retention(server)).last_sweep;
          },
          { timeout: 15_000 },
        );
      // The hour counts from the service's first look, which the clock must not overtake.
      await expect.poll(async () => (await retention(server)).next_sweep).toMatch(/^2026-01-01T01:00/);
      await server.clock.advance("59m");
      expect(await retention(server)).toMatchObject({ last_sweep: null });
      await server.clock.advance("2m");
      await swept().toMatchObject({ deleted: { events: 3 } });
      await server.clock.advance("59m");
      await swept().toMatchObject({ started: expect.stringMatching(/^2026-01-01T02:0/), deleted: nothing });
    });
  },
  { servicesEnabled: true },
);
