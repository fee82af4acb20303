import type { Backfill, Deployment, Flow, FlowRun } from "@millrace/contract";
import { createPostgresDatabase, startTestServer, type TestServer } from "@millrace/testing";
import { sql } from "kysely";
import { expect, test } from "vitest";

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

const listeners = async (server: TestServer): Promise<readonly { pid: number }[]> => {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where query = 'listen millrace' and datname = current_database()`.execute(server.ctx.read);
  return rows;
};

test.skipIf(postgres === undefined)("services act at once on what happens on a server without any", async () => {
  const database = await createPostgresDatabase(postgres ?? "");
  const api = await startTestServer({ databaseUrl: database.url });
  const services = await startTestServer({ databaseUrl: database.url, servicesEnabled: true });
  /** No time passes for the services: where they act, they have been woken. Between two messages, a moment passes. */
  const now = <T>(look: () => Promise<T>) =>
    expect.poll(
      async () => {
        await Promise.all([api.clock.advance("100ms"), services.clock.advance("0s")]);
        return look();
      },
      { timeout: 10_000 },
    );
  const listening = () => now(async () => (await listeners(api)).length).toBe(1);
  try {
    await listening();
    const flow = await api.ask<Flow>("POST", "/flows/", { name: "filled" });
    const deployment = await api.ask<Deployment>("POST", "/deployments/", { flow_id: flow.id, name: "d" });
    const period = { start_time: "2025-01-01T00:00:00Z", end_time: "2025-01-01T05:30:00Z", schedule: { cron: "0 * * * *" } };
    await api.ask<Backfill>("POST", `/deployments/${deployment.id}/backfills`, { ...period, concurrency_limit: 1 });
    const runs = () => api.ask<FlowRun[]>("POST", "/flow_runs/filter", { sort: "EXPECTED_START_TIME_DESC" });
    const made = async () => (await runs()).length;
    await now(made).toBe(1);

    const end = async () => {
      for (const { id } of await runs()) await api.ask("POST", `/flow_runs/${id}/set_state`, { state: { type: "COMPLETED" }, force: true });
    };
    await end();
    await now(made).toBe(2);

    const [lost] = await listeners(api);
    await sql`select pg_terminate_backend(${lost?.pid})`.execute(api.ctx.read);
    await now(async () => (await listeners(api)).length).toBe(0);
    // It waits a second from when it has noticed, which may be a moment later.
    await expect
      .poll(
        async () => {
          await services.clock.advance("1s");
          return (await listeners(api)).length;
        },
        { timeout: 10_000 },
      )
      .toBe(1);
    await end();
    await now(made).toBe(3);
  } finally {
    await Promise.all([api.stop(), services.stop()]);
    await database.drop();
  }
});
