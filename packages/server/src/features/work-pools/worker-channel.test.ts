import {
  addSeconds,
  type DueFlowRun,
  dueRunsCapability,
  type FlowRun,
  type OrchestrationResult,
  type Worker,
  type WorkPool,
} from "@millrace/contract";
import { createPostgresDatabase, onEveryDatabase, startTestServer, type TestServer, uniqueName } from "@millrace/testing";
import { expect, test } from "vitest";
import { connect, refusal, subscribe, type TestSocket } from "../../http/fixtures/sockets.ts";
import { createPool, createQueue, deploy, listEventsOf, runAt } from "./fixtures/pools.ts";

const template = {
  job_configuration: { command: "{{ command }}" },
  variables: { type: "object", properties: { command: { type: "string" } } },
};
const consumer_id = "0190aaaa-bbbb-7ccc-8ddd-000000000001";

const frame = (type: string, payload: object) => ({ type, id: crypto.randomUUID(), sent_at: "2026-01-01T00:00:00Z", payload });

const hello = (payload: object = {}) =>
  frame("worker.hello.v1", {
    consumer_id,
    worker_name: "w",
    worker_type: "process",
    heartbeat_interval_seconds: 30,
    supported_channel_versions: ["work_pool_worker_channel.v1"],
    requested_capabilities: ["worker_heartbeat.v1", "work_pool_snapshot.v1"],
    ...payload,
  });

const beat = (payload: object = {}) =>
  frame("worker.heartbeat.v1", { consumer_id, worker_name: "w", heartbeat_interval_seconds: 30, ...payload });

const pathOf = (name: string) => `/work_pools/${encodeURIComponent(name)}/workers/connect`;

const open = async (server: TestServer, name: string, payload: object = {}): Promise<TestSocket> => {
  const socket = await subscribe(server, pathOf(name));
  socket.send(hello(payload));
  return socket;
};

const attentive = { requested_capabilities: ["worker_heartbeat.v1", "work_pool_snapshot.v1", dueRunsCapability] };

/** Waits for the worker to be told that there is something to start; time stands still but for what live events take. */
const hinted = async (server: TestServer, socket: TestSocket): Promise<void> => {
  const told = (): boolean => socket.received.some((one) => (one as Frame).type === "work_pool.runs_due.v1");
  await expect.poll(async () => told() || server.clock.advance("10ms").then(told), { timeout: 10_000, interval: 5 }).toBe(true);
  while (socket.received.length > 0) await socket.next();
};

const move = (server: TestServer, run: FlowRun, type: string): Promise<OrchestrationResult> =>
  server.ask<OrchestrationResult>("POST", `/flow_runs/${run.id}/set_state`, { state: { type } });

const poll = async (server: TestServer, pool: WorkPool): Promise<string[]> => {
  const body = { scheduled_before: server.clock.now() };
  const due = await server.ask<DueFlowRun[]>("POST", `/work_pools/${pool.name}/get_scheduled_flow_runs`, body);
  return due.map(({ flow_run }) => flow_run.id);
};

interface Frame {
  readonly type: string;
  readonly payload: {
    readonly initial_snapshot: { readonly work_pool: WorkPool };
    readonly work_pool: WorkPool;
    readonly snapshot_sequence: number;
    readonly reason: string;
  };
}

onEveryDatabase("the channel of a worker", (it) => {
  it("makes the pool, registers the worker and answers with both", async ({ server }) => {
    const name = uniqueName("made here");
    const socket = await open(server, name, { create_pool_if_not_found: true, default_base_job_template: template });
    const ready = await socket.next<Frame>();
    const pool = await server.ask<WorkPool>("GET", `/work_pools/${encodeURIComponent(name)}`);
    expect(pool).toMatchObject({ name, type: "process", status: "READY", base_job_template: template });
    expect(ready).toEqual({
      type: "worker.ready.v1",
      id: expect.any(String),
      sent_at: expect.any(String),
      payload: {
        consumer_id,
        worker_id: null,
        selected_channel_version: "work_pool_worker_channel.v1",
        effective_heartbeat_interval_seconds: 30,
        accepted_capabilities: ["worker_heartbeat.v1", "work_pool_snapshot.v1"],
        rejected_capabilities: [],
        effective_max_cleanup_concurrency: 0,
        resolved_work_queues: [{ id: pool.default_queue_id, name: "default" }],
        initial_snapshot: { snapshot_sequence: 1, reason: "initial", work_pool: pool },
      },
    });
    const workers = await server.ask<Worker[]>("POST", `/work_pools/${encodeURIComponent(name)}/workers/filter`, {});
    expect(workers).toMatchObject([{ name: "w", status: "ONLINE", heartbeat_interval_seconds: 30 }]);
    socket.close();
  });

  it("fills in an empty template, once, and names the queues that were asked for", async ({ server }) => {
    const pool = await createPool(server);
    const queue = await createQueue(server, pool, { name: "q" });
    const given = { work_queue_names: ["q"], default_base_job_template: template };
    const capabilities = ["worker_heartbeat.v1", "work_pool_snapshot.v1", "cleanup_delivery.v1"];
    const socket = await open(server, pool.name, { ...given, requested_capabilities: capabilities, max_cleanup_concurrency: 1 });
    expect(await socket.next()).toMatchObject({
      payload: {
        resolved_work_queues: [{ id: queue.id, name: "q" }],
        rejected_capabilities: ["cleanup_delivery.v1"],
        effective_max_cleanup_concurrency: 0,
        initial_snapshot: { work_pool: { base_job_template: template, status: "READY" } },
      },
    });
    const other = await open(server, pool.name, { default_base_job_template: { ...template, variables: { properties: { command: {} } } } });
    expect((await other.next<Frame>()).payload.initial_snapshot.work_pool.base_job_template).toEqual(template);
    const told = (await listEventsOf(server, `prefect.work-pool.${pool.id}`)).map(({ event }) => event);
    expect(told.filter((event) => event === "prefect.work-pool.updated")).toHaveLength(1);
    socket.close();
    other.close();
  });

  it("takes signs of life and tells of changes, close ones as one", async ({ server }) => {
    const pool = await createPool(server);
    const socket = await open(server, pool.name);
    await socket.next();
    await server.clock.advance("1s");
    await server.ask("PATCH", `/work_pools/${pool.name}`, { concurrency_limit: 4 });
    await server.ask("PATCH", `/work_pools/${pool.name}`, { is_paused: true });
    await server.clock.advance("1s");
    expect((await socket.next<Frame>()).payload).toMatchObject({
      snapshot_sequence: 2,
      reason: "work_pool_updated",
      work_pool: { concurrency_limit: 4, active_slots: 0, is_paused: true, status: "PAUSED" },
    });
    await server.ask("PATCH", `/work_pools/${pool.name}`, { description: "workers need not know" });
    // As another server on this database would change it.
    await server.ctx.transact(async (tx) => {
      await tx.updateTable("work_pool").set({ concurrency_limit: 5 }).where("id", "=", pool.id).execute();
    });
    await server.clock.advance("40s");
    socket.send(beat());
    await socket.next();
    const [worker] = await server.ask<Worker[]>("POST", `/work_pools/${pool.name}/workers/filter`, {});
    expect(worker?.last_heartbeat_time).toMatch(/^2026-/);
    socket.close();
  });

  it("tells workers that ask for it when a run is due, at once and later", async ({ server }) => {
    const pool = await createPool(server);
    const deployment = await deploy(server, { work_pool_name: pool.name });
    const socket = await open(server, pool.name, attentive);
    expect((await socket.next<{ payload: object }>()).payload).toMatchObject({
      accepted_capabilities: attentive.requested_capabilities,
      rejected_capabilities: [],
    });
    const now = await runAt(server, deployment, server.clock.now());
    await hinted(server, socket);
    expect(await poll(server, pool)).toEqual([now.id]);
    await move(server, now, "PENDING");

    const later = await runAt(server, deployment, addSeconds(server.clock.now(), 600));
    await server.clock.advance("9m");
    expect(socket.received).toEqual([]);
    await server.clock.advance("1m");
    await hinted(server, socket);
    expect(await poll(server, pool)).toEqual([later.id]);
    socket.close();
  });

  it("tells of a slot that got free: of the deployment, of the pool, of a queue that goes on", async ({ server }) => {
    const pool = await createPool(server);
    const limited = await deploy(server, { work_pool_name: pool.name, concurrency_limit: 1 });
    const [first, second] = [await runAt(server, limited, server.clock.now()), await runAt(server, limited, server.clock.now())];
    await move(server, first, "PENDING");
    expect((await move(server, second, "PENDING")).state).toMatchObject({ name: "AwaitingConcurrencySlot" });
    const socket = await open(server, pool.name, attentive);
    await socket.next();
    expect(await poll(server, pool)).toEqual([]);
    await move(server, first, "CANCELLED");
    await hinted(server, socket);
    expect(await poll(server, pool)).toEqual([second.id]);

    await server.ask("PATCH", `/work_pools/${pool.name}`, { concurrency_limit: 1 });
    await move(server, second, "PENDING");
    const third = await runAt(server, await deploy(server, { work_pool_name: pool.name }), server.clock.now());
    await hinted(server, socket);
    expect(await poll(server, pool)).toEqual([]);
    await move(server, second, "RUNNING");
    await move(server, second, "COMPLETED");
    await hinted(server, socket);
    expect(await poll(server, pool)).toEqual([third.id]);

    await server.ask("PATCH", `/work_pools/${pool.name}/queues/default`, { is_paused: true });
    await server.ask("PATCH", `/work_pools/${pool.name}/queues/default`, { is_paused: false });
    await hinted(server, socket);
    socket.close();
  });

  it("ends when the pool is deleted", async ({ server }) => {
    const pool = await createPool(server);
    const socket = await open(server, pool.name);
    await socket.next();
    await server.ask("DELETE", `/work_pools/${pool.name}`);
    await server.clock.advance("1s");
    expect(await socket.closed).toEqual({ code: 1008, reason: "authorization_failed" });
  });

  it("is refused to those who may not have it", async ({ server }) => {
    const pool = await createPool(server);
    const closing = async (name: string, first: unknown) => {
      const socket = await subscribe(server, pathOf(name));
      socket.send(first);
      return (await socket.closed) as { code: number; reason: string };
    };
    const unauthorized = { code: 1008, reason: "authorization_failed" };
    expect(await closing("nowhere", hello())).toEqual(unauthorized);
    expect(await closing("Prefect-own", hello({ create_pool_if_not_found: true }))).toEqual(unauthorized);
    expect(await closing(pool.name, hello({ work_queue_names: ["none"] }))).toEqual(unauthorized);
    expect(await closing(pool.name, hello({ supported_channel_versions: ["v2"] }))).toEqual({ code: 1008, reason: "unsupported_version" });
    const wrong = { code: 1002, reason: "protocol_error" };
    expect(await closing(pool.name, "no JSON")).toEqual(wrong);
    expect(await closing(pool.name, beat())).toEqual(wrong);
    expect(await closing(pool.name, { ...hello(), extra: 1 })).toEqual(wrong);
    expect(await closing(pool.name, hello({ requested_capabilities: ["worker_heartbeat.v1"] }))).toEqual(wrong);
    expect(await closing(pool.name, hello({ max_cleanup_concurrency: 1 }))).toEqual(wrong);
    expect(await closing(pool.name, hello({ default_base_job_template: { variables: {} } }))).toEqual(wrong);
    const stranger = await open(server, pool.name);
    await stranger.next();
    stranger.send(beat({ worker_name: "other" }));
    expect(await stranger.closed).toEqual(wrong);
  });
});

test("the channel takes nobody without the subprotocol, nor with a wrong password", async () => {
  const server = await startTestServer({ authString: "user:secret" });
  expect(await refusal(server, { path: pathOf("p") })).toMatchObject({ status: 403 });
  expect(await refusal(server, { path: "/work_pools/a/b/workers/connect", protocol: "prefect" })).toMatchObject({ status: 404 });
  const socket = await connect(server, { path: pathOf("p"), protocol: "prefect" });
  socket.send({ type: "auth", token: "wrong" });
  expect(await socket.closed).toEqual({ code: 1008, reason: "authentication_failed" });
  await server.stop();
});

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

test.skipIf(postgres === undefined)("a worker hears of runs that find a slot, or are made, on another server", async () => {
  const database = await createPostgresDatabase(postgres ?? "");
  const [one, other] = [await startTestServer({ databaseUrl: database.url }), await startTestServer({ databaseUrl: database.url })];
  const pool = await createPool(one);
  const limited = await deploy(one, { work_pool_name: pool.name, concurrency_limit: 1 });
  const [first, second] = [await runAt(one, limited, one.clock.now()), await runAt(one, limited, one.clock.now())];
  await move(one, first, "PENDING");
  await move(one, second, "PENDING");
  const socket = await open(other, pool.name, attentive);
  await socket.next();
  await move(one, first, "CANCELLED");
  await hinted(other, socket);
  expect(await poll(other, pool)).toEqual([second.id]);

  // As schedules make them: nothing is told of it.
  await move(one, second, "PENDING");
  await one.ctx.transact(async (tx) => {
    const made = { state_type: "SCHEDULED", state_name: "Scheduled", next_scheduled_start_time: one.clock.now() } as const;
    await tx.updateTable("flow_run").set(made).where("id", "=", first.id).execute();
  });
  await hinted(other, socket);
  expect(await poll(other, pool)).toEqual([first.id]);
  socket.close();
  await one.stop();
  await other.stop();
  await database.drop();
});
