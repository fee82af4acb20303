import type { FlowRun, NextFlowRun, TaskRunCount } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

const nobody = "00000000-0000-0000-0000-000000000000";

const startFlow = async (server: TestServer): Promise<string> =>
  (await server.ask<{ id: string }>("POST", "/flows/", { name: uniqueName("flow") })).id;
const startRun = (server: TestServer, flow_id: string, state: object): Promise<FlowRun> =>
  server.ask("POST", "/flow_runs/", { flow_id, state });
const startTask = (server: TestServer, flow_run_id: string, state: object): Promise<{ id: string }> =>
  server.ask("POST", "/task_runs/", { flow_run_id, task_key: "t", dynamic_key: uniqueName("d"), state });

onEveryDatabase("pages", (it) => {
  it("draw runs as dots", async ({ server }) => {
    const flow = await startFlow(server);
    const late = await startRun(server, flow, { type: "SCHEDULED", state_details: { scheduled_time: "2040-01-01T00:00:00Z" } });
    const started = await startRun(server, flow, { type: "RUNNING" });
    const flows = { id: { any_: [flow] } };

    const dots = await server.ask<{ id: string }[]>("POST", "/ui/flow_runs/history", { flows });
    expect(dots[0]).toEqual({ id: late.id, state_type: "SCHEDULED", timestamp: "2040-01-01T00:00:00Z", duration: 0, lateness: 0 });
    expect(dots[1]).toMatchObject({ id: started.id, state_type: "RUNNING" });
    expect(await server.ask("POST", "/ui/flow_runs/history", { flows, sort: "EXPECTED_START_TIME_ASC", limit: 1 })).toMatchObject([
      { id: started.id },
    ]);
    expect((await server.call("POST", "/ui/flow_runs/history", { limit: 1001 })).status).toBe(422);
  });

  it("count task runs and deployments by owner", async ({ server }) => {
    const flow = await startFlow(server);
    const parent = await startRun(server, flow, { type: "RUNNING" });
    const [placeholder] = [
      await startTask(server, parent.id, { type: "RUNNING" }),
      await startTask(server, parent.id, { type: "RUNNING" }),
    ];
    await server.ask("POST", "/flow_runs/", { flow_id: flow, parent_task_run_id: placeholder.id });
    await server.ask("POST", "/deployments/", { flow_id: flow, name: uniqueName("d") });

    expect(await server.ask("POST", "/ui/flow_runs/count-task-runs", { flow_run_ids: [parent.id, nobody] })).toEqual({
      [parent.id]: 1,
      [nobody]: 0,
    });
    expect(await server.ask("POST", "/ui/flows/count-deployments", { flow_ids: [flow, nobody] })).toEqual({ [flow]: 1, [nobody]: 0 });
    expect(await server.ask("POST", "/ui/flows/count-deployments", { flow_ids: [] })).toEqual({});
  });

  it("show which run of a flow is next", async ({ server }) => {
    const flow = await startFlow(server);
    const at = (scheduled_time: string) => startRun(server, flow, { type: "SCHEDULED", state_details: { scheduled_time } });
    await at("2041-01-01T00:00:00Z");
    const next = await at("2040-01-01T00:00:00Z");
    const found = await server.ask<Record<string, NextFlowRun | null>>("POST", "/ui/flows/next-runs", { flow_ids: [flow, nobody] });
    expect(found).toEqual({
      [flow]: {
        id: next.id,
        flow_id: flow,
        name: next.name,
        state_name: "Scheduled",
        state_type: "SCHEDULED",
        next_scheduled_start_time: "2040-01-01T00:00:00Z",
      },
      [nobody]: null,
    });
  });

  it("count task runs by part of a period and by state", async ({ server }) => {
    const flow = await startFlow(server);
    const { id } = await startRun(server, flow, { type: "RUNNING" });
    const after_ = server.clock.now();
    for (const end of ["COMPLETED", "FAILED", "CRASHED", "CANCELLED", undefined]) {
      const task = await startTask(server, id, { type: "RUNNING" });
      if (end) await server.ask("POST", `/task_runs/${task.id}/set_state`, { state: { type: end }, force: true });
    }
    const body = { flow_runs: { id: { any_: [id] } } };
    const start_time = { after_, before_: "2100-01-01T00:00:00Z" };
    const count = (task_runs: object) =>
      server.ask<TaskRunCount[]>("POST", "/ui/task_runs/dashboard/counts", { ...body, task_runs: { start_time, ...task_runs } });
    const expected = [{ completed: 2, failed: 2 }, ...Array(19).fill({ completed: 0, failed: 0 })];
    expect(await count({})).toEqual(expected);
    expect(await count({ state: { type: { any_: ["CRASHED"] } } })).toEqual(expected);
    expect(await server.ask("POST", "/ui/task_runs/count", body)).toMatchObject({
      COMPLETED: 1,
      FAILED: 1,
      CRASHED: 1,
      CANCELLED: 1,
      RUNNING: 1,
      SCHEDULED: 0,
    });
    expect(await server.call("POST", "/ui/task_runs/dashboard/counts", { task_runs: {} })).toMatchObject({
      status: 422,
      body: { detail: "task_runs.start_time.after_ is required" },
    });
  });

  it("name the flow run of a task run", async ({ server }) => {
    const run = await startRun(server, await startFlow(server), { type: "RUNNING" });
    const task = await startTask(server, run.id, { type: "RUNNING" });
    expect(await server.ask("GET", `/ui/task_runs/${task.id}`)).toMatchObject({ id: task.id, flow_run_name: run.name });
    expect(await server.call("GET", `/ui/task_runs/${nobody}`)).toMatchObject({ status: 404, body: { detail: "Task not found" } });
  });

  it("check values against a schema", async ({ server }) => {
    const check = (schema: object, values: object) => server.call("POST", "/ui/schemas/validate", { schema, values });
    const number = {
      type: "object",
      properties: { a: { type: "integer" }, list: { type: "array", items: { type: "string" } } },
      required: ["a"],
    };

    expect((await check(number, { a: 1 })).body).toEqual({ errors: [], valid: true });
    expect((await check(number, { list: ["x", 2] })).body).toEqual({
      errors: [
        { property: "list", errors: [{ index: 1, errors: ["2 is not of type 'string'"] }] },
        { property: "a", errors: ["'a' is a required property"] },
      ],
      valid: false,
    });
    expect((await check(number, { a: { __prefect_kind: "json", value: "3" } })).body).toEqual({ errors: [], valid: true });
    const unreadable = { __prefect_kind: "json", value: "{" };
    expect((await check(number, { a: { __prefect_kind: "none" }, list: ["x", unreadable] })).body).toEqual({
      errors: [
        { property: "a", errors: ["Missing 'value' key in __prefect object"] },
        { property: "list", errors: [{ index: 1, errors: [expect.stringMatching(/^Invalid JSON: Expecting property name/)] }] },
      ],
      valid: false,
    });
    const jinja = (template: string) => ({ __prefect_kind: "jinja", template });
    expect(
      (await check(number, { a: jinja("{{ run.id }}"), list: ["x", jinja("y"), { ...unreadable, value: jinja("{{ z }}") }] })).body,
    ).toEqual({
      errors: [],
      valid: true,
    });
    expect((await check(number, { a: jinja("{{ run.id"), list: [2, unreadable] })).body).toEqual({
      errors: [
        { property: "a", errors: [expect.stringMatching(/^Invalid jinja: /)] },
        {
          property: "list",
          errors: [
            { index: 0, errors: ["2 is not of type 'string'"] },
            { index: 1, errors: [expect.stringMatching(/^Invalid JSON: /)] },
          ],
        },
      ],
      valid: false,
    });
    expect(await check({ type: "nope" }, {})).toMatchObject({
      status: 422,
      body: { detail: "Invalid schema: 'nope' is not valid under any of the given schemas" },
    });
    const loop = { $ref: "#/definitions/loop", definitions: { loop: { $ref: "#/definitions/loop" } } };
    expect(await check(loop, {})).toMatchObject({
      status: 422,
      body: { detail: "Invalid schema: Unable to validate schema with circular references." },
    });
  });
});
