import { setImmediate } from "node:timers/promises";
import type { BulkJob, BulkOutcome, BulkPreview, Flow, FlowRun } from "@millrace/contract";
import { onEveryDatabase, startTestServer, type TestServer } from "@millrace/testing";
import { expect, test } from "vitest";
import { createBulkJobs } from "../../bulk-jobs.ts";
import { createPool, deploy, runAt } from "../work-pools/fixtures/pools.ts";
import { aRun, newFlow } from "./fixtures/runs.ts";

const of = (flow: Pick<Flow, "id">) => ({ flows: { id: { any_: [flow.id] } } });

/** Starts a job and asks for it until it has ended. */
const carryOut = async (server: TestServer, body: object): Promise<BulkJob> => {
  const { id } = await server.ask<BulkJob>("POST", "/ui/bulk/flow_runs", body);
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
      { flow_run_id: ended.id, outcome: "refused", state_type: "COMPLETED", state_name: "Completed", reason: expect.any(String) },
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

const done = (flow_run_id: string): BulkOutcome => ({ flow_run_id, outcome: "done", state_type: null, state_name: null, reason: null });
const ids = Array.from({ length: 120 }, (_, index) => String(index));
const now = () => "2026-01-01T00:00:00Z";

test("a job that is stopped does no more than what is under way", async () => {
  const jobs = createBulkJobs(now);
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = async (some: readonly string[]) => {
    await promise;
    return some.map(done);
  };
  const onEnd = () => undefined;
  for (const id of ["a", "b", "c", "d"]) expect(jobs.start({ id, action: "cancel", ids, work, onEnd })).toMatchObject({ state: "running" });
  expect(jobs.start({ id: "e", action: "cancel", ids, work, onEnd })).toBe(undefined);
  const stopping = jobs.stop("a");
  resolve();
  expect(await stopping).toMatchObject({ state: "stopped", total: 120, processed: 50, done: 50 });
  await jobs.stopAll();
  expect(jobs.list().map(({ id }) => id)).toEqual(["d", "c", "b", "a"]);
});

test("a job that breaks says why, and only the last jobs are remembered", async () => {
  const jobs = createBulkJobs(now);
  const fail = () => Promise.reject(new Error("disk full"));
  for (let index = 0; index < 12; index++) {
    jobs.start({ id: `job-${index}`, action: "delete", ids: ["1"], work: fail, onEnd: () => undefined });
    await jobs.stop(`job-${index}`);
  }
  expect(jobs.list()).toHaveLength(10);
  expect(jobs.find("job-0")).toBe(undefined);
  expect(jobs.find("job-11")).toMatchObject({ state: "failed", error: "disk full", processed: 0 });
});

test("a server that stops lets the job finish what is under way", async () => {
  const server = await startTestServer({});
  const flow = await newFlow(server);
  for (let index = 0; index < 3; index++) await aRun(server, flow, { type: "RUNNING" });
  const { id } = await server.ask<BulkJob>("POST", "/ui/bulk/flow_runs", { action: "cancel", ...of(flow) });
  const { ctx } = server;
  await server.stop();
  expect(ctx.bulkJobs.find(id)).toMatchObject({ state: "finished", done: 3 });
});
