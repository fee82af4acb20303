import type { FlowRun, WorkPool, WorkQueue } from "@millrace/contract";
import { addSeconds } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { createPool, createQueue, deploy, listEventsOf, runAt } from "./fixtures/pools.ts";

const order = async (server: TestServer, pool: WorkPool): Promise<[string, number][]> => {
  const queues = await server.ask<WorkQueue[]>("POST", `/work_pools/${pool.name}/queues/filter`, {});
  return queues.map(({ name, priority }) => [name, priority]);
};

onEveryDatabase("work queues", (it) => {
  it("keep their order when one is put between them", async ({ server }) => {
    const pool = await createPool(server);
    await createQueue(server, pool, { name: "a" });
    await createQueue(server, pool, { name: "far", priority: 9 });
    await createQueue(server, pool, { name: "first", priority: 1 });
    expect(await order(server, pool)).toEqual([
      ["first", 1],
      ["default", 2],
      ["a", 3],
      ["far", 9],
    ]);
    await server.ask("PATCH", `/work_pools/${pool.name}/queues/a`, { priority: 1 });
    expect(await order(server, pool)).toEqual([
      ["a", 1],
      ["first", 2],
      ["default", 3],
      ["far", 9],
    ]);
    await server.ask("DELETE", `/work_pools/${pool.name}/queues/first`);
    await createQueue(server, pool, { name: "gap" });
    expect(await order(server, pool)).toEqual([
      ["a", 1],
      ["gap", 2],
      ["default", 3],
      ["far", 9],
    ]);
  });

  it("made side by side get priorities of their own", async ({ server }) => {
    const pool = await createPool(server);
    await Promise.all(["a", "b", "c", "d", "e"].map((name) => createQueue(server, pool, { name })));
    expect((await order(server, pool)).map(([, priority]) => priority)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("are named once in a pool, and the default one stays", async ({ server }) => {
    const pool = await createPool(server);
    const path = `/work_pools/${pool.name}/queues`;
    await createQueue(server, pool, { name: "q" });
    expect(await server.call("POST", path, { name: "q" })).toMatchObject({
      status: 409,
      body: { detail: "A work queue with this name already exists in work pool {work_pool_name!r}." },
    });
    expect((await server.call("POST", "/work_pools/none/queues", { name: "q" })).status).toBe(404);
    expect(await server.call("DELETE", `${path}/default`)).toMatchObject({
      status: 409,
      body: { detail: "Can't delete a pool's default queue." },
    });
    expect((await server.call("DELETE", `/work_queues/${pool.default_queue_id}`)).status).toBe(409);
    expect(await server.call("GET", `${path}/none`)).toMatchObject({
      status: 404,
      body: { detail: `Work pool queue '${pool.name}/none' not found.` },
    });
  });

  it("are paused, go on, change, and tell of it", async ({ server }) => {
    const pool = await createPool(server);
    const queue = await createQueue(server, pool, { name: "q" });
    const path = `/work_pools/${pool.name}/queues/q`;
    const status = async () => (await server.ask<WorkQueue>("GET", path)).status;
    await server.ask("PATCH", path, { is_paused: true });
    await server.ask("PATCH", path, { is_paused: true });
    expect(await status()).toBe("PAUSED");
    await server.ask("PATCH", path, { is_paused: false });
    expect(await status()).toBe("NOT_READY");
    await server.ask("PATCH", path, { is_paused: true, last_polled: server.clock.now() });
    await server.ask("PATCH", path, { is_paused: false });
    expect(await status()).toBe("READY");
    await server.ask("PATCH", `/work_queues/${queue.id}`, { concurrency_limit: 0, description: "" });

    const told = await listEventsOf(server, `prefect.work-queue.${queue.id}`);
    expect(told.map(({ event }) => event.replace("prefect.work-queue.", ""))).toEqual([
      "created",
      "paused",
      "not-ready",
      "paused",
      "ready",
      "updated",
    ]);
    expect(told[1]).toMatchObject({
      resource: { "prefect.resource.name": "q", "prefect.resource.role": "work-queue" },
      related: [
        {
          "prefect.resource.id": `prefect.work-pool.${pool.id}`,
          "prefect.resource.role": "work-pool",
          "prefect.work-pool.type": "process",
        },
      ],
    });
    expect(told[5]?.payload).toEqual({ updated_fields: ["concurrency_limit"], updates: { concurrency_limit: { from: null, to: 0 } } });
  });

  it("named alone belong to the pool that agents share", async ({ server }) => {
    const name = uniqueName("shared");
    const queue = await server.ask<WorkQueue>("POST", "/work_queues/", { name });
    expect(queue).toMatchObject({ work_pool_name: "default-agent-pool", status: "NOT_READY" });
    expect(await server.ask("GET", `/work_queues/name/${name}`)).toEqual(queue);
    expect(await server.call("POST", "/work_queues/", { name })).toMatchObject({
      status: 409,
      body: { detail: "A work queue with this name already exists." },
    });
    expect(await server.ask("GET", "/work_pools/default-agent-pool")).toMatchObject({ type: "prefect-agent", status: null });
    const deployed = uniqueName("deployed");
    expect(await deploy(server, { work_queue_name: deployed })).toMatchObject({
      work_pool_name: "default-agent-pool",
      work_queue_name: deployed,
    });
    const missing = "/work_queues/00000000-0000-0000-0000-000000000000";
    expect((await server.call("GET", missing)).body).toEqual({ detail: "work queue not found" });
    expect((await server.call("GET", `${missing}/status`)).body).toEqual({
      exception_message: "Work queue with id 00000000-0000-0000-0000-000000000000 not found",
    });
  });

  it("give their new name to the deployments and runs that wait in them", async ({ server }) => {
    const pool = await createPool(server);
    const queue = await createQueue(server, pool, { name: "before" });
    const deployment = await deploy(server, { work_pool_name: pool.name, work_queue_name: "before" });
    const run = await runAt(server, deployment, server.clock.now());
    await server.ask("PATCH", `/work_pools/${pool.name}/queues/before`, { name: "after" });
    const renamed = { work_queue_id: queue.id, work_queue_name: "after" };
    expect(await server.ask("GET", `/deployments/${deployment.id}`)).toEqual({ ...deployment, ...renamed });
    expect(await server.ask("GET", `/flow_runs/${run.id}`)).toMatchObject(renamed);
    const due = await server.ask("POST", `/work_pools/${pool.name}/get_scheduled_flow_runs`, { work_queue_names: ["after"] });
    expect(due).toMatchObject([{ flow_run: { id: run.id, work_queue_name: "after" } }]);
    const found = await server.ask("POST", "/deployments/filter", { deployments: { work_queue_name: { any_: ["after"] } } });
    expect(found).toMatchObject([{ id: deployment.id }]);
    const another = await server.ask<FlowRun>("POST", `/deployments/${deployment.id}/create_flow_run`, {});
    expect(another).toMatchObject(renamed);
    const countNamed = (work_queue_name: object): Promise<number> =>
      server.ask("POST", "/flow_runs/count", { flow_runs: { deployment_id: { any_: [deployment.id] }, work_queue_name } });
    expect([await countNamed({ any_: ["after"] }), await countNamed({ any_: ["before"] })]).toEqual([2, 0]);
    expect([await countNamed({ is_null_: false }), await countNamed({ is_null_: true })]).toEqual([2, 0]);

    await server.ask("DELETE", `/work_pools/${pool.name}/queues/after`);
    const gone = { work_queue_id: null, work_queue_name: "after" };
    expect(await server.ask("GET", `/deployments/${deployment.id}`)).toMatchObject(gone);
    expect(await server.ask("GET", `/flow_runs/${another.id}`)).toMatchObject(gone);
    expect([await countNamed({ any_: ["after"] }), await countNamed({ operator: "or_", any_: ["none"], is_null_: false })]).toEqual([1, 2]);
  });

  it("are healthy while polled and without late runs", async ({ server }) => {
    const pool = await createPool(server);
    const health = () => server.ask("GET", `/work_queues/${pool.default_queue_id}/status`);
    expect(await health()).toMatchObject({ healthy: false, late_runs_count: 0, last_polled: null });
    await server.ask("PATCH", `/work_queues/${pool.default_queue_id}`, { last_polled: server.clock.now() });
    expect(await health()).toMatchObject({ healthy: true });
    const run = await runAt(server, await deploy(server, { work_pool_name: pool.name }), server.clock.now());
    await server.ask("POST", `/flow_runs/${run.id}/set_state`, { state: { type: "SCHEDULED", name: "Late" }, force: true });
    expect(await health()).toMatchObject({ healthy: false, late_runs_count: 1 });
  });
});

onEveryDatabase("queues with a filter, from before work pools", (it) => {
  it("give what fits it, wherever that waits, and count it", async ({ server }) => {
    const [gpu, other] = [uniqueName("gpu"), uniqueName("other")];
    const fitting = await deploy(server, { tags: [gpu, "x"] });
    const unfit = await deploy(server, { tags: [other] });
    const create = (body: object) => server.ask<WorkQueue>("POST", "/work_queues/", { name: uniqueName("filtered"), ...body });
    const queue = await create({ filter: { tags: [gpu] }, concurrency_limit: 1 });
    const byId = await create({ filter: { deployment_ids: [unfit.id] } });
    const plain = await create({});
    const now = server.clock.now();
    const first = await runAt(server, fitting, addSeconds(now, -2));
    const second = await runAt(server, unfit, addSeconds(now, -1));
    const flow_id = fitting.flow_id;
    await server.ask("POST", "/flow_runs/", { flow_id, tags: [gpu], state: { type: "SCHEDULED", state_details: { scheduled_time: now } } });
    const due = async ({ id }: WorkQueue) =>
      (await server.ask<FlowRun[]>("POST", `/work_queues/${id}/get_runs`, { scheduled_before: now })).map((run) => run.id);
    expect([await due(queue), await due(byId), await due(plain)]).toEqual([[first.id], [second.id], []]);

    const served = async ({ id }: { id: string }) => {
      const queues = await server.ask<WorkQueue[]>("GET", `/deployments/${id}/work_queue_check`);
      return [queue, byId, plain].filter((each) => queues.some((found) => found.id === each.id)).map(({ name }) => name);
    };
    expect(await served(fitting)).toEqual([queue.name, plain.name]);
    expect(await served(unfit)).toEqual([byId.name, plain.name]);

    await server.ask("POST", `/flow_runs/${first.id}/set_state`, { state: { type: "RUNNING" }, force: true });
    await runAt(server, fitting, addSeconds(now, -1));
    expect(await due(queue)).toEqual([]);
    expect(await server.ask("GET", `/work_queues/${queue.id}`)).toMatchObject({ active_slots: 1 });
    expect(await server.ask("GET", `/work_queues/name/${queue.name}`)).toMatchObject({ active_slots: 1 });
  });
});

onEveryDatabase("the first queue of agents", (it) => {
  it("may be the default one, which is made with their pool", async ({ server }) => {
    const created = await server.call<WorkQueue>("POST", "/work_queues/", { name: "default" });
    expect(created).toMatchObject({ status: 201, body: { name: "default", work_pool_name: "default-agent-pool" } });
    const pool = await server.ask<WorkPool>("GET", "/work_pools/default-agent-pool");
    expect(pool.default_queue_id).toBe(created.body.id);
    expect((await server.call("POST", "/work_queues/", { name: "default" })).status).toBe(409);
  });
});
