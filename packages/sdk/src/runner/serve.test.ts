import { expect, test } from "vitest";
import { dying, hanging, quick } from "../fixtures/process-flows.ts";
import { type ServedFake, serveFake } from "../fixtures/serve-fake.ts";
import type { Flow } from "../flow.ts";
import { serve } from "./serve.ts";

/** Serves a flow until the test has seen enough; gives its deployment. */
const serving = async (served: ServedFake, flow: Flow<never, unknown>) => {
  const stop = new AbortController();
  const done = served.run(() => serve(flow.toDeployment({ name: "test", schedule: { every: "1h" } }), { signal: stop.signal }));
  await expect.poll(() => served.fake.calls.some(({ path }) => path.endsWith("get_scheduled_flow_runs"))).toBe(true);
  const [deployment] = [...served.fake.deployments.values()];
  if (deployment === undefined) throw new Error("no deployment was registered");
  const schedule = (parameters: object = {}) =>
    served.fake.addRun({
      flow_id: deployment.flow_id,
      deployment_id: deployment.id,
      parameters,
      empirical_policy: { retries: null, retry_delay: null },
      state: { type: "SCHEDULED", name: "Scheduled" },
    });
  const finish = async () => {
    stop.abort();
    await done;
  };
  return { deployment, schedule, finish };
};

const stateOf = ({ fake }: ServedFake, id: string) => fake.flowRuns.get(id)?.state;

test("registers the deployment, runs what is scheduled in a process of its own, and pauses it at the end", async () => {
  await using served = await serveFake();
  const { deployment, schedule, finish } = await serving(served, quick);
  expect(deployment).toMatchObject({
    name: "test",
    paused: false,
    entrypoint: expect.stringMatching(/fixtures\/process-flows\.ts:quick$/),
    schedules: [{ schedule: { interval: 3600 }, active: true }],
    parameter_openapi_schema: { properties: { n: { position: 0, default: 1 } } },
    work_pool_name: null,
  });
  const { id } = schedule({ n: 5 });
  await expect.poll(() => stateOf(served, id)?.type, { timeout: 10_000 }).toBe("COMPLETED");
  expect(stateOf(served, id)?.data).toEqual({ twice: 10 });
  expect(served.fake.proposals(served.fake.flowRuns.get(id))).toEqual(["Pending", "Submitting", "Running", "Completed"]);
  await finish();
  expect(served.fake.deployments.get(deployment.id)?.paused).toBe(true);
});

test("reports a run whose process died, and calls its hooks", async () => {
  await using served = await serveFake();
  const { schedule, finish } = await serving(served, dying);
  const { id } = schedule();
  await expect.poll(() => stateOf(served, id)?.type, { timeout: 10_000 }).toBe("CRASHED");
  expect(stateOf(served, id)?.message).toBe("The process of the run ended with exit code 3.");
  await finish();
  expect(served.fake.logs.map(({ message }) => message)).toContain("crash hook: The process of the run ended with exit code 3.");
});

test("cancels a run that somebody wants cancelled: its code cleans up, the hooks run, and then the state is set", async () => {
  await using served = await serveFake();
  const { schedule, finish } = await serving(served, hanging);
  const { id } = schedule();
  await expect.poll(() => stateOf(served, id)?.type, { timeout: 10_000 }).toBe("RUNNING");
  const run = served.fake.flowRuns.get(id);
  Object.assign(run ?? {}, { state_type: "CANCELLING", state: { ...run?.state, type: "CANCELLING", name: "Cancelling" } });
  await expect.poll(() => stateOf(served, id)?.type, { timeout: 10_000 }).toBe("CANCELLED");
  expect(served.fake.proposals(run)).toEqual(["Pending", "Submitting", "Running", "Cancelled"]);
  await finish();
  const lines = served.fake.logs.map(({ message }) => message);
  expect(lines).toEqual(expect.arrayContaining(["cleaned up", "cancellation hook: hanging"]));
  expect(served.fake.events.map(({ event }) => event)).toContain("prefect.runner.cancelled-flow-run");
});

test("stopping ends the runs under way as cancelled", async () => {
  await using served = await serveFake();
  const { schedule, finish } = await serving(served, hanging);
  const { id } = schedule();
  await expect.poll(() => stateOf(served, id)?.type, { timeout: 10_000 }).toBe("RUNNING");
  await finish();
  expect(stateOf(served, id)).toMatchObject({ type: "CANCELLED", message: "The process serving the run was stopped." });
});

test("what is no deployment is refused", async () => {
  // @ts-expect-error: the type refuses it too
  await expect(serve()).rejects.toThrow("serve takes deployments");
});
