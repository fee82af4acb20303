import type { Deployment, Flow } from "@millrace/contract";
import { createPostgresDatabase, startTestServer, type TestServer, uniqueName } from "@millrace/testing";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { createPool, deploy } from "../work-pools/fixtures/pools.ts";

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

/** How often the database had to end two that waited for each other, while a server did some work. */
const countDeadlocks = async (work: (server: TestServer) => Promise<void>): Promise<number> => {
  const database = await createPostgresDatabase(postgres ?? "");
  const server = await startTestServer({ databaseUrl: database.url });
  await work(server);
  // Connections that end have told of everything that happened to them.
  await server.stop();
  const later = await startTestServer({ databaseUrl: database.url });
  const counted = sql<{ deadlocks: unknown }>`select deadlocks from pg_stat_database where datname = current_database()`;
  const { rows } = await counted.execute(later.ctx.read);
  await later.stop();
  await database.drop();
  return Number(rows[0]?.deadlocks);
};

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

describe.skipIf(postgres === undefined)("side by side, nobody waits for somebody who waits for them:", () => {
  test("who creates and changes a deployment, its queue and its pool", { timeout: 60_000 }, async () => {
    const statuses = new Set<number>();
    const deadlocks = await countDeadlocks(async (server) => {
      const pool = await createPool(server);
      const { flow_id, id } = await deploy(server, { work_pool_name: pool.name, work_queue_name: "q" });
      const path = `/work_pools/${pool.name}`;
      const call = async (method: "POST" | "PATCH", ...[at, body]: readonly [string, object]) => {
        statuses.add((await server.call(method, at, body)).status);
      };
      for (const round of times(3, (index) => index)) {
        const together = times(8, (index) => [
          call("POST", "/deployments/", { flow_id, name: "d", work_pool_name: pool.name, work_queue_name: `created-${round}-${index}` }),
          call("PATCH", `/deployments/${id}`, { work_pool_name: pool.name, work_queue_name: `changed-${round}-${index}` }),
          call("POST", `${path}/get_scheduled_flow_runs`, {}),
          call("PATCH", `${path}/queues/q`, { priority: 1 + (index % 3) }),
          call("PATCH", `${path}/queues/default`, { priority: 1 + (index % 2) }),
        ]);
        await Promise.all(together.flat());
        // So that the next round's polls are noted again.
        await server.clock.advance("21s");
      }
    });
    expect([[...statuses].toSorted(), deadlocks]).toEqual([[200, 204], 0]);
  });

  test("who deletes flows, pools and deployments, and who schedules runs of them", { timeout: 60_000 }, async () => {
    const statuses = new Set<number>();
    const deadlocks = await countDeadlocks(async (server) => {
      const call = async (method: "POST" | "DELETE", path: string) => {
        statuses.add((await server.call(method, path, method === "POST" ? {} : undefined)).status);
      };
      for (const _ of times(3, () => undefined)) {
        const pool = await createPool(server);
        const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
        const create = (index: number) => {
          const queue = { work_pool_name: pool.name, work_queue_name: `q-${index % 2}` };
          const schedules = [{ schedule: { interval: 60 } }];
          return server.ask<Deployment>("POST", "/deployments/", { flow_id: flow.id, name: `d-${index}`, ...queue, schedules });
        };
        const deployments = await Promise.all(times(6, create));
        const together = deployments.map(({ id }, index) => [
          call("POST", `/deployments/${id}/schedule`),
          call("POST", `/deployments/${id}/create_flow_run`),
          call("DELETE", `/work_pools/${pool.name}/queues/q-${index % 2}`),
          call("DELETE", index % 3 === 0 ? `/flows/${flow.id}` : `/deployments/${deployments[(index + 3) % 6]?.id}`),
          call("POST", `/deployments/${id}/schedule`),
          call("DELETE", `/work_pools/${pool.name}`),
        ]);
        await Promise.all(together.flat());
      }
    });
    expect([...statuses].filter((status) => status >= 500)).toEqual([]);
    expect(deadlocks).toBe(0);
  });
});
