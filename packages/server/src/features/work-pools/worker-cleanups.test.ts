import { addSeconds, type Flow, type FlowRun, type WorkPool } from "@millrace/contract";
import { createPostgresDatabase, createTestClock, onEveryDatabase, startTestServer, type TestServer, uniqueName } from "@millrace/testing";
import { expect, test } from "vitest";
import { subscribe, type TestSocket } from "../../http/fixtures/sockets.ts";
import { createPool, createQueue, deploy, runAt } from "./fixtures/pools.ts";

const frame = (type: string, payload: object) => ({ type, id: crypto.randomUUID(), sent_at: "2026-01-01T00:00:00Z", payload });
const able = ["worker_heartbeat.v1", "work_pool_snapshot.v1", "cleanup_delivery.v1"];
const kind = "cancelling_timeout_teardown.v1";

interface Frame {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

interface Worker {
  readonly ready: Frame["payload"];
  /** The next frame about a teardown; undefined when there is none. */
  next(): Promise<Frame | undefined>;
  /** The next teardown it is given. Fails when there is none. */
  given(): Promise<Given>;
  /** Says something of a teardown and resolves to the answer. */
  say(
    word: "ack" | "renew" | "release",
    about: Pick<Given, "message_id" | "reservation_token">,
    reason?: string,
  ): Promise<Frame["payload"]>;
  readonly socket: TestSocket;
}

interface Given {
  readonly message_id: string;
  readonly reservation_token: string;
  readonly lease_expires_at: string;
  readonly delivery_count: number;
  readonly target: object;
}

/** A worker of a type that can tear down, on its channel. */
const join = async (server: TestServer, pool: WorkPool, payload: object = {}): Promise<Worker> => {
  const socket = await subscribe(server, `/work_pools/${pool.name}/workers/connect`);
  socket.send(
    frame("worker.hello.v1", {
      consumer_id: crypto.randomUUID(),
      worker_name: uniqueName("w"),
      worker_type: pool.type,
      heartbeat_interval_seconds: 30,
      supported_channel_versions: ["work_pool_worker_channel.v1"],
      requested_capabilities: able,
      handled_cleanup_kinds: [kind],
      ...payload,
    }),
  );
  const { payload: ready } = await socket.next<Frame>();
  /** What the server does meanwhile takes a moment, in which the clock stands still. */
  const next = async (): Promise<Frame | undefined> => {
    for (let look = 0; look < 40; look++) {
      await server.clock.advance("0s");
      await socket.ping();
      while (socket.received.length > 0) {
        const one = await socket.next<Frame>();
        if (one.type.startsWith("cleanup.")) return one;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return undefined;
  };
  return {
    ready,
    socket,
    next,
    async given() {
      const one = await next();
      expect(one?.type).toBe("cleanup.message.v1");
      return one?.payload as unknown as Given;
    },
    async say(word, { message_id, reservation_token }, reason) {
      const said = frame(`cleanup.${word}.v1`, { message_id, reservation_token, ...(reason === undefined ? {} : { reason }) });
      socket.send(said);
      const answer = await next();
      expect(answer).toMatchObject({ type: "cleanup.operation_result.v1", payload: { request_frame_id: said.id, operation: word } });
      return answer?.payload ?? {};
    },
  };
};

const stateOf = async (server: TestServer, { id }: FlowRun) => (await server.ask<FlowRun>("GET", `/flow_runs/${id}`)).state;

/** Runs whose cancelling nobody finishes: at the end of the time for it they are Cancelled. */
const abandon = async (server: TestServer, pool: WorkPool, { count = 1, queue = "default" } = {}): Promise<readonly FlowRun[]> => {
  const deployment = await deploy(server, { name: uniqueName("d"), work_pool_name: pool.name, work_queue_name: queue });
  const runs: FlowRun[] = [];
  for (let number = 0; number < count; number++) {
    const run = await runAt(server, deployment, server.clock.now());
    for (const type of ["PENDING", "RUNNING"]) await server.ask("POST", `/flow_runs/${run.id}/set_state`, { state: { type } });
    await server.ask("PATCH", `/flow_runs/${run.id}`, { infrastructure_pid: `container-${number}` });
    await server.ask("POST", `/flow_runs/${run.id}/set_state`, { state: { type: "CANCELLING" }, force: true });
    runs.push(run);
    await server.clock.advance("1s");
  }
  await server.clock.advance("300s");
  for (const run of runs)
    await expect.poll(async () => server.clock.advance("0s").then(() => stateOf(server, run))).toMatchObject({ type: "CANCELLED" });
  return runs;
};

const kept = (server: TestServer, pool: WorkPool) =>
  server.ctx.read.selectFrom("worker_cleanup").selectAll().where("work_pool_id", "=", pool.id).execute();

onEveryDatabase(
  "tearing down what cancelled runs left",
  (it) => {
    it("is asked of a worker that can, once, until it says that it is done", async ({ server }) => {
      const pool = await createPool(server, { type: "docker" });
      const worker = await join(server, pool);
      expect(worker.ready).toMatchObject({ accepted_capabilities: able, rejected_capabilities: [], effective_max_cleanup_concurrency: 1 });
      const runs = await abandon(server, pool, { count: 2 });
      const given = await worker.given();
      expect(given).toEqual({
        message_id: expect.any(String),
        kind,
        reservation_token: expect.stringMatching(/^[\w-]{43}$/),
        lease_expires_at: expect.any(String),
        delivery_count: 1,
        work_queue_id: pool.default_queue_id,
        target: expect.any(Object),
        data: {},
      });
      // It does one at a time.
      expect(await worker.next()).toBeUndefined();
      expect(await worker.say("ack", given)).toMatchObject({
        message_id: given.message_id,
        status: "accepted",
        reason: null,
        detail: null,
      });
      const other = await worker.given();
      const targets = runs.map(({ id }, number) => ({ flow_run_id: id, infrastructure_pid: `container-${number}` }));
      expect([given.target, other.target]).toEqual(expect.arrayContaining(targets));
      expect(await worker.say("ack", other)).toMatchObject({ status: "accepted" });
      expect(await worker.say("ack", other)).toMatchObject({ status: "not_found", reason: "message_not_found" });
      expect(await kept(server, pool)).toEqual([]);
      worker.socket.close();
    });

    it("waits for a worker, and asks those of the run's queue first", async ({ server }) => {
      const pool = await createPool(server, { type: "docker" });
      const queue = await createQueue(server, pool, { name: "special" });
      const [usual] = await abandon(server, pool);
      const [special] = await abandon(server, pool, { queue: queue.name });
      const worker = await join(server, pool, { work_queue_names: ["special"], max_cleanup_concurrency: 2 });
      expect((await worker.given()).target).toMatchObject({ flow_run_id: special?.id });
      expect((await worker.given()).target).toMatchObject({ flow_run_id: usual?.id });
      worker.socket.close();
    });

    it("goes to the next worker when one gives it back or says nothing more, three times in all", async ({ server }) => {
      const pool = await createPool(server, { type: "docker" });
      const first = await join(server, pool);
      await abandon(server, pool);
      const given = await first.given();
      expect(await first.say("release", given, "handler_failed")).toMatchObject({ status: "accepted" });
      const again = await first.given();
      expect(again).toMatchObject({ message_id: given.message_id, delivery_count: 2 });
      expect(await first.say("ack", given)).toMatchObject({ status: "invalid_token", reason: "reservation_token_mismatch" });

      await server.clock.advance("20s");
      const renewed = await first.say("renew", again);
      expect(renewed).toMatchObject({ status: "accepted" });
      expect(Date.parse(String(renewed.lease_expires_at)) - Date.parse(again.lease_expires_at)).toBe(20_000);
      first.socket.close();
      await first.socket.closed;
      const next = await join(server, pool);
      await server.clock.advance("29s");
      expect(await next.next()).toBeUndefined();
      await server.clock.advance("2s");
      const last = await next.given();
      expect(last).toMatchObject({ message_id: given.message_id, delivery_count: 3 });
      expect(await next.say("release", last, "handler_failed")).toMatchObject({
        status: "dead_lettered",
        reason: "max_delivery_attempts_reached",
      });
      expect(await kept(server, pool)).toEqual([]);
      next.socket.close();
    });

    it("is not counted as tried by a worker that had no room for it, which is asked again a second later", async ({ server }) => {
      const pool = await createPool(server, { type: "docker" });
      const worker = await join(server, pool);
      await abandon(server, pool);
      for (let refusal = 0; refusal < 4; refusal++) {
        const given = await worker.given();
        expect(given.delivery_count).toBe(1);
        expect(await worker.say("release", given, "concurrency_limit_reached")).toMatchObject({ status: "accepted" });
        expect(await worker.next()).toBeUndefined();
        await server.clock.advance("1s");
      }
      expect(await worker.say("ack", await worker.given())).toMatchObject({ status: "accepted" });
      expect(await kept(server, pool)).toEqual([]);
      worker.socket.close();
    });

    it("is taken from a worker whose time for it is over, also when it still answers", async ({ server }) => {
      const pool = await createPool(server, { type: "docker" });
      const worker = await join(server, pool);
      await abandon(server, pool);
      const given = await worker.given();
      const [row] = await kept(server, pool);
      await server.ctx.transact(async (tx) => {
        await tx.updateTable("worker_cleanup").set({ expiration: server.clock.now() }).where("id", "=", given.message_id).execute();
      });
      expect(row?.deliveries).toBe(1);
      expect(await worker.say("ack", given)).toMatchObject({ status: "expired", reason: "lease_expired" });
      expect(await worker.given()).toMatchObject({ message_id: given.message_id, delivery_count: 2 });
      worker.socket.close();
    });

    it("is not asked of workers that cannot, nor of pools without workers, nor for ever", async ({ server }) => {
      const pool = await createPool(server);
      const unable = await join(server, pool, { requested_capabilities: able.slice(0, 2), handled_cleanup_kinds: [] });
      expect(unable.ready).toMatchObject({ effective_max_cleanup_concurrency: 0 });
      const idle = await join(server, pool, { handled_cleanup_kinds: [] });
      expect(idle.ready).toMatchObject({ rejected_capabilities: ["cleanup_delivery.v1"], effective_max_cleanup_concurrency: 0 });
      await abandon(server, pool);
      expect([await unable.next(), await idle.next()]).toEqual([undefined, undefined]);
      const about = { message_id: crypto.randomUUID(), reservation_token: "t" };
      expect(await idle.say("ack", about)).toMatchObject({ status: "unauthorized", reason: "cleanup_delivery_not_accepted" });
      expect(await kept(server, pool)).toHaveLength(1);
      await server.ctx.transact(async (tx) => {
        const created = addSeconds(server.clock.now(), -86_401);
        await tx.updateTable("worker_cleanup").set({ created }).where("work_pool_id", "=", pool.id).execute();
      });
      await expect.poll(async () => server.clock.advance("5s").then(() => kept(server, pool))).toEqual([]);
      idle.socket.close();
      unable.socket.close();

      const push = await createPool(server, { type: "cloud-run:push" });
      await abandon(server, push);
      expect(await kept(server, push)).toEqual([]);
    });

    it("has nothing to do with a run that was cancelled in time, or came through no pool", async ({ server }) => {
      const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
      const run = await server.ask<FlowRun>("POST", "/flow_runs/", { flow_id: flow.id, state: { type: "RUNNING" } });
      await server.ask("POST", `/flow_runs/${run.id}/set_state`, { state: { type: "CANCELLING" }, force: true });
      await server.clock.advance("301s");
      await expect.poll(async () => server.clock.advance("0s").then(() => stateOf(server, run))).toMatchObject({ type: "CANCELLED" });
      const target = server.ctx.read.selectFrom("worker_cleanup").select("target");
      expect((await target.execute()).filter((row) => row.target.flow_run_id === run.id)).toEqual([]);
    });
  },
  { servicesEnabled: true },
);

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

test.skipIf(postgres === undefined)("of two servers on one PostgreSQL one gives it to one worker", async () => {
  const database = await createPostgresDatabase(postgres ?? "");
  const one = await startTestServer({ databaseUrl: database.url, servicesEnabled: true }, createTestClock("2026-01-01T00:00:00Z"));
  const other = await startTestServer({ databaseUrl: database.url }, createTestClock("2026-01-01T00:05:10Z"));
  const pool = await createPool(one, { type: "docker" });
  const workers = [await join(other, pool, { max_cleanup_concurrency: 9 }), await join(one, pool, { max_cleanup_concurrency: 9 })];
  const runs = await abandon(one, pool, { count: 6 });
  const given: Frame[] = [];
  await expect
    .poll(async () => {
      await other.clock.advance("1s");
      for (const worker of workers) for (let f = await worker.next(); f !== undefined; f = await worker.next()) given.push(f);
      return given.length;
    })
    .toBe(6);
  const ids = given.map(({ payload }) => (payload.target as { flow_run_id: string }).flow_run_id);
  expect(ids.toSorted()).toEqual(runs.map(({ id }) => id).toSorted());
  for (const { socket } of workers) socket.close();
  await one.stop();
  await other.stop();
  await database.drop();
});
