import type { CreatedConcurrencyLimit, GlobalConcurrencyLimit, MinimalConcurrencyLimit, ReceivedEvent } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

const limits = "/v2/concurrency_limits";

const aLimit = (server: TestServer, input: object = {}): Promise<CreatedConcurrencyLimit> =>
  server.ask("POST", `${limits}/`, { name: uniqueName("limit"), limit: 2, ...input });

const taken = async (server: TestServer, name: string): Promise<number> =>
  (await server.ask<GlobalConcurrencyLimit>("GET", `${limits}/${name}`)).active_slots;

onEveryDatabase("concurrency limits", (it) => {
  it("are made once per name, read by id and name, changed and deleted", async ({ server }) => {
    const made = await aLimit(server);
    expect(made).toMatchObject({ active: true, active_slots: 0, denied_slots: 0, avg_slot_occupancy_seconds: 2, slot_decay_per_second: 0 });
    expect((await server.call("POST", `${limits}/`, { name: made.name, limit: 1 })).status).toBe(409);

    const byId = await server.ask<GlobalConcurrencyLimit>("GET", `${limits}/${made.id}`);
    expect(byId).toEqual(await server.ask("GET", `${limits}/${made.name}`));
    expect(byId).not.toHaveProperty("denied_slots");
    expect(await server.ask("POST", `${limits}/filter`, {})).toContainEqual(byId);

    await server.ask("PATCH", `${limits}/${made.name}`, { limit: 5, active_slots: 3, name: null });
    expect(await server.ask("GET", `${limits}/${made.id}`)).toMatchObject({ limit: 5, active_slots: 3, name: made.name });
    expect((await server.call("DELETE", `${limits}/${made.id}`)).status).toBe(204);
    for (const method of ["GET", "DELETE", "PATCH"] as const) {
      const answer = await server.call(method, `${limits}/${made.name}`, method === "PATCH" ? { limit: 1 } : undefined);
      expect(answer).toMatchObject({ status: 404, body: { detail: "Concurrency Limit not found" } });
    }
  });

  it("give slots of all their names or of none, and say when to ask again", async ({ server }) => {
    const [wide, narrow] = [await aLimit(server), await aLimit(server, { limit: 1 })];
    const names = [wide.name, narrow.name, "nobody made this"];
    const claim = () => server.call<MinimalConcurrencyLimit[]>("POST", `${limits}/increment`, { names, slots: 1 });

    const given = (await claim()).body.map(({ name }) => name);
    expect(given.toSorted()).toEqual([wide.name, narrow.name].toSorted());
    const refused = await claim();
    expect(refused).toMatchObject({ status: 423, body: { detail: "Locked" } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect([await taken(server, wide.name), await taken(server, narrow.name)]).toEqual([1, 1]);

    await server.ask("POST", `${limits}/decrement`, { names, slots: 9, occupancy_seconds: 1.5 });
    expect([await taken(server, wide.name), await taken(server, narrow.name)]).toEqual([0, 0]);
  });

  it("recommend waits that grow with those who wait, up to a bound", async ({ server }) => {
    const { name } = await aLimit(server, { limit: 1 });
    const claim = () => server.call("POST", `${limits}/increment`, { names: [name], slots: 1 });
    await claim();
    const waits: number[] = [];
    for (let asked = 0; asked < 20; asked++) waits.push(Number((await claim()).headers.get("retry-after")));
    const [first = 0] = waits;
    // Within 30 % of 2 s for the first, of 30 s at the most.
    expect(first).toBeGreaterThan(1);
    expect(first).toBeLessThanOrEqual(2.6);
    expect(Math.max(...waits)).toBeLessThanOrEqual(39);
    expect(waits.at(-1)).toBeGreaterThan(15);
  });

  it("refuse what can never be had", async ({ server }) => {
    const [lasting, closed, off] = [await aLimit(server), await aLimit(server, { limit: 0 }), await aLimit(server, { active: false })];
    const claim = (name: string, others: object = {}) => server.call("POST", `${limits}/increment`, { names: [name], slots: 1, ...others });
    const tooMany = { status: 422, body: { detail: "Slots requested is greater than the limit" } };
    expect(await claim(lasting.name, { slots: 3 })).toMatchObject(tooMany);
    expect(await claim(closed.name)).toMatchObject(tooMany);
    expect(await claim(lasting.name, { mode: "rate_limit" })).toMatchObject({
      status: 422,
      body: {
        detail: `Only concurrency limits with slot decay can be used for rate limiting. The following limits do not have a decay configured: '${lasting.name}'`,
      },
    });
    // An inactive limit is named, and holds nobody up.
    expect(await claim(off.name, { slots: 7 })).toMatchObject({ status: 200, body: [{ name: off.name }] });
    expect(await taken(server, off.name)).toBe(0);
  });

  it("with decay get their slots back by themselves, also while they are asked for in vain", async ({ server }) => {
    const { name } = await aLimit(server, { limit: 1, slot_decay_per_second: 0.1 });
    const claim = async () => (await server.call("POST", `${limits}/increment`, { names: [name], slots: 1, mode: "rate_limit" })).status;
    expect(await claim()).toBe(200);
    for (const step of ["4s", "4s"]) {
      await server.clock.advance(step);
      expect(await claim()).toBe(423);
    }
    await server.clock.advance("2s");
    expect(await taken(server, name)).toBe(0);
    expect(await claim()).toBe(200);
  });

  it("tell of their changes", async ({ server }) => {
    const heard: ReceivedEvent[] = [];
    const stop = await server.ctx.tail.listen((events) => heard.push(...events));
    const { id, name } = await aLimit(server);
    await server.ask("PATCH", `${limits}/${id}`, { limit: 3 });
    await server.ask("DELETE", `${limits}/${id}`);
    const own = () => heard.filter(({ resource }) => resource["prefect.resource.id"] === `prefect.concurrency-limit.${id}`);
    await expect
      .poll(async () => {
        await server.clock.advance("1s");
        return own().length;
      })
      .toBe(3);
    stop();
    const payload = { name, active: true, slot_decay_per_second: 0 };
    expect(own().map((event) => ({ event: event.event, payload: event.payload }))).toEqual([
      { event: "prefect.concurrency-limit.created", payload: { ...payload, limit: 2 } },
      { event: "prefect.concurrency-limit.updated", payload: { ...payload, limit: 3 } },
      { event: "prefect.concurrency-limit.deleted", payload: { ...payload, limit: 3 } },
    ]);
  });
});
