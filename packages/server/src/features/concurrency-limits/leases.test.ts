import { randomUUID } from "node:crypto";
import type { ConcurrencyLease, CreatedConcurrencyLimit, GlobalConcurrencyLimit } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";
import { listExpiredLeases, releaseLease } from "./leases.ts";

const limits = "/v2/concurrency_limits";

const aLimit = (server: TestServer, limit = 2): Promise<CreatedConcurrencyLimit> =>
  server.ask("POST", `${limits}/`, { name: uniqueName("limit"), limit });

const taken = async (server: TestServer, name: string): Promise<number> =>
  (await server.ask<GlobalConcurrencyLimit>("GET", `${limits}/${name}`)).active_slots;

const claim = (server: TestServer, names: readonly string[], others: object = {}) =>
  server.call<ConcurrencyLease>("POST", `${limits}/increment-with-lease`, { names, slots: 1, ...others });

const release = (server: TestServer, lease_id: string) => server.call("POST", `${limits}/decrement-with-lease`, { lease_id });

const renew = (server: TestServer, id: string, lease_duration = 60) =>
  server.call("POST", `${limits}/leases/${id}/renew`, { lease_duration });

const gone = { status: 410, body: { detail: "Lease not found - it may have expired or been revoked" } };

/** Slots counted, and slots that leases account for; equal when nothing is lost or doubled. */
const account = async (server: TestServer, ids: readonly string[]) => {
  const { read } = server.ctx;
  const found: (readonly [counted: number, held: number])[] = [];
  for (const id of ids) {
    const limit = await read.selectFrom("concurrency_limit").select("active_slots").where("id", "=", id).executeTakeFirstOrThrow();
    const leases = read
      .selectFrom("concurrency_lease")
      .innerJoin("concurrency_lease_limit as link", "link.lease_id", "concurrency_lease.id");
    const held = await leases.select("slots").where("limit_id", "=", id).execute();
    found.push([limit.active_slots, held.reduce((sum, lease) => sum + lease.slots, 0)]);
  }
  return found;
};

onEveryDatabase("leases", (it) => {
  it("on limits nobody created are given at once, name no limit, and can be renewed and given back", async ({ server }) => {
    const lease = await claim(server, ["tag:nobody"]);
    expect(lease).toMatchObject({ status: 200, body: { lease_id: expect.any(String), limits: [] } });
    expect((await renew(server, lease.body.lease_id)).status).toBe(204);
    expect((await release(server, lease.body.lease_id)).status).toBe(204);
  });

  it("last a minute at least and a day at most, and take a slot at least", async ({ server }) => {
    for (const wrong of [{ lease_duration: 59 }, { lease_duration: 86_401 }, { slots: 0 }]) {
      expect((await claim(server, ["any"], wrong)).status).toBe(422);
    }
  });

  it("give their slots back once", async ({ server }) => {
    const { name, id } = await aLimit(server);
    const first = (await claim(server, [name])).body;
    const second = (await claim(server, [name], { holder: { type: "flow_run", id: randomUUID() } })).body;
    expect(first.limits).toEqual([{ id, name, limit: 2 }]);
    expect(await claim(server, [name])).toMatchObject({ status: 423, body: { detail: "Locked" } });
    for (let times = 0; times < 3; times++) expect((await release(server, first.lease_id)).status).toBe(204);
    expect(await taken(server, name)).toBe(1);
    expect(await renew(server, first.lease_id)).toMatchObject(gone);
    expect((await renew(server, second.lease_id)).status).toBe(204);
  });

  it("count only on limits that counted them, whatever becomes of the limits", async ({ server }) => {
    const [on, off] = [await aLimit(server), await aLimit(server)];
    await server.ask("PATCH", `${limits}/${off.id}`, { active: false });
    const { lease_id } = (await claim(server, [on.name, off.name])).body;
    await server.ask("PATCH", `${limits}/${off.id}`, { active: true, active_slots: 1 });
    await server.ask("PATCH", `${limits}/${on.id}`, { active: false });
    await release(server, lease_id);
    expect([await taken(server, on.name), await taken(server, off.name)]).toEqual([0, 1]);
  });

  it("of a limit that was deleted are given back without complaint", async ({ server }) => {
    const { name } = await aLimit(server);
    const { lease_id } = (await claim(server, [name])).body;
    await server.ask("DELETE", `${limits}/${name}`);
    expect((await release(server, lease_id)).status).toBe(204);
  });

  it("tell when a slot is about to be free, and who asks then is told to ask soon", async ({ server }) => {
    const { name } = await aLimit(server, 1);
    await claim(server, [name]);
    const wait = async (): Promise<number> => Number((await claim(server, [name])).headers.get("retry-after"));
    // Held for 2 s, as far as anybody knows, and 30 % either way.
    expect(await wait()).toBeGreaterThan(1.3);
    await server.clock.advance("3s");
    expect(await wait()).toBeLessThan(0.3);
  });

  it("let who renews in time go on, and only who does, however close the reaper is", async ({ server }) => {
    const { id, name } = await aLimit(server, 20);
    const leases = await Promise.all(Array.from({ length: 20 }, async () => (await claim(server, [name])).body.lease_id));
    await server.clock.advance("61s");
    const now = server.clock.now();
    const reap = (lease: string) => server.ctx.transact((tx) => releaseLease(server.ctx, tx, { id: lease, expiredBy: now }));
    const raced = await Promise.all(
      leases.map(async (lease, index) => {
        const both = index % 2 === 0 ? [renew(server, lease), reap(lease)] : [reap(lease), renew(server, lease)];
        const answers = await Promise.all(both);
        const renewed = answers.some((answer) => typeof answer === "object" && answer.status === 204);
        return { renewed, reaped: answers.includes(true) };
      }),
    );
    expect(raced.filter(({ renewed, reaped }) => renewed === reaped)).toEqual([]);
    const kept = raced.filter(({ renewed }) => renewed).length;
    expect(await account(server, [id])).toEqual([[kept, kept]]);
  });

  it("never drift from what the limits count, in whatever order they come and go", async ({ server }) => {
    const made = [await aLimit(server, 3), await aLimit(server, 5), await aLimit(server, 1)];
    const ids = made.map(({ id }) => id);
    let seed = 7;
    const pick = (count: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * count);
    };
    const leases: string[] = [];
    for (let step = 0; step < 120; step++) {
      const asks = [1, 2, 3].map(async () => {
        const names = made.filter(() => pick(2) === 0).map(({ name }) => name);
        const answer = await claim(server, names, { slots: 1 + pick(2), lease_duration: 60 + pick(60) });
        if (answer.status === 200) leases.push(answer.body.lease_id);
      });
      const [lease] = leases.splice(pick(leases.length), pick(3) === 0 ? 1 : 0);
      // The same lease twice at once, as when a client did not hear the first answer.
      const backs = lease === undefined ? [] : [release(server, lease), release(server, lease)];
      await Promise.all([...asks, ...backs]);
      if (pick(10) === 0) await endExpired(server);
      for (const [index, [counted, held]] of (await account(server, ids)).entries()) {
        expect(counted, `step ${step}`).toBe(held);
        expect(counted).toBeLessThanOrEqual(made[index]?.limit ?? 0);
      }
    }
  });
});

/** Lets time pass and ends what ran out, twice at once as on two servers. */
const endExpired = async ({ ctx, clock }: TestServer): Promise<void> => {
  await clock.advance("45s");
  const now = ctx.clock.now();
  const expired = await listExpiredLeases(ctx.read, now, 100);
  const end = (id: string) => ctx.transact((tx) => releaseLease(ctx, tx, { id, expiredBy: now }));
  await Promise.all([...expired, ...expired].map(end));
};
