import type { Deployment, WorkPool, WorkQueue } from "@millrace/contract";
import { createPostgresDatabase, onEveryDatabase, startTestServer, type TestServer } from "@millrace/testing";
import { expect, test } from "vitest";
import { createPool, deploy, listEventsOf } from "../features/work-pools/fixtures/pools.ts";

const beat = (server: TestServer, pool: WorkPool, seconds?: number) =>
  server.ask("POST", `/work_pools/${pool.name}/workers/heartbeat`, { name: "w", heartbeat_interval_seconds: seconds });

const poll = (server: TestServer, pool: WorkPool) => server.ask("POST", `/work_pools/${pool.name}/get_scheduled_flow_runs`, {});

interface Watched {
  readonly pool: WorkPool;
  readonly deployment: Deployment;
}

/** The statuses of pool, queue and deployment, once everything due now was done. */
const statuses = (server: TestServer, { pool, deployment }: Watched) =>
  expect.poll(
    async () => {
      await server.clock.advance("0s");
      const found = await server.ask<WorkPool>("GET", `/work_pools/${pool.name}`);
      const queue = await server.ask<WorkQueue>("GET", `/work_queues/${pool.default_queue_id}`);
      const deployed = await server.ask<Deployment>("GET", `/deployments/${deployment.id}`);
      return [found.status, queue.status, deployed.status];
    },
    { timeout: 10_000 },
  );

const watch = async (server: TestServer): Promise<Watched> => {
  const pool = await createPool(server);
  return { pool, deployment: await deploy(server, { work_pool_name: pool.name }) };
};

const namesOf = async (server: TestServer, resource: string): Promise<string[]> =>
  (await listEventsOf(server, resource)).map(({ event }) => event.split(".").slice(2).join("."));

onEveryDatabase(
  "the foreman",
  (it) => {
    it("tells once when a worker comes, is heard of no more, and comes back", async ({ server }) => {
      const { pool } = await watch(server);
      await beat(server, pool, 30);
      await server.clock.advance("30s");
      await beat(server, pool, 30);
      const [worker] = await server.ask<{ id: string }[]>("POST", `/work_pools/${pool.name}/workers/filter`, {});
      const told = async (): Promise<string[]> => {
        await server.clock.advance("0s");
        return namesOf(server, `millrace.worker.${worker?.id}`);
      };
      expect(await told()).toEqual(["online"]);
      await server.clock.advance("91s");
      await expect.poll(told, { timeout: 10_000 }).toEqual(["online", "offline"]);
      await server.clock.advance("31s");
      await server.clock.advance("31s");
      await beat(server, pool, 30);
      expect(await told()).toEqual(["online", "offline", "online"]);
      await server.ask("DELETE", `/work_pools/${pool.name}/workers/w`);
      expect(await told()).toEqual(["online", "offline", "online", "deleted"]);
    });

    it("sees what nobody serves any more, each at its time, and tells once", async ({ server }) => {
      const watched = await watch(server);
      const { pool, deployment } = watched;
      await beat(server, pool, 30);
      await poll(server, pool);
      await statuses(server, watched).toEqual(["READY", "READY", "READY"]);
      await server.clock.advance("59s");
      await statuses(server, watched).toEqual(["READY", "READY", "READY"]);
      await server.clock.advance("2s");
      await statuses(server, watched).toEqual(["READY", "NOT_READY", "NOT_READY"]);
      await server.clock.advance("28s");
      await statuses(server, watched).toEqual(["READY", "NOT_READY", "NOT_READY"]);
      await server.clock.advance("2s");
      await statuses(server, watched).toEqual(["NOT_READY", "NOT_READY", "NOT_READY"]);
      await server.clock.advance("5m");

      expect(await namesOf(server, `prefect.work-pool.${pool.id}`)).toEqual(["created", "not-ready", "ready", "not-ready"]);
      expect(await namesOf(server, `prefect.work-queue.${pool.default_queue_id}`)).toEqual(["created", "ready", "not-ready"]);
      const told = await namesOf(server, `prefect.deployment.${deployment.id}`);
      expect(told.filter((name) => name.includes("ready"))).toEqual(["ready", "not-ready"]);
      expect(await server.ask("GET", `/deployments/${deployment.id}`)).toMatchObject({ updated: deployment.updated });
    });

    it("leaves alone what is served, and follows a worker's own interval", async ({ server }) => {
      const watched = await watch(server);
      await beat(server, watched.pool, 5);
      await poll(server, watched.pool);
      for (let round = 0; round < 4; round++) {
        await server.clock.advance("14s");
        await beat(server, watched.pool);
        await server.clock.advance("0s");
      }
      await poll(server, watched.pool);
      await statuses(server, watched).toEqual(["READY", "READY", "READY"]);
      await server.clock.advance("16s");
      await statuses(server, watched).toEqual(["NOT_READY", "READY", "READY"]);
      await beat(server, watched.pool);
      await statuses(server, watched).toEqual(["READY", "READY", "READY"]);
      await server.ask("DELETE", `/work_pools/${watched.pool.name}/workers/w`);
      await statuses(server, watched).toEqual(["NOT_READY", "READY", "READY"]);
    });
  },
  { servicesEnabled: true, foremanLoop: 3600 },
);

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

test.skipIf(postgres === undefined)("two foremen on one PostgreSQL tell of each change once", async () => {
  const database = await createPostgresDatabase(postgres ?? "");
  const settings = { databaseUrl: database.url, servicesEnabled: true };
  const one = await startTestServer(settings);
  const other = await startTestServer(settings);
  const watched = await watch(one);
  await beat(one, watched.pool);
  await Promise.all([poll(one, watched.pool), poll(other, watched.pool)]);
  await statuses(one, watched).toEqual(["READY", "READY", "READY"]);
  await Promise.all([one.clock.advance("3m"), other.clock.advance("3m")]);
  await statuses(one, watched).toEqual(["NOT_READY", "NOT_READY", "NOT_READY"]);
  await other.clock.advance("1m");
  const { pool, deployment } = watched;
  expect(await namesOf(one, `prefect.work-pool.${pool.id}`)).toEqual(["created", "not-ready", "ready", "not-ready"]);
  expect(await namesOf(one, `prefect.work-queue.${pool.default_queue_id}`)).toEqual(["created", "ready", "not-ready"]);
  const told = await namesOf(one, `prefect.deployment.${deployment.id}`);
  expect(told.filter((name) => name.includes("ready"))).toEqual(["ready", "not-ready"]);
  await Promise.all([one.stop(), other.stop()]);
  await database.drop();
});
