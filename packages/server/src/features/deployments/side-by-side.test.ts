import type { Deployment } from "@millrace/contract";
import { createPostgresDatabase, startTestServer } from "@millrace/testing";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createPool, deploy } from "../work-pools/fixtures/pools.ts";

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

test.skipIf(postgres === undefined)(
  "whoever changes a deployment, its queue and its pool side by side waits for nobody who waits for them",
  async () => {
    const database = await createPostgresDatabase(postgres ?? "");
    const server = await startTestServer({ databaseUrl: database.url });
    const pool = await createPool(server);
    const { flow_id, id } = await deploy(server, { work_pool_name: pool.name, work_queue_name: "q" });
    const queues = `/work_pools/${pool.name}/queues`;
    const statuses: number[] = [];
    const call = async (method: "POST" | "PATCH", path: string, body: object) => {
      statuses.push((await server.call<Deployment>(method, path, body)).status);
    };
    for (let round = 0; round < 3; round++) {
      const together = Array.from({ length: 8 }, (_, index) => [
        call("POST", "/deployments/", { flow_id, name: "d", work_pool_name: pool.name, work_queue_name: `created-${round}-${index}` }),
        call("PATCH", `/deployments/${id}`, { work_pool_name: pool.name, work_queue_name: `changed-${round}-${index}` }),
        call("POST", `/work_pools/${pool.name}/get_scheduled_flow_runs`, {}),
        call("PATCH", `${queues}/q`, { priority: 1 + (index % 3) }),
        call("PATCH", `${queues}/default`, { priority: 1 + (index % 2) }),
      ]);
      await Promise.all(together.flat());
      // So that the next round's polls are noted again.
      await server.clock.advance("21s");
    }
    expect([...new Set(statuses)].toSorted()).toEqual([200, 204]);
    await server.stop();

    const later = await startTestServer({ databaseUrl: database.url });
    const { rows } = await sql`select deadlocks from pg_stat_database where datname = current_database()`.execute(later.ctx.read);
    expect(rows.map((row) => Number((row as { deadlocks: unknown }).deadlocks))).toEqual([0]);
    await later.stop();
    await database.drop();
  },
  60_000,
);
