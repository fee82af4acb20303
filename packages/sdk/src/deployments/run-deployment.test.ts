import { expect, test } from "vitest";
import { createFakeServer, type FakeServer } from "../fixtures/fake-server.ts";
import { flow } from "../flow.ts";
import { runDeployment } from "./run-deployment.ts";

/** A fake with one deployment, whose runs somebody else brings to this end. */
const withDeployment = (end: object, options: Parameters<typeof createFakeServer>[0] = {}): FakeServer => {
  const fake = createFakeServer({ world: { sleep: async () => {} }, ...options });
  fake.deployments.set("1", { id: "1", name: "prod", version: "7" } as never);
  fake.onCreateRun = (run) => Object.assign(run, { state: { ...run.state, ...end } });
  return fake;
};

const crawl = flow({ name: "crawl" }, async ({ n }: { n: number }) => ({ total: n }));

test("awaiting a run gives its result", async () => {
  const fake = withDeployment({ type: "COMPLETED", name: "Completed", data: { total: 3 } });
  const { total } = await fake.run(() =>
    runDeployment<typeof crawl>("crawl/prod", { parameters: { n: 3 }, tags: ["t"], idempotencyKey: "once" }),
  );
  expect(total).toBe(3);
  expect(fake.calls.at(-2)?.body).toMatchObject({
    parameters: { n: 3 },
    tags: ["t"],
    idempotency_key: "once",
    state: { type: "SCHEDULED" },
    parent_task_run_id: null,
  });
});

test("inside a flow it stands in the graph as a task run, unless told otherwise", async () => {
  const fake = withDeployment({ type: "COMPLETED", name: "Completed" });
  const parent = flow({ name: "parent" }, async () => {
    await runDeployment("crawl/prod");
    await runDeployment("crawl/prod", { asSubflow: false });
  });
  await fake.run(() => parent());
  const [tracking] = [...fake.taskRuns.values()];
  expect(fake.taskRuns.size).toBe(1);
  expect(tracking).toMatchObject({
    task_key: "prefect.deployments.flow_runs.run_deployment.crawl-prod",
    dynamic_key: "0",
    task_version: "7",
  });
});

test("a failed run throws, and its outcome tells", async () => {
  const fake = withDeployment({ type: "FAILED", name: "Failed", message: "boom" });
  await expect(fake.run(() => runDeployment("crawl/prod"))).rejects.toMatchObject({
    name: "RunFailed",
    message: expect.stringContaining("boom"),
  });
  const outcome = await fake.run(() => runDeployment("crawl/prod").outcome());
  expect(outcome).toMatchObject({ ok: false, state: { type: "FAILED" } });
});

test("a result in a storage out of reach is not mistaken for the result", async () => {
  const fake = withDeployment({ type: "COMPLETED", name: "Completed", data: { storage_key: "a" } });
  await expect(fake.run(() => runDeployment("crawl/prod"))).rejects.toMatchObject({ name: "MissingResult" });
});

test("created starts the run and waits for nothing; a time limit ends the waiting", async () => {
  let now = 0;
  const fake = withDeployment(
    { type: "RUNNING", name: "Running" },
    { world: { nowMicros: () => (now += 1_000_000), sleep: async () => {} } },
  );
  expect(await fake.run(() => runDeployment("crawl/prod").created)).toMatchObject({ deployment_id: "1" });
  await expect(fake.run(() => runDeployment("crawl/prod", { timeout: "5s" }))).rejects.toMatchObject({ name: "TimeoutError" });
});

test("what names no deployment is explained", async () => {
  const fake = withDeployment({});
  await expect(fake.run(() => runDeployment("crawl"))).rejects.toThrow('"crawl" names no deployment; write flow and deployment');
  await expect(fake.run(() => runDeployment("crawl/other"))).rejects.toMatchObject({ name: "ClientError", kind: "not-found" });
});
