import type { FlowRunFacets, FlowRunTaskSummary, FlowRunTimeseries } from "@millrace/contract";
import { addSeconds } from "@millrace/contract";
import { onEveryDatabase, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { createPool, deploy, runAt } from "../work-pools/fixtures/pools.ts";
import { aRun, aTaskRun, move, newFlow } from "./fixtures/runs.ts";

const nobody = "00000000-0000-0000-0000-000000000000";

onEveryDatabase("facets of flow runs", (it) => {
  it("count what runs belong to, by kept counts or one by one", async ({ server }) => {
    const [flow, other] = [await newFlow(server), await newFlow(server)];
    const [red, blue] = [uniqueName("red"), uniqueName("blue")];
    const pool = await createPool(server);
    const deployment = await deploy(server, { work_pool_name: pool.name, flow_id: flow.id });
    await aRun(server, flow, { type: "COMPLETED" }, { tags: [red, blue] });
    await aRun(server, flow, { type: "COMPLETED" }, { tags: [red] });
    await aRun(server, other, { type: "FAILED" });
    await runAt(server, deployment, server.clock.now());

    const flows = { id: { any_: [flow.id, other.id] } };
    const expected = {
      counted: 4,
      states: {
        values: [
          { id: null, name: "Completed", state_type: "COMPLETED", count: 2 },
          { id: null, name: "Failed", state_type: "FAILED", count: 1 },
          { id: null, name: "Scheduled", state_type: "SCHEDULED", count: 1 },
        ],
        is_truncated: false,
        is_sampled: false,
      },
      flows: {
        values: [
          { id: flow.id, name: flow.name, state_type: null, count: 3 },
          { id: other.id, name: other.name, state_type: null, count: 1 },
        ],
      },
      deployments: {
        values: [
          { id: null, name: null, state_type: null, count: 3 },
          { id: deployment.id, name: deployment.name, state_type: null, count: 1 },
        ],
      },
      work_pools: {
        values: [
          { id: null, name: null, count: 3 },
          { id: pool.id, name: pool.name, count: 1 },
        ],
      },
      tags: {
        values: [
          { id: null, name: red, count: 2 },
          { id: null, name: blue, count: 1 },
        ],
      },
    };
    const sorted = async (body: object): Promise<FlowRunFacets> => {
      const found = await server.ask<FlowRunFacets>("POST", "/ui/flow_runs/facets", body);
      const byName = (one: { name: string | null }, next: { name: string | null }) => (one.name ?? "").localeCompare(next.name ?? "");
      const states = found.states.values.toSorted((one, next) => next.count - one.count || byName(one, next));
      return { ...found, states: { ...found.states, values: states } };
    };
    expect(await sorted({ flows })).toMatchObject(expected);
    const recent = { expected_start_time: { after_: addSeconds(server.clock.now(), -3600) } };
    expect(await sorted({ flows, flow_runs: recent })).toMatchObject(expected);
    expect(await sorted({ flows, flow_runs: { tags: { all_: [blue] } } })).toMatchObject({ counted: 1, tags: { is_sampled: false } });
    expect(await sorted({ flows: { id: { any_: [nobody] } } })).toMatchObject({ counted: 0, states: { values: [] } });
  });

  it("show the fifty most frequent values and say that there are more", async ({ server }) => {
    const flow = await newFlow(server);
    const tags = Array.from({ length: 51 }, (_, index) => `tag-${index}`);
    await aRun(server, flow, { type: "RUNNING" }, { tags });
    await aRun(server, flow, { type: "RUNNING" }, { tags: tags.slice(-1) });
    const found = await server.ask<FlowRunFacets>("POST", "/ui/flow_runs/facets", { flows: { id: { any_: [flow.id] } } });
    expect(found.tags.is_truncated).toBe(true);
    expect(found.tags.values).toHaveLength(50);
    expect(found.tags.values[0]).toMatchObject({ name: "tag-50", count: 2 });
  });
});

onEveryDatabase("the course of flow runs", (it) => {
  it("has counts by state and durations in each bucket", async ({ server }) => {
    const flow = await newFlow(server);
    const start = server.clock.now();
    for (const seconds of [1, 2, 3, 40]) {
      const run = await aRun(server, flow, { type: "RUNNING" });
      await server.clock.advance(`${seconds}s`);
      await move(server, `/flow_runs/${run.id}`, { type: "COMPLETED" });
    }
    await aRun(server, flow, { type: "CANCELLED" });
    const end = addSeconds(start, 7200);
    const found = await server.ask<FlowRunTimeseries>("POST", "/ui/flow_runs/timeseries", {
      flows: { id: { any_: [flow.id] } },
      start,
      end,
    });
    expect(found).toMatchObject({
      start,
      end,
      total: 5,
      states: [
        { state_type: "COMPLETED", count: 4 },
        { state_type: "CANCELLED", count: 1 },
      ],
    });
    expect([found.duration_p50, found.duration_p95]).toEqual([expect.closeTo(2, 2), expect.closeTo(40, 2)]);
    expect(found.buckets.length).toBeGreaterThan(100);
    expect(found.buckets.length).toBeLessThanOrEqual(121);
    const filled = found.buckets.filter(({ states }) => states.length > 0);
    expect(filled[0]?.duration_p50).toBeGreaterThan(0);
    expect(found.buckets.at(-1)).toEqual({
      start: expect.any(String),
      end: expect.any(String),
      states: [],
      duration_p50: null,
      duration_p95: null,
    });
    expect(found.buckets[1]?.start).toBe(found.buckets[0]?.end);
  });

  it("has as many buckets for a year as for an hour", async ({ server }) => {
    const count = async (seconds: number): Promise<number> => {
      const period = { start: addSeconds(server.clock.now(), -seconds), end: server.clock.now() };
      const { buckets } = await server.ask<FlowRunTimeseries>("POST", "/ui/flow_runs/timeseries", period);
      return buckets.length;
    };
    for (const seconds of [3600, 86_400, 30 * 86_400, 366 * 86_400, 20 * 366 * 86_400]) {
      expect(await count(seconds)).toBeGreaterThan(20);
      expect(await count(seconds)).toBeLessThanOrEqual(122);
    }
  });
});

onEveryDatabase("the attempts of task runs", (it) => {
  it("are told by run, the last one open while it runs", async ({ server }) => {
    const run = await aRun(server, await newFlow(server), { type: "RUNNING" });
    const begin = server.clock.now();
    const retried = await aTaskRun(server, run.id, { task_key: "load", name: "load" });
    await server.clock.advance("5s");
    await move(server, `/task_runs/${retried.id}`, { type: "SCHEDULED", name: "AwaitingRetry" });
    await server.clock.advance("10s");
    await move(server, `/task_runs/${retried.id}`, { type: "RUNNING" });
    const waiting = await aTaskRun(server, run.id, { task_key: "save", name: "save", state: { type: "PENDING" } });
    const found = await server.ask<Record<string, { start: string; end: string | null }[]>>("POST", "/ui/task_runs/attempts", {
      task_run_ids: [retried.id, waiting.id, nobody],
    });
    expect(Object.keys(found)).toEqual([retried.id]);
    const seconds = (at: string | null | undefined) => (at ? Math.round((Date.parse(at) - Date.parse(begin)) / 1000) : undefined);
    expect(found[retried.id]?.map(({ start, end }) => [seconds(start), seconds(end)])).toEqual([
      [0, 5],
      [15, undefined],
    ]);
  });
});

onEveryDatabase("the tasks of a flow run", (it) => {
  it("are summed up by task", async ({ server }) => {
    const flow = await newFlow(server);
    const run = await aRun(server, flow, { type: "RUNNING" });
    const inPlaceOfSubflow = await aTaskRun(server, run.id, { task_key: "child", name: "child" });
    await aRun(server, flow, { type: "RUNNING" }, { parent_task_run_id: inPlaceOfSubflow.id });
    const task = async (seconds: number, body: object, state: object): Promise<string> => {
      const { id } = await aTaskRun(server, run.id, { task_key: "load-1a2b3c4d", ...body });
      await server.clock.advance(`${seconds}s`);
      await server.ask("POST", `/task_runs/${id}/set_state`, { state, force: true });
      return id;
    };
    await task(1, { dynamic_key: "abcdef", name: "load-abc" }, { type: "COMPLETED" });
    const first = await task(2, { dynamic_key: "bcdefa", name: "load-bcd" }, { type: "FAILED", message: "boom" });
    await task(30, { dynamic_key: "cdefab", name: "load-cde" }, { type: "FAILED", message: "later" });
    await aTaskRun(server, run.id, { task_key: "load-1a2b3c4d", dynamic_key: "defabc", name: "load-def" });
    await aTaskRun(server, run.id, { task_key: "save", name: "my own name" });

    const found = await server.ask<FlowRunTaskSummary>("GET", `/ui/flow_runs/${run.id}/task-summary`);
    expect(found).toMatchObject({ flow_run_id: run.id, total: 5 });
    expect(found.tasks).toEqual([
      {
        task_key: "load-1a2b3c4d",
        name: "load",
        count: 4,
        states: [
          { state_type: "FAILED", state_name: "Failed", count: 2 },
          { state_type: expect.any(String), state_name: expect.any(String), count: 1 },
          { state_type: expect.any(String), state_name: expect.any(String), count: 1 },
        ],
        duration_p50: expect.closeTo(2, 2),
        duration_p95: expect.closeTo(30, 2),
        total_run_time: expect.closeTo(33, 2),
        first_start: expect.any(String),
        last_end: expect.any(String),
        first_error: { task_run_id: first, name: "load-bcd", message: "boom", timestamp: expect.any(String) },
      },
      expect.objectContaining({ task_key: "save", name: "my own name", count: 1, duration_p50: null, first_error: null, last_end: null }),
    ]);
    expect(await server.call("GET", `/ui/flow_runs/${nobody}/task-summary`)).toMatchObject({
      status: 404,
      body: { detail: "Flow run not found" },
    });
  });
});
