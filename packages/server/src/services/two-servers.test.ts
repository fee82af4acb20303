import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment, Flow } from "@millrace/contract";
import { createPostgresDatabase, createTestClock, startTestServer, type TestServer } from "@millrace/testing";
import { sql } from "kysely";
import { expect, test } from "vitest";

const schedules = [{ schedule: { interval: 60, anchor_date: "2026-01-01T00:00:00Z" } }, { schedule: { cron: "0 9 * * *" } }];

const deploy = async (server: TestServer): Promise<Deployment> => {
  const flow = await server.ask<Flow>("POST", "/flows/", { name: "shared" });
  return server.ask<Deployment>("POST", "/deployments/", { flow_id: flow.id, name: "d", schedules });
};

const count = (server: TestServer): Promise<number> => server.ask<number>("POST", "/flow_runs/count", {});

/** Moves the clocks a little for each look, since a write that met another server's waits by them for its next attempt. */
const eventually = (servers: readonly TestServer[], look: () => Promise<unknown>) =>
  expect.poll(
    async () => {
      for (const server of servers) await server.clock.advance("0.1s");
      return look();
    },
    { timeout: 10_000 },
  );

test("a server that comes back makes no run twice and none for the time it was away", async () => {
  const folder = await mkdtemp(join(tmpdir(), "restart-"));
  const settings = { databaseUrl: `sqlite:///${folder}/data.db`, servicesEnabled: true };
  const first = await startTestServer(settings, createTestClock("2026-01-01T00:00:00Z"));
  await deploy(first);
  await eventually([first], () => count(first)).toBe(64);
  await first.stop();

  const again = await startTestServer(settings, createTestClock("2026-01-01T00:00:00.9Z"));
  await again.clock.advance("1s");
  await eventually([again], () => count(again)).toBe(64);
  await again.stop();

  const later = await startTestServer(settings, createTestClock("2026-01-01T06:00:00Z"));
  // Sixty-one of the first hour, as many of the hour from now, and the same three mornings.
  await eventually([later], () => count(later)).toBe(61 + 61 + 3);
  const missed = { flow_runs: { expected_start_time: { after_: "2026-01-01T01:30:00Z", before_: "2026-01-01T05:59:00Z" } } };
  expect(await later.ask("POST", "/flow_runs/count", missed)).toBe(0);
  await later.stop();
  await rm(folder, { recursive: true });
});

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

test.skipIf(postgres === undefined)("two servers on one PostgreSQL schedule each date once", async () => {
  const database = await createPostgresDatabase(postgres ?? "");
  const settings = { databaseUrl: database.url, servicesEnabled: true };
  const one = await startTestServer(settings);
  const other = await startTestServer(settings);
  await deploy(one);
  await eventually([one, other], () => count(one)).toBe(64);
  await Promise.all([one.clock.advance("2h"), other.clock.advance("2h")]);

  // In one statement, since both servers may be adding to them.
  const found = async () => {
    const { rows } = await sql<{ runs: number; keys: number; states: number }>`
      select count(*) as runs, count(distinct idempotency_key) as keys,
        (select count(*) from flow_run_state where name = 'Scheduled') as states from flow_run`.execute(one.ctx.read);
    return rows[0] ?? { runs: 0, keys: 0, states: 0 };
  };
  await eventually([one, other], async () => (await found()).runs).toBeGreaterThanOrEqual(120);
  const { runs, keys, states } = await found();
  expect([keys, states]).toEqual([runs, runs]);
  await one.stop();
  await other.stop();
  await database.drop();
});

test.skipIf(postgres === undefined)("a server schedules at once what another one was told", async () => {
  const database = await createPostgresDatabase(postgres ?? "");
  const api = await startTestServer({ databaseUrl: database.url });
  // It never sweeps, so what it finds it was told.
  const scheduling = await startTestServer({ databaseUrl: database.url, servicesEnabled: true, schedulerLoop: 86_400 });
  const passes = (seconds: string) => Promise.all([api.clock.advance(seconds), scheduling.clock.advance(seconds)]);
  await passes("2s");

  const deployment = await deploy(api);
  const changedTo = (runs: number) =>
    expect
      .poll(
        async () => {
          await passes("1.1s");
          return count(api);
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThanOrEqual(runs);
  await changedTo(64);
  await api.ask("POST", `/deployments/${deployment.id}/pause_deployment`);
  expect(await count(api)).toBe(0);
  await api.ask("POST", `/deployments/${deployment.id}/resume_deployment`);
  await changedTo(60);
  const hourly = { schedule: { interval: 3600, anchor_date: "2026-01-01T00:00:30Z" }, slug: "hourly" };
  await api.ask("POST", `/deployments/${deployment.id}/schedules`, [hourly]);
  await changedTo(67);

  await Promise.all([api.stop(), scheduling.stop()]);
  await database.drop();
});
