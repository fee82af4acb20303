import type { Deployment, DeploymentHealth, DeploymentSummary, FlowSummary, LogFacets } from "@millrace/contract";
import { addSeconds } from "@millrace/contract";
import { onEveryDatabase, type TestServer } from "@millrace/testing";
import { expect } from "vitest";
import { deploy, runAt } from "../work-pools/fixtures/pools.ts";
import { aRun, aTaskRun, move, newFlow } from "./fixtures/runs.ts";

const nobody = "00000000-0000-0000-0000-000000000000";

/** A run of a deployment that takes some seconds. */
const takes = async (server: TestServer, ...[deployment, seconds, type]: readonly [Deployment, number, "COMPLETED" | "FAILED"]) => {
  const run = await runAt(server, deployment, server.clock.now());
  await move(server, `/flow_runs/${run.id}`, { type: "RUNNING" });
  await server.clock.advance(`${seconds}s`);
  await move(server, `/flow_runs/${run.id}`, { type });
  return run;
};

onEveryDatabase("lists", (it) => {
  it("show the last and next runs of flows and deployments", async ({ server }) => {
    const schedule = (cron: string, active: boolean) => ({ schedule: { cron }, active });
    const deployment = await deploy(server, { paused: true, schedules: [schedule("0 0 1 1 *", true), schedule("0 0 2 1 *", false)] });
    const first = await takes(server, deployment, 5, "COMPLETED");
    const second = await takes(server, deployment, 7, "FAILED");
    const later = await runAt(server, deployment, addSeconds(server.clock.now(), 7200));
    const next = await runAt(server, deployment, addSeconds(server.clock.now(), 3600));
    const shown = {
      activity: [
        { id: second.id, name: second.name, state_type: "FAILED", state_name: "Failed", duration: expect.closeTo(7, 2) },
        { id: first.id, state_type: "COMPLETED", duration: expect.closeTo(5, 2), lateness: expect.any(Number) },
      ],
      next_run: { id: next.id, name: next.name, next_scheduled_start_time: next.next_scheduled_start_time },
    };
    expect(later.id).not.toBe(next.id);
    const flow_ids = [deployment.flow_id, nobody];
    expect(await server.ask<Record<string, FlowSummary>>("POST", "/ui/flows/summary", { flow_ids })).toMatchObject({
      [deployment.flow_id]: { id: deployment.flow_id, deployments: 1, ...shown },
      [nobody]: { id: nobody, deployments: 0, activity: [], next_run: null },
    });
    const deployment_ids = [deployment.id];
    expect(await server.ask<Record<string, DeploymentSummary>>("POST", "/ui/deployments/summary", { deployment_ids })).toMatchObject({
      [deployment.id]: { id: deployment.id, schedules: 2, schedules_active: 1, ...shown },
    });
    expect(await server.ask("POST", "/ui/deployments/summary", { deployment_ids: [] })).toEqual({});
    expect((await server.call("POST", "/ui/flows/summary", { flow_ids: Array(201).fill(nobody) })).status).toBe(422);
  });

  it("show sixteen runs at most", async ({ server }) => {
    const flow = await newFlow(server);
    for (let index = 0; index < 18; index++) await aRun(server, flow, { type: "RUNNING" });
    const found = await server.ask<Record<string, FlowSummary>>("POST", "/ui/flows/summary", { flow_ids: [flow.id] });
    expect(found[flow.id]?.activity).toHaveLength(16);
  });
});

onEveryDatabase("the health of deployments", (it) => {
  it("is how their runs of a period ended and how long they took", async ({ server }) => {
    const [deployment, idle] = [await deploy(server, {}), await deploy(server, {})];
    await takes(server, deployment, 1, "COMPLETED");
    const start = server.clock.now();
    for (const seconds of [2, 3, 10]) await takes(server, deployment, seconds, "COMPLETED");
    const last = await takes(server, deployment, 60, "FAILED");
    const deployment_ids = [deployment.id, idle.id];
    const found = await server.ask<Record<string, DeploymentHealth>>("POST", "/ui/deployments/health", { deployment_ids, start });
    expect(found).toMatchObject({
      [deployment.id]: {
        id: deployment.id,
        runs: 4,
        completed: 3,
        failed: 1,
        crashed: 0,
        cancelled: 0,
        failure_rate: 0.25,
        duration_p50: expect.closeTo(3, 2),
        duration_p95: expect.closeTo(60, 2),
      },
      [idle.id]: { runs: 0, failure_rate: null, duration_p50: null, last_runs: [] },
    });
    expect(found[deployment.id]?.last_runs).toHaveLength(5);
    expect(found[deployment.id]?.last_runs[0]).toMatchObject({ id: last.id, state_type: "FAILED" });
    expect(await server.ask("POST", "/ui/deployments/health", { deployment_ids: [] })).toEqual({});
  });
});

onEveryDatabase("the facets of logs", (it) => {
  it("count levels, loggers and task runs", async ({ server }) => {
    const run = await aRun(server, await newFlow(server), { type: "RUNNING" });
    const task = await aTaskRun(server, run.id, { task_key: "t", name: "load-1" });
    const log = (level: number, name: string, body: object = {}) => ({
      level,
      name,
      message: "hello",
      flow_run_id: run.id,
      timestamp: server.clock.now(),
      ...body,
    });
    const ofTask = { task_run_id: task.id };
    const logs = [log(20, "flow"), log(20, "task", ofTask), log(40, "task", { ...ofTask, message: "oh no" }), log(50, "task", ofTask)];
    await server.ask("POST", "/logs/", logs);
    const ofRun = { flow_run_id: { any_: [run.id] } };
    expect(await server.ask<LogFacets>("POST", "/ui/logs/facets", { logs: ofRun })).toEqual({
      total: 4,
      levels: [
        { level: 20, count: 2 },
        { level: 40, count: 1 },
        { level: 50, count: 1 },
      ],
      loggers: [
        { name: "task", count: 3 },
        { name: "flow", count: 1 },
      ],
      task_runs: [
        { task_run_id: task.id, name: "load-1", count: 3, errors: 2 },
        { task_run_id: null, name: null, count: 1, errors: 0 },
      ],
      is_truncated: false,
    });
    expect(await server.ask("POST", "/ui/logs/facets", { logs: { ...ofRun, text: { query: "oh" } } })).toMatchObject({ total: 1 });
    expect(await server.ask("POST", "/ui/logs/facets", { logs: { task_run_id: { any_: [task.id] } } })).toMatchObject({ total: 3 });
    const colourful = log(30, "flow", { message: "\u001b[31mred\u001b[0m\nend", timestamp: addSeconds(server.clock.now(), -1) });
    await server.ask("POST", "/logs/", [colourful]);
    const text = await server.call("POST", "/ui/logs/download", { logs: { ...ofRun, level: { ge_: 30 } }, limit: 2 });
    expect(text.body).toBe(`${colourful.timestamp} | WARNING  | flow - red\nend\n${logs[2]?.timestamp} | ERROR    | task - oh no\n`);
    expect((await server.call("POST", "/ui/logs/download", { logs: {} })).status).toBe(422);
    for (const refused of [{}, { ...ofRun, operator: "or_" }]) {
      expect((await server.call("POST", "/ui/logs/facets", { logs: refused })).status).toBe(422);
    }
  });
});
