import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConcurrencyLease, Deployment, Flow, FlowRun, GlobalConcurrencyLimit, OrchestrationResult } from "@millrace/contract";
import { createPostgresDatabase, createTestClock, onEveryDatabase, startTestServer, type TestServer, uniqueName } from "@millrace/testing";
import { expect, test } from "vitest";
import { createLeaseReaper } from "./lease-reaper.ts";

const limits = "/v2/concurrency_limits";

const aLimit = async (server: TestServer, limit = 1): Promise<string> => {
  const name = uniqueName("limit");
  await server.ask("POST", `${limits}/`, { name, limit });
  return name;
};

const claim = async (server: TestServer, name: string, lease_duration = 60): Promise<string> =>
  (await server.ask<ConcurrencyLease>("POST", `${limits}/increment-with-lease`, { names: [name], slots: 1, lease_duration })).lease_id;

const taken = async (server: TestServer, name: string): Promise<number> =>
  (await server.ask<GlobalConcurrencyLimit>("GET", `${limits}/${name}`)).active_slots;

/** Lets both the clock and what the database still has to do go on until a look shows what it should. */
const eventually = (server: TestServer, look: () => Promise<unknown>) =>
  expect.poll(async () => {
    await server.clock.advance("0s");
    return look();
  });

onEveryDatabase(
  "the lease reaper",
  (it) => {
    it("gives slots back when their lease runs out, not before, and leaves renewed leases alone", async ({ server }) => {
      const [lost, kept] = [await aLimit(server), await aLimit(server)];
      await claim(server, lost);
      const lease = await claim(server, kept);
      await server.clock.advance("30s");
      await server.ask("POST", `${limits}/leases/${lease}/renew`, { lease_duration: 60 });
      await server.clock.advance("29s");
      expect([await taken(server, lost), await taken(server, kept)]).toEqual([1, 1]);
      await server.clock.advance("2s");
      await eventually(server, () => taken(server, lost)).toBe(0);
      expect(await taken(server, kept)).toBe(1);
      await server.clock.advance("30s");
      await eventually(server, () => taken(server, kept)).toBe(0);
    });

    it("takes the slot from a run that never starts; the run then takes another or stops", async ({ server }) => {
      const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
      const concurrency_options = { collision_strategy: "ENQUEUE", grace_period_seconds: 60 };
      const input = { flow_id: flow.id, name: "d", concurrency_limit: 1, concurrency_options };
      const { id } = await server.ask<Deployment>("POST", "/deployments/", input);
      const aRun = () => server.ask<FlowRun>("POST", `/deployments/${id}/create_flow_run`, {});
      const headers = { "user-agent": "prefect/3.8.3 (API 0.8.4)" };
      const propose = async (run: FlowRun, type: string) =>
        (
          await server.send<OrchestrationResult>({
            method: "POST",
            path: `/flow_runs/${run.id}/set_state`,
            body: { state: { type } },
            headers,
          })
        ).body;
      const [slow, quick] = [await aRun(), await aRun()];
      await propose(slow, "PENDING");
      expect((await propose(quick, "PENDING")).state?.name).toBe("AwaitingConcurrencySlot");
      await server.clock.advance("61s");
      await eventually(server, () => taken(server, `deployment:${id}`)).toBe(0);
      expect((await propose(quick, "PENDING")).status).toBe("ACCEPT");
      expect(await propose(slow, "RUNNING")).toMatchObject({
        status: "REJECT",
        state: { type: "CANCELLED" },
        details: { reason: "Deployment concurrency limit reached after lease expiry." },
      });
      expect(await taken(server, `deployment:${id}`)).toBe(1);
    });
  },
  { servicesEnabled: true },
);

test("a server that comes back knows who holds slots, and ends what ran out while it was away", async () => {
  const folder = await mkdtemp(join(tmpdir(), "leases-"));
  const settings = { databaseUrl: `sqlite:///${folder}/data.db`, servicesEnabled: true };
  const first = await startTestServer(settings, createTestClock("2026-01-01T00:00:00Z"));
  const [short, long] = [await aLimit(first), await aLimit(first)];
  await claim(first, short);
  const lease = await claim(first, long, 600);
  await first.stop();

  const again = await startTestServer(settings, createTestClock("2026-01-01T00:05:00Z"));
  await eventually(again, () => taken(again, short)).toBe(0);
  expect(await taken(again, long)).toBe(1);
  expect((await again.call("POST", `${limits}/leases/${lease}/renew`, {})).status).toBe(204);
  await again.stop();
  await rm(folder, { recursive: true });
});

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

test.skipIf(postgres === undefined)("two servers on one PostgreSQL end each lease once", async () => {
  const database = await createPostgresDatabase(postgres ?? "");
  const one = await startTestServer({ databaseUrl: database.url });
  const other = await startTestServer({ databaseUrl: database.url });
  const name = await aLimit(one, 50);
  for (let count = 0; count < 20; count++) await claim(one, name);
  for (let count = 0; count < 20; count++) await claim(other, name, 600);
  await Promise.all([one.clock.advance("61s"), other.clock.advance("61s")]);
  const reap = ({ ctx }: TestServer) => createLeaseReaper(ctx.settings).runOnce(ctx);
  await Promise.all([reap(one), reap(other), reap(one), reap(other)]);
  expect(await taken(one, name)).toBe(20);
  expect(await one.ctx.read.selectFrom("concurrency_lease").select("id").execute()).toHaveLength(20);
  await one.stop();
  await other.stop();
  await database.drop();
});
