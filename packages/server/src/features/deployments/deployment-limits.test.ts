import type { CreatedConcurrencyLimit, Deployment, Flow, FlowRun, OrchestrationResult } from "@millrace/contract";
import { createPostgresDatabase, onEveryDatabase, startTestServer, type TestServer, uniqueName } from "@millrace/testing";
import { expect, test } from "vitest";

const deploy = async (server: TestServer, input: object): Promise<Deployment> => {
  const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
  return server.ask("POST", "/deployments/", { flow_id: flow.id, name: "d", ...input });
};

const read = (server: TestServer, { id }: Deployment): Promise<Deployment> => server.ask("GET", `/deployments/${id}`);

const aRun = ({ id }: Deployment, server: TestServer): Promise<FlowRun> => server.ask("POST", `/deployments/${id}/create_flow_run`, {});

const getRun = (server: TestServer, { id }: FlowRun): Promise<FlowRun> => server.ask("GET", `/flow_runs/${id}`);

const newest = { "user-agent": "prefect/3.8.3 (API 0.8.4)" };

const propose = async (server: TestServer, run: FlowRun, ...[type, others = {}]: readonly [string, object?]) => {
  const body = { state: { type }, ...others };
  const answer = await server.send<OrchestrationResult>({ method: "POST", path: `/flow_runs/${run.id}/set_state`, body, headers: newest });
  return { status: answer.body.status, name: answer.body.state?.name, message: answer.body.state?.message };
};

const slotsOf = async (server: TestServer, deployment: Deployment): Promise<number | undefined> =>
  (await read(server, deployment)).global_concurrency_limit?.active_slots;

const aLimit = (server: TestServer, limit: number): Promise<CreatedConcurrencyLimit> =>
  server.ask("POST", "/v2/concurrency_limits/", { name: uniqueName("shared"), limit });

onEveryDatabase("a deployment's limit", (it) => {
  it("is one of its own for a number, changed with it, and gone with it", async ({ server }) => {
    const deployment = await deploy(server, { concurrency_limit: 2 });
    const name = `deployment:${deployment.id}`;
    expect(deployment).toMatchObject({ concurrency_limit: null, global_concurrency_limit: { name, limit: 2, active_slots: 0 } });
    const patch = (body: object) => server.ask("PATCH", `/deployments/${deployment.id}`, body);
    await patch({ description: "other" });
    await patch({ concurrency_limit: 3 });
    expect(await read(server, deployment)).toMatchObject({
      global_concurrency_limit: { id: deployment.global_concurrency_limit?.id, limit: 3 },
    });
    await patch({ concurrency_limit: null });
    expect((await read(server, deployment)).global_concurrency_limit).toBeNull();
    expect((await server.call("GET", `/v2/concurrency_limits/${name}`)).status).toBe(404);
    await patch({ concurrency_limit: 1 });
    await server.ask("DELETE", `/deployments/${deployment.id}`);
    expect((await server.call("GET", `/v2/concurrency_limits/${name}`)).status).toBe(404);
  });

  it("may be shared, and outlives the deployments that share it", async ({ server }) => {
    const shared = await aLimit(server, 1);
    const one = await deploy(server, { global_concurrency_limit_id: shared.id });
    const other = await deploy(server, { concurrency_limit: 4 });
    await server.ask("PATCH", `/deployments/${other.id}`, { global_concurrency_limit_id: shared.id });
    expect((await read(server, other)).global_concurrency_limit).toEqual((await read(server, one)).global_concurrency_limit);
    expect((await server.call("GET", `/v2/concurrency_limits/deployment:${other.id}`)).status).toBe(404);

    const [first, second] = [await aRun(one, server), await aRun(other, server)];
    expect((await propose(server, first, "PENDING")).status).toBe("ACCEPT");
    expect(await propose(server, second, "PENDING")).toMatchObject({ status: "REJECT", name: "AwaitingConcurrencySlot" });
    await server.ask("DELETE", `/deployments/${one.id}`);
    expect((await server.call("GET", `/v2/concurrency_limits/${shared.id}`)).status).toBe(200);
    await server.ask("DELETE", `/v2/concurrency_limits/${shared.id}`);
    expect((await read(server, other)).global_concurrency_limit).toBeNull();
    expect((await propose(server, first, "RUNNING")).status).toBe("ACCEPT");
    expect((await propose(server, first, "COMPLETED")).status).toBe("ACCEPT");
  });

  it("that does not exist is refused", async ({ server }) => {
    const unknown = { global_concurrency_limit_id: "00000000-0000-4000-8000-000000000000" };
    const deployment = await deploy(server, {});
    const refused = { status: 404, body: { detail: "Concurrency limit not found" } };
    expect(await server.call("PATCH", `/deployments/${deployment.id}`, unknown)).toMatchObject(refused);
    expect(await server.call("POST", "/deployments/", { flow_id: deployment.flow_id, name: "e", ...unknown })).toMatchObject(refused);
  });

  it("makes a run wait and says for what, and lets the one that waited longest go when a slot is free", async ({ server }) => {
    const deployment = await deploy(server, { concurrency_limit: 1 });
    const [first, second, third] = [await aRun(deployment, server), await aRun(deployment, server), await aRun(deployment, server)];
    await propose(server, first, "PENDING");
    await propose(server, first, "RUNNING");
    await propose(server, second, "PENDING");
    expect(await propose(server, third, "PENDING")).toEqual({
      status: "REJECT",
      name: "AwaitingConcurrencySlot",
      message: `Waits for a slot of the concurrency limit "deployment:${deployment.id}": 1 of 1 taken.`,
    });
    const due = async (run: FlowRun) =>
      Date.parse((await getRun(server, run)).next_scheduled_start_time ?? "") <= server.clock.micros() / 1000;
    expect([await due(second), await due(third)]).toEqual([false, false]);

    await propose(server, first, "COMPLETED");
    expect([await due(second), await due(third)]).toEqual([true, false]);
    expect((await getRun(server, second)).state).toMatchObject({ name: "AwaitingConcurrencySlot" });
    expect((await propose(server, second, "PENDING")).status).toBe("ACCEPT");
    expect((await propose(server, second, "RUNNING")).status).toBe("ACCEPT");
    expect(await slotsOf(server, deployment)).toBe(1);
    await server.ask("PATCH", `/deployments/${deployment.id}`, { concurrency_limit: 2 });
    expect(await due(third)).toBe(true);
  });

  it("is given back by whatever ends a run, and once", async ({ server }) => {
    const deployment = await deploy(server, { concurrency_limit: 5 });
    const started = async (...states: string[]) => {
      const run = await aRun(deployment, server);
      for (const type of ["PENDING", ...states]) expect((await propose(server, run, type)).status).toBe("ACCEPT");
      return run;
    };
    const [crashed, forced, cancelled, deleted, left] = [
      await started("RUNNING"),
      await started("RUNNING"),
      await started("RUNNING", "CANCELLING"),
      await started(),
      await started("RUNNING"),
    ];
    expect(await slotsOf(server, deployment)).toBe(5);
    await propose(server, crashed, "CRASHED");
    // A forced state forgets the lease; the one after it still gives the slot back.
    await propose(server, forced, "CANCELLING", { force: true });
    await propose(server, forced, "CANCELLED", { force: true });
    await propose(server, cancelled, "CANCELLED");
    expect(await slotsOf(server, deployment)).toBe(2);
    await server.ask("DELETE", `/flow_runs/${deleted.id}`);
    expect(await slotsOf(server, deployment)).toBe(1);
    // A run that never took a slot gives none back.
    const bare = await aRun(deployment, server);
    await propose(server, bare, "RUNNING", { force: true });
    await propose(server, bare, "COMPLETED", { force: true });
    expect(await slotsOf(server, deployment)).toBe(1);
    await propose(server, left, "COMPLETED");
    expect(await slotsOf(server, deployment)).toBe(0);
  });

  it("comes back when the flow goes away whose runs hold it", async ({ server }) => {
    const shared = await aLimit(server, 2);
    const [going, staying] = [
      await deploy(server, { global_concurrency_limit_id: shared.id }),
      await deploy(server, { global_concurrency_limit_id: shared.id }),
    ];
    const own = await server.ask<Deployment>("POST", "/deployments/", { flow_id: going.flow_id, name: "own", concurrency_limit: 1 });
    await propose(server, await aRun(going, server), "PENDING");
    await propose(server, await aRun(staying, server), "PENDING");
    await server.ask("DELETE", `/flows/${going.flow_id}`);
    expect(await slotsOf(server, staying)).toBe(1);
    expect((await server.call("GET", `/v2/concurrency_limits/deployment:${own.id}`)).status).toBe(404);
  });

  it("cancels new runs where it is told to, and holds nobody up while it is inactive", async ({ server }) => {
    const concurrency_options = { collision_strategy: "CANCEL_NEW", grace_period_seconds: 60 };
    const deployment = await deploy(server, { concurrency_limit: 1, concurrency_options });
    const [one, other, third] = [await aRun(deployment, server), await aRun(deployment, server), await aRun(deployment, server)];
    await propose(server, one, "PENDING");
    expect(await propose(server, other, "PENDING")).toEqual({
      status: "REJECT",
      name: "Cancelled",
      message: "Deployment concurrency limit reached.",
    });
    await server.ask("PATCH", `/v2/concurrency_limits/deployment:${deployment.id}`, { active: false });
    expect((await propose(server, third, "PENDING")).status).toBe("ACCEPT");
  });
});

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

test.skipIf(postgres === undefined)("two servers on one PostgreSQL never give the last slot twice, and lose none", async () => {
  const database = await createPostgresDatabase(postgres ?? "");
  const servers = [await startTestServer({ databaseUrl: database.url }), await startTestServer({ databaseUrl: database.url })] as const;
  const [one, other] = servers;
  const deployment = await deploy(one, { concurrency_limit: 2 });
  const runs = await Promise.all(Array.from({ length: 12 }, () => aRun(deployment, one)));
  let open = [...runs];
  for (let round = 0; open.length > 0 && round < 30; round++) {
    const answers = await Promise.all(open.map((run, index) => propose(index % 2 === 0 ? one : other, run, "PENDING")));
    const won = open.filter((_, index) => answers[index]?.status === "ACCEPT");
    expect(won).toHaveLength(Math.min(2, open.length));
    expect(await slotsOf(other, deployment)).toBe(won.length);
    // Both ends of each run at once, as when a worker and its run report the same crash.
    await Promise.all(won.flatMap((run) => [propose(one, run, "FAILED"), propose(other, run, "CRASHED")]));
    expect(await slotsOf(one, deployment)).toBe(0);
    open = open.filter((run) => !won.includes(run));
  }
  expect(open).toEqual([]);
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});
