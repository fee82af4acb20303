import type { Diagnosis, DiagnosisCause, FlowRun } from "@millrace/contract";
import { addSeconds } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { createPool, deploy, runAt } from "../work-pools/fixtures/pools.ts";
import { aRun, aTaskRun, move, newFlow } from "./fixtures/runs.ts";

const diagnose = (server: TestServer, { id }: Pick<FlowRun, "id">): Promise<Diagnosis> =>
  server.ask<Diagnosis>("GET", `/ui/flow_runs/${id}/diagnosis`);
const causesOf = async (server: TestServer, run: Pick<FlowRun, "id">): Promise<readonly DiagnosisCause[]> =>
  (await diagnose(server, run)).causes;

onEveryDatabase("the diagnosis of a flow run", (it) => {
  it("says what a run waits for, and how late it is", async ({ server }) => {
    const pool = await createPool(server, { is_paused: true });
    const deployment = await deploy(server, { work_pool_name: pool.name });
    const run = await runAt(server, deployment, server.clock.now());
    await server.clock.advance("1m");
    const found = await diagnose(server, run);
    expect(found).toMatchObject({ flow_run_id: run.id, state_type: "SCHEDULED", state_name: "Scheduled", late_by: expect.closeTo(60, 1) });
    expect(found.causes).toMatchObject([
      {
        code: "work-pool-paused",
        text: `The work pool "${pool.name}" is paused.`,
        is_blocking: true,
        link: { kind: "work-pool", id: pool.id, name: pool.name },
        others: [],
      },
      { code: "no-worker", link: { kind: "work-pool", id: pool.id } },
    ]);
  });

  it("tells of slots and who holds them", async ({ server }) => {
    const pool = await createPool(server, { concurrency_limit: 1 });
    const deployment = await deploy(server, { work_pool_name: pool.name });
    const [first, second] = [await runAt(server, deployment, server.clock.now()), await runAt(server, deployment, server.clock.now())];
    await server.ask("POST", `/flow_runs/${first.id}/set_state`, { state: { type: "PENDING" } });
    expect(await causesOf(server, second)).toContainEqual(
      expect.objectContaining({
        code: "work-pool-full",
        slots: { taken: 1, limit: 1 },
        link: { kind: "work-pool", id: pool.id, name: pool.name },
        others: [{ kind: "flow-run", id: first.id, name: first.name }],
      }),
    );
    expect((await diagnose(server, await runAt(server, deployment, addSeconds(server.clock.now(), 3600)))).late_by).toBe(null);
  });

  it("says when no further run comes", async ({ server }) => {
    const schedule = { schedule: { interval: 3600 }, active: true };
    const deployment = await deploy(server, { schedules: [schedule] });
    await server.ask("POST", `/deployments/${deployment.id}/schedule`, { min_runs: 1 });
    const [made] = await server.ask<FlowRun[]>("POST", "/flow_runs/filter", { deployments: { id: { any_: [deployment.id] } } });
    if (made === undefined) throw new Error("The schedule made a run.");
    // When that is, `until` says: people read it in their own zone.
    expect(await causesOf(server, made)).toMatchObject([
      { code: "scheduled", text: "Its time has not come yet.", until: expect.any(String) },
    ]);
    // As it is when a run is not deleted in time.
    const set = (values: object) => server.ctx.transact((tx) => tx.updateTable("deployment_schedule").set(values).execute());
    await set({ active: false });
    expect((await causesOf(server, made)).at(-1)).toMatchObject({ code: "schedules-inactive", is_blocking: false });
    await server.ctx.transact((tx) => tx.updateTable("deployment").set({ paused: true }).where("id", "=", deployment.id).execute());
    expect((await causesOf(server, made)).at(-1)).toMatchObject({
      code: "deployment-paused",
      is_blocking: false,
      link: { kind: "deployment", id: deployment.id, name: deployment.name },
    });
  });

  it("leads from a failed run to the task and the line that failed", async ({ server }) => {
    const run = await aRun(server, await newFlow(server), { type: "RUNNING" });
    const tasks = [await aTaskRun(server, run.id, { task_key: "a", name: "load-1" }), await aTaskRun(server, run.id, { task_key: "b" })];
    for (const [index, task] of tasks.entries()) {
      await move(server, `/task_runs/${task.id}`, { type: "FAILED", message: `ValueError: ${index}` });
      await server.clock.advance("1s");
    }
    const message = 'Oops\nTraceback (most recent call last):\n  File "/app/etl.py", line 18, in load\n    rows = read()\nValueError: 0';
    const log = { name: "prefect.task_runs", level: 40, message, flow_run_id: run.id, task_run_id: tasks[0]?.id };
    await server.ask("POST", "/logs/", [{ ...log, timestamp: server.clock.now() }]);
    await move(server, `/flow_runs/${run.id}`, { type: "FAILED", message: "Flow run encountered an exception: ValueError: 0" });
    expect(await causesOf(server, run)).toMatchObject([
      { code: "failed", evidence: "Flow run encountered an exception: ValueError: 0" },
      {
        code: "failed-task",
        text: 'Its task run "load-1" failed first. 2 task runs failed in all.',
        link: { kind: "task-run", id: tasks[0]?.id, name: "load-1" },
        evidence: "ValueError: 0",
        count: 2,
      },
      {
        code: "traceback",
        text: "It failed in line 18 of /app/etl.py in load.",
        evidence: "ValueError: 0",
        frame: { file: "/app/etl.py", line: 18, function: "load", code: "rows = read()" },
      },
    ]);
  });

  it("leads to the subflow that failed, and tells how others ended", async ({ server }) => {
    const flow = await newFlow(server);
    const run = await aRun(server, flow, { type: "RUNNING" });
    const task = await aTaskRun(server, run.id, { task_key: "sub" });
    const child = await aRun(
      server,
      flow,
      { type: "FAILED", message: "inner" },
      { parent_task_run_id: task.id, name: uniqueName("child") },
    );
    await move(server, `/task_runs/${task.id}`, { type: "FAILED", message: "outer" });
    await move(server, `/flow_runs/${run.id}`, { type: "CRASHED", message: "Flow run infrastructure exited with status code 1." });
    await server.ask("PATCH", `/flow_runs/${run.id}/labels`, { "prefect.worker.name": "w7" });
    expect(await causesOf(server, run)).toMatchObject([
      { code: "crashed", evidence: "Flow run infrastructure exited with status code 1.", link: { kind: "worker", name: "w7" } },
      { code: "failed-subflow", link: { kind: "flow-run", id: child.id, name: child.name }, evidence: "inner", count: 1 },
    ]);
    const cancelled = await aRun(server, flow, { type: "CANCELLED", message: "enough" });
    expect(await causesOf(server, cancelled)).toMatchObject([{ code: "cancelled", evidence: "enough" }]);
    expect(await causesOf(server, await aRun(server, flow, { type: "COMPLETED" }))).toEqual([]);
    expect((await server.call("GET", `/ui/flow_runs/${flow.id}/diagnosis`)).status).toBe(404);
  });

  it("says when a run is not heard of any more", async ({ server }) => {
    const run = await aRun(server, await newFlow(server), { type: "RUNNING" });
    expect(await causesOf(server, run)).toEqual([]);
    const heard = server.clock.now();
    await server.ctx.transact((tx) => tx.updateTable("flow_run").set({ last_heartbeat: heard }).where("id", "=", run.id).execute());
    expect(await causesOf(server, run)).toEqual([]);
    await server.clock.advance("3m");
    expect(await causesOf(server, run)).toMatchObject([{ code: "silent", since: heard }]);
  });
});
