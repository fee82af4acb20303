import type { Deployment, Flow, FlowRun, OrchestrationResult, TaskRun } from "@millrace/contract";
import { addSeconds, secondsBetween } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { createCrashDetection } from "./crash-detection.ts";

const createFlow = (server: TestServer): Promise<Flow> => server.ask<Flow>("POST", "/flows/", { name: uniqueName("overdue") });

const createRun = async (server: TestServer, body: object = {}): Promise<FlowRun> => {
  const flow = await createFlow(server);
  return server.ask<FlowRun>("POST", "/flow_runs/", { flow_id: flow.id, ...body });
};

const createDeployed = async (server: TestServer, body: object = {}): Promise<FlowRun> => {
  const flow = await createFlow(server);
  const deployment = await server.ask<Deployment>("POST", "/deployments/", { flow_id: flow.id, name: "d" });
  return server.ask<FlowRun>("POST", `/deployments/${deployment.id}/create_flow_run`, body);
};

const set = (server: TestServer, run: { id: string }, state: object): Promise<OrchestrationResult> =>
  server.ask<OrchestrationResult>("POST", `/flow_runs/${run.id}/set_state`, { state });

const get = (server: TestServer, run: { id: string }): Promise<FlowRun> => server.ask<FlowRun>("GET", `/flow_runs/${run.id}`);

const beat = async (server: TestServer, run: FlowRun, id: string = crypto.randomUUID()): Promise<void> => {
  const resource = { "prefect.resource.id": `prefect.flow-run.${run.id}`, "prefect.resource.name": run.name };
  const event = {
    id,
    occurred: server.clock.now(),
    event: "prefect.flow-run.heartbeat",
    resource,
    related: [],
    payload: {},
  };
  await server.call("POST", "/events", [event]);
};

/** Lets the services do what is due now, and looks until they have. */
const eventually = (server: TestServer, run: { id: string }) =>
  expect.poll(
    async () => {
      await server.clock.advance("0s");
      const { state_name, state } = await get(server, run);
      return [state_name, state?.message ?? null];
    },
    { timeout: 10_000 },
  );

const scheduled = (scheduled_time: string) => ({ type: "SCHEDULED", state_details: { scheduled_time } });

onEveryDatabase(
  "late runs",
  (it) => {
    it("are marked when their patience ends, not before, and keep their time", async ({ server }) => {
      const due = addSeconds(server.clock.now(), 60);
      const run = await createDeployed(server, { state: scheduled(due) });
      await server.clock.advance("70s");
      await eventually(server, run).toEqual(["Scheduled", null]);
      await server.clock.advance("6s");
      await eventually(server, run).toEqual(["Late", null]);
      expect(await get(server, run)).toMatchObject({ expected_start_time: due, next_scheduled_start_time: due, state_type: "SCHEDULED" });
    });

    it("leave alone runs that wait for a retry", async ({ server }) => {
      const run = await createDeployed(server, { state: { ...scheduled(addSeconds(server.clock.now(), 5)), name: "AwaitingRetry" } });
      await server.clock.advance("2m");
      await eventually(server, run).toEqual(["AwaitingRetry", null]);
    });
  },
  { servicesEnabled: true },
);

onEveryDatabase(
  "pauses",
  (it) => {
    it("end in failure when nobody resumes the run in time", async ({ server }) => {
      const run = await createRun(server, { state: { type: "RUNNING" } });
      const until = addSeconds(server.clock.now(), 100);
      const paused = { type: "PAUSED", name: "Paused", state_details: { pause_timeout: until, pause_key: "k" } };
      expect(await set(server, run, paused)).toMatchObject({ status: "ACCEPT" });
      await server.clock.advance("99s");
      await eventually(server, run).toEqual(["Paused", null]);
      await server.clock.advance("2s");
      await eventually(server, run).toEqual(["Failed", "The flow was paused and never resumed."]);
    });
  },
  { servicesEnabled: true },
);

onEveryDatabase(
  "cancellation",
  (it) => {
    it("reaches the tasks and subflows of a cancelled run", async ({ server }) => {
      const parent = await createRun(server, { state: { type: "RUNNING" } });
      const newTask = (key: string, type: string): Promise<TaskRun> =>
        server.ask<TaskRun>("POST", "/task_runs/", { flow_run_id: parent.id, task_key: key, dynamic_key: "0", state: { type } });
      const [task, done, holder] = [await newTask("open", "RUNNING"), await newTask("done", "COMPLETED"), await newTask("sub", "RUNNING")];
      const child = await createRun(server, { parent_task_run_id: holder.id, state: { type: "RUNNING" } });

      await set(server, parent, { type: "CANCELLED" });

      await eventually(server, child).toEqual(["Cancelled", "The parent flow run was cancelled."]);
      const taskState = async ({ id }: TaskRun) => (await server.ask<TaskRun>("GET", `/task_runs/${id}`)).state;
      await expect.poll(() => taskState(task)).toMatchObject({ type: "CANCELLED", message: "The parent flow run was cancelled." });
      expect(await taskState(done)).toMatchObject({ type: "COMPLETED" });
    });

    it("asks a subflow with infrastructure of its own to end", async ({ server }) => {
      const parent = await createRun(server, { state: { type: "RUNNING" } });
      const holder = await server.ask<TaskRun>("POST", "/task_runs/", { flow_run_id: parent.id, task_key: "t", dynamic_key: "0" });
      const child = await createDeployed(server, { parent_task_run_id: holder.id, state: { type: "RUNNING" } });
      await set(server, parent, { type: "CANCELLED" });
      await eventually(server, child).toEqual(["Cancelling", "The parent flow run was cancelled."]);
    });

    it("is finished by the server when nobody else does", async ({ server }) => {
      const run = await createRun(server, { state: { type: "RUNNING" } });
      await set(server, run, { type: "CANCELLING" });
      await server.clock.advance("290s");
      await eventually(server, run).toEqual(["Cancelling", null]);
      await server.clock.advance("11s");
      await eventually(server, run).toEqual(["Cancelled", "Flow run cancellation timed out; marked this flow run as Cancelled."]);
    });
  },
  { servicesEnabled: true },
);

onEveryDatabase("crash detection", (it) => {
  /** The service, looking whenever the test says so. */
  const watch = async ({ ctx }: TestServer) => {
    const service = createCrashDetection();
    await service.runOnce(ctx);
    return { look: () => service.runOnce(ctx), nextDue: () => service.nextDue?.(ctx) };
  };
  /** Lets time pass as it does: with a look every minute. */
  const pass = async (server: TestServer, look: () => Promise<unknown>, seconds: number): Promise<void> => {
    for (let left = seconds; left > 0; left -= 60) {
      await server.clock.advance(`${Math.min(left, 60)}s`);
      await look();
    }
  };
  const stateOf = async (server: TestServer, run: FlowRun) => (await get(server, run)).state;

  it("takes a run for dead that stopped beating, by its own measure", async ({ server }) => {
    const { look, nextDue } = await watch(server);
    const run = await createRun(server, { state: { type: "RUNNING" } });
    const silent = await createRun(server, { state: { type: "RUNNING" } });
    await beat(server, run);
    await server.clock.advance("30s");
    await beat(server, run);
    const last = server.clock.now();
    expect(secondsBetween(last, (await nextDue()) ?? last)).toBeCloseTo(90, 2);

    await pass(server, look, 89);
    expect(await stateOf(server, run)).toMatchObject({ type: "RUNNING" });
    await pass(server, look, 2);
    const crashed = await stateOf(server, run);
    expect(crashed).toMatchObject({ type: "CRASHED", name: "Crashed" });
    expect(crashed?.message).toMatch(/given no sign of life for 91 seconds, the last one at 2026-/);
    expect(await stateOf(server, silent)).toMatchObject({ type: "RUNNING" });
  });

  it("is as patient as the usual beat asks for while it knows no better", async ({ server }) => {
    const { look } = await watch(server);
    const run = await createRun(server, { state: { type: "RUNNING" } });
    await beat(server, run);
    await pass(server, look, 385);
    expect(await stateOf(server, run)).toMatchObject({ type: "RUNNING" });
    await pass(server, look, 10);
    expect(await stateOf(server, run)).toMatchObject({ type: "CRASHED" });
  });

  it("does not take a beat that was sent twice for two", async ({ server }) => {
    const { look } = await watch(server);
    const run = await createRun(server, { state: { type: "RUNNING" } });
    const id = crypto.randomUUID();
    await beat(server, run, id);
    await server.clock.advance("50s");
    await beat(server, run, id);
    await pass(server, look, 385);
    expect(await stateOf(server, run)).toMatchObject({ type: "RUNNING" });
    await pass(server, look, 10);
    expect(await stateOf(server, run)).toMatchObject({ type: "CRASHED" });
  });

  it("gives everyone a new start after it was away itself", async ({ server }) => {
    const { look } = await watch(server);
    const run = await createRun(server, { state: { type: "RUNNING" } });
    await beat(server, run);
    await server.clock.advance("30s");
    await beat(server, run);
    await server.clock.advance("1h");
    await look();
    expect(await stateOf(server, run)).toMatchObject({ type: "RUNNING" });
    const restarted = await watch(server);
    await pass(server, restarted.look, 89);
    expect(await stateOf(server, run)).toMatchObject({ type: "RUNNING" });
    await pass(server, restarted.look, 2);
    expect(await stateOf(server, run)).toMatchObject({ type: "CRASHED" });
  });

  it("does not count silence from before a run went on", async ({ server }) => {
    const { look } = await watch(server);
    const run = await createRun(server, { state: { type: "RUNNING" } });
    await beat(server, run);
    await set(server, run, { type: "PAUSED", name: "Paused", state_details: { pause_timeout: addSeconds(server.clock.now(), 3600) } });
    await pass(server, look, 600);
    await set(server, run, { type: "RUNNING" });
    await pass(server, look, 600);
    expect(await stateOf(server, run)).toMatchObject({ type: "RUNNING" });
  });
});
