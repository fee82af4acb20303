import type { Flow, FlowRun, OrchestrationResult, State, TaskRun } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

const aFlowRun = async (server: TestServer, body: object = {}): Promise<FlowRun> => {
  const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
  return server.ask("POST", "/flow_runs/", { flow_id: flow.id, state: { type: "RUNNING" }, ...body });
};

const aTask = (server: TestServer, body: object = {}) =>
  server.ask<TaskRun>("POST", "/task_runs/", { task_key: "task", dynamic_key: uniqueName("key"), ...body });

const propose = (server: TestServer, run: TaskRun, state: object) =>
  server.call<OrchestrationResult>("POST", `/task_runs/${run.id}/set_state`, { state });

const nowhere = "00000000-0000-0000-0000-000000000000";

onEveryDatabase("task runs", (it) => {
  it("are made once per flow run and keys; a second request finds the first", async ({ server }) => {
    const flowRun = await aFlowRun(server, { labels: { team: "x", kept: "flow run" } });
    const keys = { flow_run_id: flowRun.id, task_key: "extract", dynamic_key: "0" };
    const first = await server.call<TaskRun>("POST", "/task_runs/", { ...keys, name: "mine", labels: { kept: "own" }, tags: ["a"] });
    const again = await server.call<TaskRun>("POST", "/task_runs/", { ...keys, name: "other", state: { type: "RUNNING" } });

    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      ...keys,
      name: "mine",
      tags: ["a"],
      labels: { team: "x", kept: "own", "prefect.flow.id": flowRun.flow_id, "prefect.flow-run.id": flowRun.id },
      state_type: "PENDING",
      state: { type: "PENDING", name: "Pending", state_details: { task_run_id: first.body.id, flow_run_id: flowRun.id } },
    });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id: first.body.id, name: "mine", state_id: first.body.state_id });
    const states = await server.ask<State[]>("GET", `/task_run_states/?task_run_id=${first.body.id}`);
    expect(states).toEqual([first.body.state]);
  });

  it("are made once too when many ask at the same time, in a flow run or outside", async ({ server }) => {
    const flowRun = await aFlowRun(server);
    for (const flow_run_id of [flowRun.id, null]) {
      const body = { flow_run_id, task_key: "raced", dynamic_key: uniqueName("key") };
      const answers = await Promise.all(Array.from({ length: 8 }, () => server.call<TaskRun>("POST", "/task_runs/", body)));
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
      expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    }
  });

  it("take the id, the state and the policy they are given", async ({ server }) => {
    const id = "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000";
    const run = await aTask(server, {
      id,
      state: { type: "SCHEDULED", state_details: { scheduled_time: "2026-05-01T10:00:00+02:00", deferred: true } },
      empirical_policy: { max_retries: 3, retry_delay_seconds: 2.5, retry_jitter_factor: 0.5 },
    });
    expect(run).toMatchObject({
      id,
      flow_run_id: null,
      labels: {},
      next_scheduled_start_time: "2026-05-01T08:00:00Z",
      empirical_policy: { retries: 3, retry_delay: 2.5, retry_jitter_factor: 0.5 },
      state: { name: "Scheduled", state_details: { deferred: true, scheduled_time: "2026-05-01T10:00:00+02:00" } },
    });
    expect(run.name).toMatch(/^[a-z]+-[a-z]+$/);
    expect((await server.call("POST", "/task_runs/", { id, task_key: "other", dynamic_key: "0" })).status).toBe(409);
  });

  it("go through their states by the rules of tasks", async ({ server }) => {
    const flowRun = await aFlowRun(server);
    const run = await aTask(server, { flow_run_id: flowRun.id, empirical_policy: { retries: 1, retry_delay: 0 } });
    expect(await propose(server, run, { type: "RUNNING" })).toMatchObject({ status: 201, body: { status: "ACCEPT" } });
    expect(await propose(server, run, { type: "FAILED" })).toMatchObject({
      status: 201,
      body: { status: "REJECT", state: { name: "AwaitingRetry" }, details: { reason: "Retrying" } },
    });
    expect(await propose(server, run, { type: "RUNNING" })).toMatchObject({ status: 201, body: { state: { name: "Retrying" } } });
    const data = { storage_key: "k", artifact_key: "report", artifact_type: "table", artifact_description: "d" };
    const completed = await propose(server, run, { type: "COMPLETED", data });
    expect(completed.body.state?.data).toEqual({ storage_key: "k" });
    expect(await propose(server, run, { type: "FAILED" })).toMatchObject({
      status: 200,
      body: { status: "REJECT", state: { type: "COMPLETED" }, details: { reason: "This run is already completed." } },
    });

    const ended = await server.ask<TaskRun>("GET", `/task_runs/${run.id}`);
    expect(ended).toMatchObject({ state_type: "COMPLETED", run_count: 2, flow_run_run_count: 1, state: { data: { storage_key: "k" } } });
    expect(ended.total_run_time).toBeGreaterThan(0);
    const [artifact] = await server.ctx.read.selectFrom("artifact").selectAll().where("task_run_id", "=", run.id).execute();
    expect(artifact).toMatchObject({ key: "report", type: "table", description: "d", data: { storage_key: "k" }, flow_run_id: flowRun.id });
  });

  it("run only while their flow run does, unless forced", async ({ server }) => {
    const flowRun = await aFlowRun(server, { state: { type: "COMPLETED" } });
    const run = await aTask(server, { flow_run_id: flowRun.id });
    expect(await propose(server, run, { type: "RUNNING" })).toMatchObject({
      status: 200,
      body: { status: "ABORT", details: { reason: "The enclosing flow must be running to begin task execution." } },
    });
    expect(await server.call("POST", `/task_runs/${run.id}/set_state`, { state: { type: "RUNNING" }, force: true })).toMatchObject({
      status: 201,
      body: { status: "ACCEPT" },
    });
  });

  it("take the place of a result that is in the cache", async ({ server }) => {
    const flowRun = await aFlowRun(server);
    const state_details = { cache_key: uniqueName("cache") };
    const first = await aTask(server, { flow_run_id: flowRun.id });
    await propose(server, first, { type: "RUNNING" });
    await propose(server, first, { type: "COMPLETED", data: { storage_key: "k" }, state_details });
    const second = await aTask(server, { flow_run_id: flowRun.id });
    expect(await propose(server, second, { type: "RUNNING", state_details })).toMatchObject({
      status: 201,
      body: { status: "REJECT", state: { type: "COMPLETED", name: "Cached", data: { storage_key: "k" } } },
    });
  });

  it("are filtered by their own and by related rows, sorted, counted and paged", async ({ server }) => {
    const flowRun = await aFlowRun(server, { tags: [uniqueName("tag")] });
    for (const name of ["b", "c", "a"]) await aTask(server, { flow_run_id: flowRun.id, name, tags: [name] });
    const lone = await aTask(server, { name: "lone" });
    const names = async (body: object) => (await server.ask<TaskRun[]>("POST", "/task_runs/filter", body)).map((run) => run.name);
    const inRun = { task_runs: { flow_run_id: { any_: [flowRun.id] } } };

    expect(await names({ ...inRun, sort: "NAME_ASC" })).toEqual(["a", "b", "c"]);
    expect(await names(inRun)).toEqual(["a", "c", "b"]);
    expect(await names({ ...inRun, sort: "EXPECTED_START_TIME_ASC", limit: 1, offset: 1 })).toEqual(["c"]);
    expect(await names({ task_runs: { tags: { all_: ["c"] } }, flow_runs: { tags: { all_: flowRun.tags } } })).toEqual(["c"]);
    expect(await names({ flows: { id: { any_: [flowRun.flow_id] } }, task_runs: { name: { like_: "B" } } })).toEqual(["b"]);
    expect(await names({ task_runs: { flow_run_id: { is_null_: true }, id: { any_: [lone.id] } } })).toEqual(["lone"]);
    expect(await names({ ...inRun, task_runs: { ...inRun.task_runs, state: { type: { any_: ["CRASHED"] } } } })).toEqual([]);
    expect(await server.ask("POST", "/task_runs/count", inRun)).toBe(3);
    const page = await server.ask<{ results: object[] }>("POST", "/task_runs/paginate", { ...inRun, sort: "NAME_ASC", limit: 2, page: 2 });
    expect(page).toMatchObject({ count: 3, limit: 2, pages: 2, page: 2, results: [{ name: "c", state: { type: "PENDING" } }] });
    expect(page.results[0]).not.toHaveProperty("dynamic_key");
  });

  it("are told from subflows by whether a flow run has them as parent", async ({ server }) => {
    const parent = await aFlowRun(server);
    const placeholder = await aTask(server, { flow_run_id: parent.id, name: "subflow" });
    await aTask(server, { flow_run_id: parent.id, name: "plain" });
    const child = await aFlowRun(server, { parent_task_run_id: placeholder.id });
    const names = async (exists_: boolean) => {
      const task_runs = { flow_run_id: { any_: [parent.id] }, subflow_runs: { exists_ } };
      return (await server.ask<TaskRun[]>("POST", "/task_runs/filter", { task_runs })).map((run) => run.name);
    };
    expect(await names(true)).toEqual(["subflow"]);
    expect(await names(false)).toEqual(["plain"]);
    expect(await server.ask("GET", `/task_runs/${placeholder.id}`)).toMatchObject({
      state_type: "RUNNING",
      state: { state_details: { child_flow_run_id: child.id, task_run_id: placeholder.id } },
    });
  });

  it("change name and go away with their states and logs", async ({ server }) => {
    const flowRun = await aFlowRun(server);
    const run = await aTask(server, { flow_run_id: flowRun.id });
    const log = { name: "l", level: 20, message: "m", timestamp: "2026-01-01T00:00:00Z", flow_run_id: flowRun.id };
    await server.call("POST", "/logs/", [log, { ...log, task_run_id: run.id }]);

    expect((await server.call("PATCH", `/task_runs/${run.id}`, { name: "renamed" })).status).toBe(204);
    const renamed = await server.ask<TaskRun>("GET", `/task_runs/${run.id}`);
    expect(renamed.name).toBe("renamed");
    expect((await server.call("PATCH", `/task_runs/${run.id}`, {})).status).toBe(204);
    const touched = await server.ask<TaskRun>("GET", `/task_runs/${run.id}`);
    expect(touched.name).toBe("renamed");
    expect(touched.updated).not.toBe(renamed.updated);
    await server.call("PATCH", `/task_runs/${run.id}`, { name: null });
    expect((await server.ask<TaskRun>("GET", `/task_runs/${run.id}`)).name).toMatch(/^[a-z]+-[a-z]+$/);

    expect((await server.call("DELETE", `/task_runs/${run.id}`)).status).toBe(204);
    expect(await server.ask("GET", `/task_run_states/?task_run_id=${run.id}`)).toEqual([]);
    expect(await server.ask("POST", "/logs/filter", { logs: { flow_run_id: { any_: [flowRun.id] } } })).toMatchObject([
      { task_run_id: null },
    ]);
  });

  it("refuse what does not fit, in the protocol's words", async ({ server }) => {
    const answers = {
      get: await server.call("GET", `/task_runs/${nowhere}`),
      update: await server.call("PATCH", `/task_runs/${nowhere}`, { name: "q" }),
      delete: await server.call("DELETE", `/task_runs/${nowhere}`),
      setState: await server.call("POST", `/task_runs/${nowhere}/set_state`, { state: { type: "RUNNING" } }),
      create: await server.call("POST", "/task_runs/", { flow_run_id: nowhere, task_key: "k", dynamic_key: "0" }),
    };
    expect(answers).toMatchObject({
      get: { status: 404, body: { detail: "Task not found" } },
      update: { status: 404, body: { detail: "Task run not found" } },
      delete: { status: 404, body: { detail: "Task not found" } },
      setState: { status: 404, body: { exception_message: `Task run with id ${nowhere} not found` } },
      create: { status: 409, body: { detail: expect.stringMatching(/^Data integrity conflict/) } },
    });
    const body = { task_key: "k", dynamic_key: "0", cache_key: "k".repeat(2001), empirical_policy: { retry_delay: Array(51).fill(1) } };
    expect(await server.call("POST", "/task_runs/", body)).toMatchObject({
      status: 422,
      body: {
        exception_message: "Invalid request received.",
        exception_detail: [
          { loc: ["body", "cache_key"], msg: "Value error, Cache key exceeded maximum allowed length of 2000 characters." },
          { loc: ["body", "empirical_policy", "retry_delay"], msg: "Value error, Can not configure more than 50 retry delays per task." },
        ],
        request_body: body,
      },
    });
  });
});
