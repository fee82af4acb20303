import type { DependencyResult, Flow, FlowRun, FlowRunGraph, TaskRun } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { describe, expect, test } from "vitest";
import { insertArtifact } from "../artifacts/artifact-rows.ts";
import { listNamedRuns } from "./named-runs.ts";

const aFlowRun = async (server: TestServer, body: object = {}): Promise<FlowRun> => {
  const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
  return server.ask("POST", "/flow_runs/", { flow_id: flow.id, state: { type: "RUNNING" }, ...body });
};

const tasksOf = (server: TestServer, flowRun: FlowRun) => {
  let made = 0;
  return (name: string, task_inputs: object = {}): Promise<TaskRun> =>
    server.ask("POST", "/task_runs/", { flow_run_id: flowRun.id, task_key: "k", dynamic_key: String(made++), name, task_inputs });
};

const setState = (server: TestServer, run: TaskRun, state: object) =>
  server.ask("POST", `/task_runs/${run.id}/set_state`, { state, force: true });
const named = (run: { id: string }) => ({ input_type: "task_run", id: run.id });
const graphOf = (server: TestServer, run: FlowRun, query = "") => server.ask<FlowRunGraph>("GET", `/flow_runs/${run.id}/graph-v2${query}`);
const nodesOf = (graph: FlowRunGraph) => new Map(graph.nodes.map(([, node]) => [node.label, node]));
const nowhere = "00000000-0000-0000-0000-000000000000";

onEveryDatabase("the graph of a flow run", (it) => {
  it("ties task runs by the inputs that name them", async ({ server }) => {
    const run = await aFlowRun(server);
    const task = tasksOf(server, run);
    const first = await task("first");
    const second = await task("second", { x: [named(first), named(first)], y: [{ input_type: "parameter", name: "n" }, named(first)] });
    const inner = await task("inner", { __parents__: [named(second)], z: [named({ id: nowhere })] });

    const graph = await graphOf(server, run);
    expect(graph.nodes.map(([id, node]) => [id, node.label])).toEqual([
      [first.id, "first"],
      [second.id, "second"],
      [inner.id, "inner"],
    ]);
    expect(graph).toMatchObject({ start_time: run.start_time, end_time: null, root_node_ids: [first.id, inner.id] });
    expect(nodesOf(graph).get("first")).toMatchObject({
      kind: "task-run",
      state_type: "PENDING",
      start_time: first.expected_start_time,
      end_time: null,
      parents: [],
      children: [{ id: second.id }],
    });
    expect(nodesOf(graph).get("second")).toMatchObject({ parents: [{ id: first.id }], children: [], encapsulating: [] });
    expect(nodesOf(graph).get("inner")).toMatchObject({ parents: [], encapsulating: [{ id: second.id }] });
    expect(graph.states).toEqual([{ id: run.state_id, timestamp: run.state?.timestamp, type: "RUNNING", name: "Running" }]);
  });

  it("shows a subflow in place of the task run that tracks it", async ({ server }) => {
    const run = await aFlowRun(server);
    const task = tasksOf(server, run);
    const placeholder = await task("placeholder");
    const child = await aFlowRun(server, { name: "child", parent_task_run_id: placeholder.id });
    await task("after", { x: [{ input_type: "flow_run", id: child.id }] });

    const graph = await graphOf(server, run);
    const flow = await server.ask<Flow>("GET", `/flows/${child.flow_id}`);
    const node = nodesOf(graph).get(`${flow.name} / child`);
    expect(node).toMatchObject({ kind: "flow-run", id: child.id, state_type: "RUNNING", start_time: child.start_time });
    expect(nodesOf(graph).get("after")?.parents).toEqual([{ id: child.id }]);
    expect(nodesOf(graph).has("placeholder")).toBe(false);
  });

  it("leaves out with `since` what had ended, but not the edges to it", async ({ server }) => {
    const run = await aFlowRun(server);
    const task = tasksOf(server, run);
    const early = await task("early");
    await setState(server, early, { type: "RUNNING" });
    await setState(server, early, { type: "COMPLETED" });
    const since = server.clock.now();
    const late = await task("late", { x: [named(early)] });

    const graph = await graphOf(server, run, `?since=${encodeURIComponent(since)}`);
    expect(graph.nodes.map(([id]) => id)).toEqual([late.id]);
    expect(nodesOf(graph).get("late")?.parents).toEqual([{ id: early.id }]);
    expect(graph.root_node_ids).toEqual([]);
    expect((await graphOf(server, run)).nodes).toHaveLength(2);
  });

  it("shows artifacts at the run or the task run they belong to, never results", async ({ server }) => {
    const run = await aFlowRun(server);
    const task = await tasksOf(server, run)("task");
    const key = uniqueName("key");
    const artifact = (id: number, columns: object) => {
      const now = server.clock.now();
      const row = { id: `0190aaaa-bbbb-7ccc-8ddd-${run.id.slice(24, 34)}${10 + id}`, created: now, updated: now, key: null, type: "table" };
      return { ...row, description: null, data: { n: id }, metadata_: null, flow_run_id: run.id, task_run_id: null, ...columns };
    };
    const rows = [
      artifact(0, { key }),
      artifact(1, { key, task_run_id: task.id }),
      artifact(2, { type: "progress" }),
      artifact(3, { type: "result" }),
      artifact(4, { type: null }),
    ];
    await server.ctx.transact(async (tx) => {
      for (const row of rows) await insertArtifact(server.ctx, tx, row);
    });

    const graph = await graphOf(server, run);
    expect(graph.artifacts).toEqual([
      { id: rows[0]?.id, created: rows[0]?.created, key, type: "table", is_latest: false, data: null },
      { id: rows[2]?.id, created: rows[2]?.created, key: null, type: "progress", is_latest: true, data: { n: 2 } },
    ]);
    expect(graph.nodes[0]?.[1].artifacts).toMatchObject([{ id: rows[1]?.id, is_latest: true }]);
  });

  it("has an older form that lists what each task run waited for", async ({ server }) => {
    const run = await aFlowRun(server);
    const task = tasksOf(server, run);
    const first = await task("first", { x: [{ input_type: "constant", type: "int" }] });
    const second = await task("second", { x: [named(first)], y: [named(first)] });
    const list = await server.ask<DependencyResult[]>("GET", `/flow_runs/${run.id}/graph`);
    expect(list).toMatchObject([
      { id: first.id, name: "first", upstream_dependencies: [], state: { type: "PENDING" }, untrackable_result: false },
      { id: second.id, name: "second", upstream_dependencies: [named(first)], start_time: null, total_run_time: 0 },
    ]);
  });

  it("is not found for a run that is not there, in either form", async ({ server }) => {
    expect(await server.call("GET", `/flow_runs/${nowhere}/graph-v2`)).toMatchObject({
      status: 404,
      body: { exception_message: `Flow run ${nowhere} not found` },
    });
    expect(await server.call("GET", `/flow_runs/${nowhere}/graph`)).toMatchObject({
      status: 404,
      body: { exception_message: `Flow run with id ${nowhere} not found` },
    });
  });
});

onEveryDatabase(
  "the graph of a flow run with too many nodes",
  (it) => {
    it("is refused rather than cut", async ({ server }) => {
      const run = await aFlowRun(server);
      const task = tasksOf(server, run);
      for (const name of ["a", "b"]) await task(name);
      expect((await graphOf(server, run)).nodes).toHaveLength(2);
      await task("c");
      const refusal = { status: 400, body: { detail: `The graph of flow run ${run.id} has more than 2 nodes.` } };
      expect(await server.call("GET", `/flow_runs/${run.id}/graph-v2`)).toMatchObject(refusal);
      expect(await server.call("GET", `/flow_runs/${run.id}/graph`)).toMatchObject(refusal);
    });
  },
  { graphMaxNodes: 2 },
);

describe("the runs that inputs name", () => {
  test("are found among whatever a client reported", () => {
    const inputs = {
      a: [{ input_type: "task_run", id: "1" }, 5, null, [], { id: 2 }],
      b: "text",
      c: null,
      d: { id: "3" },
      e: [{ id: "4" }],
    };
    expect(listNamedRuns(inputs)).toEqual([
      { key: "a", type: "task_run", id: "1" },
      { key: "e", type: null, id: "4" },
    ]);
  });
});
