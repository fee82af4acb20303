import type { Overview, WorkPoolSummary } from "@millrace/contract";
import { addSeconds } from "@millrace/contract";
import { onEveryDatabase, uniqueName } from "@millrace/testing";
import { describe, expect, it as test } from "vitest";
import { createPool, deploy, runAt } from "../work-pools/fixtures/pools.ts";
import { signatureOf } from "./failures.ts";
import { aRun, aTaskRun, newFlow } from "./fixtures/runs.ts";

describe("the signature of a message", () => {
  test.each([
    [
      "ValueError: no row 17 in 'orders' for 01a20141-4052-7048-9731-8b9e10eb109e\nTraceback …",
      'ValueError: no row 17 in "x" for 01a20141-4052-7048-9731-8b9e10eb1000',
      "ValueError: no row # in '…' for …",
    ],
    ["<Thing at 0x7f01> took 1.5 s", "<Thing at 0xdead> took 2 s", "<Thing at …> took # s"],
    [null, "", "No message"],
  ])("of %j is that of %j", (one, other, signature) => {
    expect([signatureOf(one), signatureOf(other)]).toEqual([signature, signature]);
  });
});

onEveryDatabase("the overview", (it) => {
  it("counts the runs of a period by time and state", async ({ server }) => {
    const flow = await newFlow(server);
    const start = addSeconds(server.clock.now(), -1);
    await aRun(server, flow, { type: "COMPLETED" });
    const run = await aRun(server, flow, { type: "RUNNING" });
    await aTaskRun(server, run.id, { task_key: "t" });
    await server.clock.advance("2h");
    await aRun(server, flow, { type: "COMPLETED" });

    const flows = { id: { any_: [flow.id] } };
    const found = await server.ask<Overview>("POST", "/ui/overview", { flows, start });
    expect(found).toMatchObject({ start, end: expect.any(String), bucket_seconds: 120 });
    expect(found.flow_runs.total).toBe(3);
    expect(found.flow_runs.states).toEqual([
      { state_type: "COMPLETED", state_name: "Completed", count: 2 },
      { state_type: "RUNNING", state_name: "Running", count: 1 },
    ]);
    expect(found.flow_runs.buckets.length).toBeLessThanOrEqual(122);
    const filled = found.flow_runs.buckets.filter(({ states }) => states.length > 0);
    expect(filled.flatMap(({ states }) => states.map(({ count }) => count))).toEqual([1, 1, 1]);
    const running = [{ state_type: "RUNNING", state_name: "Running", count: 1 }];
    expect(found.task_runs).toMatchObject({ total: 1, states: running });
    expect(found.task_runs.buckets.map(({ start: from, end }) => [from, end])).toEqual(
      found.flow_runs.buckets.map(({ start: from, end }) => [from, end]),
    );
    expect(found.task_runs.buckets.filter(({ states }) => states.length > 0).map(({ states }) => states)).toEqual([running]);

    const hour = { flows, start, end: addSeconds(start, 3600) };
    expect((await server.ask<Overview>("POST", "/ui/overview", hour)).flow_runs.total).toBe(2);
    expect(await server.call("POST", "/ui/overview", { start, end: start })).toMatchObject({
      status: 422,
      body: { detail: "The period must end after it starts." },
    });
    expect(await server.call("POST", "/ui/overview", { start: "0001-01-01T00:00:00Z" })).toMatchObject({
      status: 422,
      body: { detail: "Periods lie between the years 1970 and 2250." },
    });
  });

  it("groups failures by what went wrong", async ({ server }) => {
    const [flow, other] = [await newFlow(server), await newFlow(server)];
    await aRun(server, flow, { type: "FAILED", message: "ValueError: 1 is too small\nmore" });
    await server.clock.advance("1s");
    const last = await aRun(server, flow, { type: "CRASHED", message: "ValueError: 22 is too small" });
    await aRun(server, other, { type: "FAILED", message: "ValueError: 3 is too small" });
    await aRun(server, flow, { type: "COMPLETED" });
    const { failures } = await server.ask<Overview>("POST", "/ui/overview", { flows: { id: { any_: [flow.id, other.id] } } });
    expect(failures).toMatchObject({ examined: 3, is_truncated: false });
    expect(failures.groups).toMatchObject([
      {
        flow_name: flow.name,
        signature: "ValueError: # is too small",
        message: "ValueError: 22 is too small",
        count: 2,
        last_run: { id: last.id, state_type: "CRASHED" },
      },
      { flow_name: other.name, count: 1 },
    ]);
  });

  it("shows what is late, stuck and next, and how pools fare", async ({ server }) => {
    const pool = await createPool(server, { concurrency_limit: 5 });
    const deployment = await deploy(server, { work_pool_name: pool.name });
    await server.ask("POST", `/work_pools/${pool.name}/workers/heartbeat`, { name: "w" });
    await server.ask("POST", `/work_pools/${pool.name}/get_scheduled_flow_runs`, { scheduled_before: server.clock.now() });
    const filters = { deployments: { id: { any_: [deployment.id] } }, work_pools: { id: { any_: [pool.id] } } };

    const pending = await runAt(server, deployment, server.clock.now());
    await server.ask("POST", `/flow_runs/${pending.id}/set_state`, { state: { type: "PENDING" } });
    const done = await runAt(server, deployment, server.clock.now());
    await server.ask("POST", `/flow_runs/${done.id}/set_state`, { state: { type: "COMPLETED" }, force: true });
    const late = await runAt(server, deployment, server.clock.now());
    await server.ask("POST", `/flow_runs/${late.id}/set_state`, { state: { type: "SCHEDULED", name: "Late" }, force: true });
    const next = await runAt(server, deployment, addSeconds(server.clock.now(), 7200));
    await server.clock.advance("11m");

    const found = await server.ask<Overview>("POST", "/ui/overview", filters);
    expect(found.late).toMatchObject({ count: 1, runs: [{ id: late.id, deployment_name: deployment.name }] });
    expect(found.stuck).toMatchObject({ count: 1, runs: [{ id: pending.id, reason: "pending" }] });
    expect(found.next_runs).toMatchObject([{ id: next.id, next_scheduled_start_time: next.next_scheduled_start_time }]);
    const expected = {
      id: pool.id,
      name: pool.name,
      type: "process",
      is_paused: false,
      concurrency_limit: 5,
      active_slots: 1,
      last_polled: expect.any(String),
      workers: 1,
      workers_online: 0,
      queues: 1,
      queues_paused: 0,
      deployments: 1,
      late_runs: 1,
      average_lateness: expect.closeTo(660, 0),
      outcomes: { completed: 1, failed: 0, crashed: 0, cancelled: 0 },
      completed_share: 1,
      completed_share_before: null,
      bars: [...Array.from({ length: 23 }, () => ({})), { PENDING: 1, COMPLETED: 1, SCHEDULED: 1 }],
    };
    expect(found.work_pools).toEqual([expect.objectContaining(expected)]);

    const idle = await createPool(server, { name: uniqueName("idle") });
    const work_pool_ids = [pool.id, idle.id, flowlessId];
    const summaries = await server.ask<Record<string, WorkPoolSummary>>("POST", "/ui/work_pools/summary", { work_pool_ids });
    expect(summaries).toMatchObject({ [pool.id]: expected, [idle.id]: { workers: 0, late_runs: 0, completed_share: null, queues: 1 } });
    expect(Object.keys(summaries)).toHaveLength(2);
  });

  it("tells of runs that are not heard of any more", async ({ server }) => {
    const flow = await newFlow(server);
    const run = await aRun(server, flow, { type: "RUNNING" });
    const heard = server.clock.now();
    await server.ctx.transact((tx) => tx.updateTable("flow_run").set({ last_heartbeat: heard }).where("id", "=", run.id).execute());
    await server.clock.advance("11m");
    const { stuck } = await server.ask<Overview>("POST", "/ui/overview", { flows: { id: { any_: [flow.id] } } });
    expect(stuck).toMatchObject({ count: 1, runs: [{ id: run.id, reason: "silent", since: heard }] });
  });
});

const flowlessId = "00000000-0000-0000-0000-000000000000";
