import type { Flow, FlowRun, Overview, RunHistory } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

const aFlow = (server: TestServer): Promise<Flow> => server.ask("POST", "/flows/", { name: uniqueName("flow") });

const scheduled = (server: TestServer, flow: Flow, scheduled_time: string): Promise<FlowRun> =>
  server.ask("POST", "/flow_runs/", { flow_id: flow.id, state: { type: "SCHEDULED", state_details: { scheduled_time } } });

const setState = (server: TestServer, run: FlowRun, state: object) =>
  server.ask("POST", `/flow_runs/${run.id}/set_state`, { state, force: true });

const history = (server: TestServer, flow: Flow, body: object) =>
  server.ask<RunHistory[]>("POST", "/flow_runs/history", { flows: { id: { any_: [flow.id] } }, ...body });

onEveryDatabase("the history of runs", (it) => {
  it("counts runs by the interval they were expected in; an edge belongs to the interval it begins", async ({ server }) => {
    const flow = await aFlow(server);
    for (const time of ["09:59:59.999999", "10:00:00", "10:59:59.999999", "11:00:00", "12:00:00"]) {
      await scheduled(server, flow, `2040-01-01T${time}Z`);
    }
    const range = { history_start: "2040-01-01T10:00:00Z", history_end: "2040-01-01T12:00:00Z", history_interval_seconds: 3600 };
    const row = { state_type: "SCHEDULED", state_name: "Scheduled", sum_estimated_run_time: 0, sum_estimated_lateness: 0 };
    expect(await history(server, flow, range)).toEqual([
      { interval_start: "2040-01-01T10:00:00Z", interval_end: "2040-01-01T11:00:00Z", states: [{ ...row, count_runs: 2 }] },
      { interval_start: "2040-01-01T11:00:00Z", interval_end: "2040-01-01T12:00:00Z", states: [{ ...row, count_runs: 1 }] },
    ]);
  });

  it("tells states apart, with the time they ran and how late they are", async ({ server }) => {
    const flow = await aFlow(server);
    const start = server.clock.now();
    const late = await scheduled(server, flow, start);
    const running = await scheduled(server, flow, start);
    await setState(server, await scheduled(server, flow, start), { type: "CANCELLED" });
    await server.clock.advance("10s");
    await setState(server, running, { type: "RUNNING" });
    await server.clock.advance("20s");
    await setState(server, late, { type: "SCHEDULED", name: "Late" });

    const [bucket] = await history(server, flow, { history_start: start, history_end: server.clock.now(), history_interval_seconds: 600 });
    expect(bucket?.states.map(({ state_name, count_runs }) => [state_name, count_runs])).toEqual([
      ["Cancelled", 1],
      ["Running", 1],
      ["Late", 1],
    ]);
    const [cancelled, ran, waiting] = bucket?.states ?? [];
    // A run that ends without having started counts as started when it ended.
    expect(cancelled?.sum_estimated_run_time).toBe(0);
    expect(cancelled?.sum_estimated_lateness).toBeCloseTo(0, 2);
    expect(ran?.sum_estimated_run_time).toBeCloseTo(20, 2);
    expect(ran?.sum_estimated_lateness).toBeCloseTo(10, 2);
    expect(waiting?.sum_estimated_lateness).toBeCloseTo(30, 2);

    const lateness = await server.ask<number>("POST", "/flow_runs/lateness", { flows: { id: { any_: [flow.id] } } });
    expect(lateness).toBeCloseTo(40 / 3, 2);
  });

  it("has at most 500 intervals, uneven widths included", async ({ server }) => {
    const flow = await aFlow(server);
    const range = { history_start: "2040-01-01T00:00:00+01:00", history_end: "2041-01-01T00:00:00Z", history_interval_seconds: 1.5 };
    const buckets = await history(server, flow, range);
    expect(buckets).toHaveLength(500);
    expect(buckets[1]).toEqual({ interval_start: "2039-12-31T23:00:01.500000Z", interval_end: "2039-12-31T23:00:03Z", states: [] });
    expect(await history(server, flow, { ...range, history_end: "2039-01-01T00:00:00Z" })).toEqual([]);
  });

  it("says the same of all runs as of those that a filter finds, edges and uneven widths included", async ({ server }) => {
    const flow = await aFlow(server);
    // Nobody else's runs are of these years.
    for (const time of ["09:59:59.999999", "10:00:00", "10:00:06.999999", "10:00:07", "10:03:29", "10:03:30"])
      await scheduled(server, flow, `2043-01-01T${time}Z`);
    const ran = await scheduled(server, flow, "2043-01-01T10:00:06.999999Z");
    await setState(server, ran, { type: "COMPLETED" });
    const range = { history_start: "2043-01-01T10:00:00Z", history_end: "2043-01-01T10:03:25Z", history_interval_seconds: 7 };
    const all = await server.ask<RunHistory[]>("POST", "/flow_runs/history", range);
    expect(all.map(({ states }) => states.map(({ state_name, count_runs }) => [state_name, count_runs])).slice(0, 2)).toEqual([
      [
        ["Completed", 1],
        ["Scheduled", 2],
      ],
      [["Scheduled", 1]],
    ]);
    expect(all).toHaveLength(30);
    expect(all.at(-1)?.states[0]?.count_runs).toBe(1);
    expect(all).toEqual(await history(server, flow, range));
    const period = { start: "2043-01-01T10:00:01Z", end: "2043-01-01T10:03:29Z" };
    const { flow_runs } = await server.ask<Overview>("POST", "/ui/overview", period);
    expect(flow_runs.total).toBe(4);
    expect(flow_runs).toEqual(
      (await server.ask<Overview>("POST", "/ui/overview", { ...period, flows: { id: { any_: [flow.id] } } })).flow_runs,
    );
  });

  it("is refused for widths below a second and for ends beyond the calendar", async ({ server }) => {
    const range = { history_start: "2040-01-01T00:00:00Z", history_end: "2040-01-02T00:00:00Z" };
    for (const path of ["/flow_runs/history", "/task_runs/history"]) {
      expect(await server.call("POST", path, { ...range, history_interval_seconds: 0 })).toMatchObject({
        status: 422,
        body: { detail: "History interval must not be less than 1 second." },
      });
      expect((await server.call("POST", path, { ...range, history_interval_seconds: 1e300 })).status).toBe(422);
    }
  });

  it("counts task runs the same way", async ({ server }) => {
    const run = await scheduled(server, await aFlow(server), "2040-01-01T00:00:00Z");
    const task = { flow_run_id: run.id, task_key: "k", dynamic_key: "0" };
    const state = { type: "SCHEDULED", state_details: { scheduled_time: "2040-02-01T00:00:30Z" } };
    await server.ask("POST", "/task_runs/", { ...task, state });
    const body = { history_start: "2040-02-01T00:00:00Z", history_end: "2040-02-01T00:01:00Z", history_interval_seconds: 30 };
    const buckets = await server.ask<RunHistory[]>("POST", "/task_runs/history", { ...body, flow_runs: { id: { any_: [run.id] } } });
    expect(buckets.map(({ states }) => states.map(({ count_runs }) => count_runs))).toEqual([[], [1]]);
  });

  it("counts the task runs of flows and deployments, by their ids and by what else is asked of them", async ({ server }) => {
    const [flow, other] = [await aFlow(server), await aFlow(server)];
    const deployment = await server.ask<{ id: string }>("POST", "/deployments/", { name: uniqueName("deployment"), flow_id: flow.id });
    const state = { type: "SCHEDULED", state_details: { scheduled_time: "2041-02-01T00:00:30Z" } };
    for (const body of [{ flow_id: flow.id, deployment_id: deployment.id }, { flow_id: flow.id }, { flow_id: other.id }]) {
      const run = await server.ask<FlowRun>("POST", "/flow_runs/", body);
      await server.ask("POST", "/task_runs/", { flow_run_id: run.id, task_key: "k", dynamic_key: "0", state });
    }
    const range = { history_start: "2041-02-01T00:00:00Z", history_end: "2041-02-01T00:01:00Z", history_interval_seconds: 60 };
    const expected_start_time = { after_: range.history_start, before_: range.history_end };
    const count = async (filters: object): Promise<number> => {
      const [bucket] = await server.ask<RunHistory[]>("POST", "/task_runs/history", { ...range, ...filters });
      const counted = await server.ask("POST", "/task_runs/count", { task_runs: { expected_start_time }, ...filters });
      expect(bucket?.states[0]?.count_runs ?? 0).toBe(counted);
      return Number(counted);
    };
    // What is counted is found from flow runs where these are few, and along the period where it has fewer task runs.
    for (const more of [0, 5]) {
      for (let each = 0; each < more; each += 1) await server.ask("POST", "/flow_runs/", { flow_id: flow.id });
      expect(await count({ flows: { id: { any_: [flow.id] } } })).toBe(2);
      expect(await count({ flows: { id: { any_: [flow.id, other.id] } } })).toBe(3);
      expect(await count({ flows: { id: { any_: [flow.id, other.id] }, name: { any_: [other.name] } } })).toBe(1);
      expect(await count({ flows: { id: { any_: [] } } })).toBe(0);
      expect(await count({ deployments: { id: { any_: [deployment.id] } } })).toBe(1);
      expect(await count({ flows: { id: { any_: [other.id] } }, deployments: { id: { any_: [deployment.id] } } })).toBe(0);
    }
  });

  it("knows no lateness without runs", async ({ server }) => {
    const flow = await aFlow(server);
    expect(await server.ask("POST", "/flow_runs/lateness", { flows: { id: { any_: [flow.id] } } })).toBeNull();
  });
});
