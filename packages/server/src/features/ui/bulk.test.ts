import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { BulkJob, BulkOutcome, BulkPreview, BulkSubject, Deployment, Flow, FlowRun } from "@millrace/contract";
import { createPostgresDatabase, createTestClock, onEveryDatabase, startTestServer, type TestServer } from "@millrace/testing";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { type Context, ourselves } from "../../context.ts";
import { bulkJobs } from "../../services/bulk-jobs.ts";
import { createPool, deploy, runAt } from "../work-pools/fixtures/pools.ts";
import { startBulk } from "./bulk.ts";
import { takeUpJob } from "./bulk-work.ts";
import { aRun, aTaskRun, newFlow } from "./fixtures/runs.ts";

const of = (flow: Pick<Flow, "id">) => ({ flows: { id: { any_: [flow.id] } } });

/** Starts a job and asks for it until it has ended. */
const carryOut = async (server: TestServer, body: object, subject: BulkSubject = "flow_runs"): Promise<BulkJob> => {
  const { id } = await server.ask<BulkJob>("POST", `/ui/bulk/${subject}`, body);
  for (;;) {
    const job = await server.ask<BulkJob>("GET", `/ui/bulk/${id}`);
    if (job.state !== "running") return job;
    // Requests of tests need no network; without this, asking again and again would leave the job no turn.
    await setImmediate();
  }
};
const outcomesOf = (server: TestServer, job: BulkJob, body: object = {}): Promise<BulkOutcome[]> =>
  server.ask<BulkOutcome[]>("POST", `/ui/bulk/${job.id}/outcomes/filter`, body);
const statesOf = async (server: TestServer, flow: Flow): Promise<(string | null)[]> =>
  (await server.ask<FlowRun[]>("POST", "/flow_runs/filter", of(flow))).map(({ state_name }) => state_name).sort();

onEveryDatabase("a bulk job", (it) => {
  it("cancels every run that matched, and tells what became of each", async ({ server }) => {
    const flow = await newFlow(server);
    const ended = await aRun(server, flow, { type: "COMPLETED" });
    for (let index = 0; index < 61; index++) await aRun(server, flow, { type: "RUNNING" });

    const preview = await server.ask<BulkPreview>("POST", "/ui/bulk/flow_runs/preview", of(flow));
    expect(preview).toMatchObject({ count: 62, most: 10_000, sample: expect.any(Array) });
    expect(preview.sample).toHaveLength(10);
    expect(preview.states[0]).toEqual({ state_type: "RUNNING", state_name: "Running", count: 61 });

    const job = await carryOut(server, { action: "cancel", at_most: 62, ...of(flow) });
    expect(job).toMatchObject({
      subject: "flow_runs",
      action: "cancel",
      state: "finished",
      total: 62,
      processed: 62,
      done: 61,
      refused: 1,
      failed: 0,
      error: null,
    });
    expect(await outcomesOf(server, job, { only_problems: true })).toEqual([
      { id: ended.id, name: ended.name, outcome: "refused", state_type: "COMPLETED", state_name: "Completed", reason: expect.any(String) },
    ]);
    expect(await outcomesOf(server, job, { limit: 50, offset: 50 })).toHaveLength(12);
    expect((await server.ask<BulkJob[]>("GET", "/ui/bulk"))[0]).toEqual(job);
    expect(new Set(await statesOf(server, flow))).toEqual(new Set(["Cancelling", "Completed"]));
  });

  it("retries, moves and deletes", async ({ server }) => {
    const pool = await createPool(server);
    const deployment = await deploy(server, { work_pool_name: pool.name });
    const run = await runAt(server, deployment, server.clock.now());
    const set = (state: object) => server.ask("POST", `/flow_runs/${run.id}/set_state`, { state, force: true });
    await set({ type: "FAILED" });
    const runs = { flow_runs: { id: { any_: [run.id] } } };

    expect(await carryOut(server, { action: "retry", ...runs })).toMatchObject({ state: "finished", done: 1 });
    expect(await server.ask("GET", `/flow_runs/${run.id}`)).toMatchObject({ state_type: "SCHEDULED", state_name: "AwaitingRetry" });
    const cancelled = await carryOut(server, { action: "cancel", ...runs });
    expect(await outcomesOf(server, cancelled)).toMatchObject([{ outcome: "done", state_type: "CANCELLED", reason: null }]);
    const state = { type: "COMPLETED", message: "by hand" };
    expect(await carryOut(server, { action: "set_state", state, force: true, ...runs })).toMatchObject({ done: 1 });
    expect(await server.ask("GET", `/flow_runs/${run.id}`)).toMatchObject({ state: { type: "COMPLETED", message: "by hand" } });
    expect(await carryOut(server, { action: "delete", ...runs })).toMatchObject({ total: 1, done: 1 });
    expect((await server.call("GET", `/flow_runs/${run.id}`)).status).toBe(404);
    expect(await carryOut(server, { action: "delete", ...runs })).toMatchObject({ total: 0, state: "finished" });
  });

  it("does nothing where more runs match than were meant, or where it does not know what to do", async ({ server }) => {
    const flow = await newFlow(server);
    for (let index = 0; index < 2; index++) await aRun(server, flow, { type: "RUNNING" });
    const start = (body: object) => server.call("POST", "/ui/bulk/flow_runs", { ...of(flow), ...body });
    expect(await start({ action: "delete", at_most: 1 })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("More than 1") },
    });
    expect(await statesOf(server, flow)).toEqual(["Running", "Running"]);
    expect((await start({ action: "set_state" })).status).toBe(422);
    expect((await start({ action: "cancel", state: { type: "FAILED" } })).status).toBe(422);
    expect((await start({ action: "explode" })).status).toBe(422);
    expect((await server.call("GET", `/ui/bulk/${flow.id}`)).status).toBe(404);
    expect((await server.call("POST", `/ui/bulk/${flow.id}/stop`)).status).toBe(404);
    expect((await server.call("POST", `/ui/bulk/${flow.id}/outcomes/filter`, {})).status).toBe(404);
  });
});

onEveryDatabase("a bulk job on other things", (it) => {
  it("moves and deletes task runs with their logs", async ({ server }) => {
    const run = await aRun(server, await newFlow(server), { type: "RUNNING" });
    const ids: string[] = [];
    for (let index = 0; index < 3; index++) ids.push((await aTaskRun(server, run.id, { name: `step-${index}`, task_key: "step" })).id);
    const log = { name: "x", level: 20, message: "said", timestamp: server.clock.now(), flow_run_id: run.id };
    await server.ask("POST", "/logs/", [...ids.map((task_run_id) => ({ ...log, task_run_id })), log]);
    const ofRun = { flow_runs: { id: { any_: [run.id] } } };

    const preview = await server.ask<BulkPreview>("POST", "/ui/bulk/task_runs/preview", ofRun);
    expect(preview).toMatchObject({ count: 3, states: [{ state_type: "RUNNING", state_name: "Running", count: 3 }] });
    expect(preview.sample.map(({ name }) => name)).toEqual(["step-2", "step-1", "step-0"]);

    const state = { type: "FAILED", message: "by hand" };
    const moved = await carryOut(server, { action: "set_state", state, force: true, at_most: 3, ...ofRun }, "task_runs");
    expect(moved).toMatchObject({ subject: "task_runs", state: "finished", done: 3 });
    expect((await outcomesOf(server, moved))[0]).toMatchObject({ name: "step-2", outcome: "done", state_type: "FAILED" });
    expect(await server.ask("GET", `/task_runs/${ids[0]}`)).toMatchObject({ state: { type: "FAILED", message: "by hand" } });

    const some = { task_runs: { id: { any_: ids.slice(0, 2) } } };
    expect(await carryOut(server, { action: "delete", ...some }, "task_runs")).toMatchObject({ state: "finished", done: 2 });
    expect(await server.ask("POST", "/task_runs/count", ofRun)).toBe(1);
    const logs = await server.ask<{ task_run_id: string | null }[]>("POST", "/logs/filter", {});
    expect(logs.map(({ task_run_id }) => task_run_id).sort()).toEqual([ids[2], null].sort());
    expect((await server.call("POST", "/ui/bulk/task_runs", { action: "cancel", ...some })).status).toBe(422);
  });

  it("pauses, resumes and deletes deployments, and switches schedules without taking their parameters", async ({ server }) => {
    const schedule = { schedule: { interval: 3600 }, active: true, parameters: { region: "eu" } };
    const pool = await createPool(server);
    const one = await deploy(server, { work_pool_name: pool.name, schedules: [schedule, { ...schedule, active: false }] });
    const two = await deploy(server, { work_pool_name: pool.name });
    const ofPool = { work_pools: { name: { any_: [pool.name] } } };
    const get = (id: string) => server.ask<Deployment>("GET", `/deployments/${id}`);
    const activeOf = async (id: string) => (await get(id)).schedules.map(({ active, parameters }) => [active, parameters]);

    const preview = await server.ask<BulkPreview>("POST", "/ui/bulk/deployments/preview", ofPool);
    expect(preview).toMatchObject({ count: 2, states: [], sample: [{ id: two.id, state_type: null }, { id: one.id }] });
    expect(preview.sample[0]?.name).toMatch(new RegExp(`/${two.name}$`));

    expect(await carryOut(server, { action: "pause", at_most: 2, ...ofPool }, "deployments")).toMatchObject({ done: 2 });
    expect([(await get(one.id)).paused, (await get(two.id)).paused]).toEqual([true, true]);
    expect(await carryOut(server, { action: "resume", ...ofPool }, "deployments")).toMatchObject({ done: 2 });
    expect((await get(one.id)).paused).toBe(false);

    expect(await carryOut(server, { action: "schedules_on", ...ofPool }, "deployments")).toMatchObject({ done: 2 });
    expect(await activeOf(one.id)).toEqual([
      [true, { region: "eu" }],
      [true, { region: "eu" }],
    ]);
    await server.ask("POST", `/deployments/${one.id}/schedule`, { min_runs: 3 });
    const runs = { deployments: { id: { any_: [one.id] } } };
    expect(await server.ask("POST", "/flow_runs/count", runs)).toBeGreaterThan(2);
    expect(await carryOut(server, { action: "schedules_off", ...ofPool }, "deployments")).toMatchObject({ done: 2 });
    expect((await activeOf(one.id)).map(([active]) => active)).toEqual([false, false]);
    expect(await server.ask("POST", "/flow_runs/count", runs)).toBe(0);

    const deleted = await carryOut(server, { action: "delete", ...ofPool }, "deployments");
    expect(deleted).toMatchObject({ subject: "deployments", done: 2, refused: 0 });
    expect(await server.ask("POST", "/deployments/count", ofPool)).toBe(0);
    expect((await outcomesOf(server, deleted)).map(({ name }) => name?.split("/")[1])).toEqual([two.name, one.name]);
  });

  it("deletes flows with what belongs to them, and tells of one that is gone by then", async ({ server }) => {
    const flow = await newFlow(server);
    await aRun(server, flow, { type: "COMPLETED" });
    const gone = await newFlow(server);
    const both = { flows: { operator: "and_" as const, id: { any_: [flow.id, gone.id] } } };
    expect(await server.ask("POST", "/ui/bulk/flows/preview", both)).toMatchObject({
      count: 2,
      sample: [{ name: gone.name }, { name: flow.name }],
    });
    const started = startOf(server.ctx, async () => void (await server.ask("DELETE", `/flows/${gone.id}`)));
    const job = await startBulk(started, { subject: "flows", action: "delete", filters: both, at_most: 2, caller: ourselves });
    await server.ctx.bulkJobs.untilLeft(job.id);
    expect(await get(server, job.id)).toMatchObject({ state: "finished", done: 1, refused: 1 });
    expect(await outcomesOf(server, job, { only_problems: true })).toMatchObject([
      { id: gone.id, name: gone.name, outcome: "refused", reason: "It was not there any more." },
    ]);
    expect(await server.ask("POST", "/flow_runs/count", of(flow))).toBe(0);
  });
});

/** A context in which something happens between the writing down of a job and its first turn. */
const startOf = (ctx: Context, meanwhile: () => Promise<void>): Context => {
  let calls = 0;
  return {
    ...ctx,
    async transact(work) {
      if (++calls === 2) await meanwhile();
      return ctx.transact(work);
    },
  };
};

/** Puts down a job whose server is gone: nobody has worked at it since. */
const abandon = async ({ ctx }: TestServer, runs: readonly FlowRun[]): Promise<string> => {
  const [id, now] = [ctx.newId(), ctx.clock.now()];
  const job = {
    id,
    created: now,
    subject: "flow_runs" as const,
    action: "delete" as const,
    proposal: null,
    is_forced: false,
    caller: ourselves,
    total: runs.length,
  };
  const open = { job_id: id, outcome: "waiting" as const, state_type: null, state_name: null, reason: null };
  await ctx.transact(async (tx) => {
    await tx
      .insertInto("bulk_job")
      .values({ ...job, is_stopped: false, error: null, claim: ctx.newId(), claimed_until: now, ended: null })
      .execute();
    const rows = runs.map((run, position) => ({ ...open, position, item_id: run.id, name: run.name }));
    await tx.insertInto("bulk_job_item").values(rows).execute();
  });
  return id;
};
const get = (server: TestServer, id: string): Promise<BulkJob> => server.ask<BulkJob>("GET", `/ui/bulk/${id}`);

onEveryDatabase("a bulk job whose server is gone", (it) => {
  it("says so, and is gone on with by the next server that looks", async ({ server }) => {
    const flow = await newFlow(server);
    const runs = [await aRun(server, flow, { type: "RUNNING" }), await aRun(server, flow, { type: "RUNNING" })];
    const id = await abandon(server, runs);
    expect(await get(server, id)).toMatchObject({ state: "waiting", total: 2, processed: 0, ended: null });

    await bulkJobs.runOnce(server.ctx);
    await server.ctx.bulkJobs.untilLeft(id);
    expect(await get(server, id)).toMatchObject({ state: "finished", done: 2 });
    expect(await statesOf(server, flow)).toEqual([]);
  });

  it("ends at once where it is stopped, and keeps others from beginning until then", async ({ server }) => {
    const run = await aRun(server, await newFlow(server), { type: "RUNNING" });
    const ids: string[] = [];
    for (let index = 0; index < 4; index++) ids.push(await abandon(server, [run]));
    const nothing = { action: "delete", flow_runs: { id: { any_: [] } } };
    expect(await server.call("POST", "/ui/bulk/flow_runs", nothing)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("4 jobs on many are under way") },
    });
    for (const id of ids) {
      expect(await server.ask("POST", `/ui/bulk/${id}/stop`)).toMatchObject({ state: "stopped", processed: 0, ended: expect.any(String) });
    }
    expect(await carryOut(server, nothing)).toMatchObject({ state: "finished" });
  });

  it("says that it broke, where a server does", async ({ server }) => {
    const id = await abandon(server, [await aRun(server, await newFlow(server), { type: "RUNNING" })]);
    let calls = 0;
    const transact: Context["transact"] = (work) =>
      [2, 3].includes(++calls) ? Promise.reject(new Error("disk full")) : server.ctx.transact(work);
    await takeUpJob({ ...server.ctx, transact, log: { ...server.ctx.log, error: () => undefined } }, { id, claim: server.ctx.newId() });
    await server.ctx.bulkJobs.untilLeft(id);
    expect(await get(server, id)).toMatchObject({ state: "failed", error: expect.stringContaining("its log tells more"), processed: 0 });
  });

  it("is remembered until twenty others have ended", async ({ server }) => {
    const nothing = { action: "delete", flow_runs: { id: { any_: [] } } };
    const { id } = await carryOut(server, nothing);
    for (let index = 0; index < 19; index++) await carryOut(server, nothing);
    expect(await get(server, id)).toMatchObject({ state: "finished" });
    await carryOut(server, nothing);
    expect((await server.call("GET", `/ui/bulk/${id}`)).status).toBe(404);
    expect(await server.ask<BulkJob[]>("GET", "/ui/bulk")).toHaveLength(20);
  });
});

test("a server that stops leaves the rest of a job to the next one, which does nothing twice", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bulk-"));
  const settings = { databaseUrl: `sqlite:///${folder}/data.db` };
  const first = await startTestServer(settings);
  const flow = await newFlow(first);
  for (let index = 0; index < 130; index++) await aRun(first, flow, { type: "RUNNING" });
  const { id } = await first.ask<BulkJob>("POST", "/ui/bulk/flow_runs", { action: "cancel", ...of(flow) });
  await first.stop();

  const second = await startTestServer(settings, createTestClock("2026-01-01T01:00:00Z"));
  const left = await get(second, id);
  expect(left).toMatchObject({ state: "waiting", total: 130 });
  expect(left.processed).toBeLessThan(130);
  await second.stop();

  const third = await startTestServer({ ...settings, servicesEnabled: true }, createTestClock("2026-01-01T01:00:10Z"));
  await expect.poll(() => get(third, id), { timeout: 10_000 }).toMatchObject({ state: "finished", done: 130, refused: 0 });
  const { rows } = await sql<{
    times: number;
  }>`select count(*) as times from flow_run_state where type = 'CANCELLING' group by flow_run_id`.execute(third.ctx.read);
  expect(rows).toEqual(Array.from({ length: 130 }, () => ({ times: 1 })));
  await third.stop();
  await rm(folder, { recursive: true });
});

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

test.skipIf(postgres === undefined)("a job is seen and stopped from every server of a database", async () => {
  const database = await createPostgresDatabase(postgres ?? "");
  const one = await startTestServer({ databaseUrl: database.url });
  const other = await startTestServer({ databaseUrl: database.url });
  const flow = await newFlow(one);
  for (let index = 0; index < 60; index++) await aRun(one, flow, { type: "RUNNING" });
  const { id } = await one.ask<BulkJob>("POST", "/ui/bulk/flow_runs", { action: "cancel", ...of(flow) });
  expect(await get(other, id)).toMatchObject({ id, total: 60, error: null });
  expect((await other.ask<BulkJob[]>("GET", "/ui/bulk")).map((job) => job.id)).toEqual([id]);
  await other.ask("POST", `/ui/bulk/${id}/stop`);
  await one.ctx.bulkJobs.untilLeft(id);
  const job = await get(other, id);
  expect(job.ended).toBeTypeOf("string");
  expect(await outcomesOf(other, job)).toHaveLength(job.processed);
  await Promise.all([one.stop(), other.stop()]);
  await database.drop();
});
