import { randomUUID } from "node:crypto";
import type { EventCount, EventInput, EventPage } from "@millrace/contract";
import { onEveryDatabase, type TestServer, uniqueName } from "@millrace/testing";
import { expect } from "vitest";

interface Given {
  readonly mark: string;
  readonly server: TestServer;
}

const event = (name: string, occurred: string, more: Partial<EventInput> & { id?: string }): EventInput => ({
  id: randomUUID(),
  event: name,
  occurred,
  resource: { "prefect.resource.id": name },
  ...more,
});

const period = { since: "2026-06-01T00:00:00Z", until: "2026-06-02T12:00:00Z" };

/** Three events under names and ids that no other test has. */
const sendThree = async ({ mark, server }: Given): Promise<void> => {
  const resource = (n: number) => ({ "prefect.resource.id": `${mark}.res.${n}`, "prefect.resource.name": `R${n}` });
  const related = [
    { "prefect.resource.id": `${mark}.owner`, "prefect.resource.role": "owner", team: "blue_1" },
    { "prefect.resource.id": `${mark}.other`, "prefect.resource.role": "tag" },
  ];
  await server.ask("POST", "/events", [
    event(`${mark}.a`, "2026-06-01T00:00:00Z", { resource: resource(1), related, payload: { note: "100% sure" } }),
    event(`${mark}.b`, "2026-06-01T00:10:00Z", { resource: resource(2) }),
    event(`${mark}.a`, "2026-06-02T00:00:00Z", { resource: resource(3), related: related.slice(0, 1), payload: { note: "Maybe" } }),
  ]);
};

const asker = async (server: TestServer) => {
  const mark = uniqueName("my");
  await sendThree({ mark, server });
  const filter = { occurred: period, event: { prefix: [`${mark}.`] } };
  return {
    mark,
    filter,
    /** Names of the resources of what is found, newest first. */
    find: async (more: object): Promise<string> => {
      const page = await server.ask<EventPage>("POST", "/events/filter", { filter: { ...filter, ...more } });
      expect(page.total).toBe(page.events.length);
      return page.events.map(({ resource }) => resource["prefect.resource.name"]).join(" ");
    },
  };
};

onEveryDatabase("past events", (it) => {
  it("are found by name, resource and id", async ({ server }) => {
    const { mark, find } = await asker(server);
    expect(await find({})).toBe("R3 R2 R1");
    expect(await find({ order: "ASC" })).toBe("R1 R2 R3");
    expect(await find({ event: { prefix: [`${mark}.`], exclude_name: [`${mark}.b`] } })).toBe("R3 R1");
    expect(await find({ event: { name: [`${mark}.b`], exclude_prefix: ["x", `${mark}.c`] } })).toBe("R2");
    expect(await find({ resource: { id: [`${mark}.res.2`] } })).toBe("R2");
    expect(await find({ resource: { id_prefix: [`${mark}.res.1`, `${mark}.res.3`] } })).toBe("R3 R1");
    expect(await find({ occurred: { since: "2026-06-01T00:00:00Z", until: "2026-06-01T00:10:00Z" } })).toBe("R2 R1");
    expect(await find({ id: { id: [] } })).toBe("R3 R2 R1");
    expect(await find({ id: { id: [randomUUID()] } })).toBe("");
  });

  it("are found by labels, in the patterns that live events are", async ({ server }) => {
    const { mark, find } = await asker(server);
    const labelled = (labels: object) => find({ resource: { labels } });
    expect(await labelled({ "prefect.resource.name": "R?" })).toBe("R3 R2 R1");
    expect(await labelled({ "prefect.resource.name": "r*" })).toBe("");
    expect(await labelled({ "prefect.resource.name": ["!R*", "R2"] })).toBe("R2");
    expect(await labelled({ "prefect.resource.name": "!R1", "prefect.resource.id": "*.res.*" })).toBe("R3 R2");
    expect(await labelled({ "prefect.resource.name": "!!R1" })).toBe("R3 R2 R1");
    expect(await labelled({ "prefect.resource.name": [] })).toBe("");
    expect(await labelled({ absent: "!x" })).toBe("");
    expect(await labelled({ 'quo"ted\\': "x" })).toBe("");
    expect(await find({ related: { labels: { team: "blue_*" } } })).toBe("R3 R1");
    expect(await find({ related: { labels: { team: "blue__" } } })).toBe("");
    expect(await find({ any_resource: { labels: { "prefect.resource.id": `${mark}.ot*` } } })).toBe("R1");
  });

  it("are found by what they are related to", async ({ server }) => {
    const { mark, find } = await asker(server);
    const [owner, other] = [`${mark}.owner`, `${mark}.other`];
    expect(await find({ related: { id: [owner], role: ["owner"] } })).toBe("R3 R1");
    expect(await find({ related: { id: [other], role: ["owner"] } })).toBe("");
    expect(await find({ related: [{ id: [owner] }, { id: [other] }] })).toBe("R1");
    expect(await find({ related: { resources_in_roles: [[other, "tag"]] } })).toBe("R1");
    expect(await find({ related: {} })).toBe("R3 R2 R1");
    expect(await find({ any_resource: { id: [owner, `${mark}.res.2`] } })).toBe("R3 R2 R1");
    expect(await find({ any_resource: { id_prefix: [`${mark}.oth`] } })).toBe("R1");
  });

  it("are found by text, and once per resource", async ({ server }) => {
    const { mark, find, filter } = await asker(server);
    expect(await find({ text: { query: `"100% sure"` } })).toBe("R1");
    expect(await find({ text: { query: "maybe -R1 +owner" } })).toBe("R3");
    await server.ask("POST", "/events", [
      event(`${mark}.a`, "2026-06-01T05:00:00Z", {
        resource: { "prefect.resource.id": `${mark}.res.1`, "prefect.resource.name": "later" },
      }),
    ]);
    expect(await find({ resource: { distinct: true } })).toBe("R3 later R2");
    expect(await find({ resource: { distinct: true }, order: "ASC" })).toBe("R1 R2 R3");
    const counts = await server.ask<EventCount[]>("POST", "/events/count-by/resource", { filter });
    expect(counts.map(({ label, count }) => `${label} ${count}`)).toEqual(["later 2", "R2 1", "R3 1"]);
  });

  it("come in pages that new events do not move", async ({ server }) => {
    const { filter } = await asker(server);
    const first = await server.ask<EventPage>("POST", "/events/filter", { filter, limit: 2 });
    expect(first).toMatchObject({ total: 3, events: [{ payload: { note: "Maybe" } }, {}] });
    const next = new URL(first.next_page ?? "");
    expect(next.pathname).toBe("/api/events/filter/next");
    const last = await server.ask<EventPage>("GET", `/events/filter/next${next.search}`);
    expect(last).toMatchObject({ total: 3, next_page: null, events: [{ payload: { note: "100% sure" } }] });
    expect(await server.ask<EventPage>("POST", "/events/filter", { filter, limit: 0 })).toMatchObject({ total: 3, events: [] });
    const forged = Buffer.from(JSON.stringify({ filter: {}, total: 9, limit: 1000, offset: -1 })).toString("base64url");
    for (const token of ["zzz", forged]) {
      const answer = await server.call("GET", `/events/filter/next?page-token=${token}`);
      expect(answer).toMatchObject({ status: 403, body: { detail: "Forbidden" } });
    }
    expect((await server.call("POST", "/events/filter", { filter, limit: 51 })).status).toBe(422);
    expect((await server.call("POST", "/events/filter")).status).toBe(200);
  });

  it("come in pages for filters that name a thousand resources", async ({ server }) => {
    const { mark } = await asker(server);
    const id = [1, 2].map((n) => `${mark}.res.${n}`);
    for (let more = 0; more < 1000; more++) id.push(`prefect.flow-run.${randomUUID()}`);
    const filter = { occurred: period, resource: { id } };
    const first = await server.ask<EventPage>("POST", "/events/filter", { filter, limit: 1 });
    const { search } = new URL(first.next_page ?? "");
    const next = await fetch(`${server.url}/events/filter/next${search}`);
    expect(next.status).toBe(200);
    expect(await next.json()).toMatchObject({ total: 2, next_page: null, events: [{ payload: { note: "100% sure" } }] });
  });

  it("are counted by name and by steps of time", async ({ server }) => {
    const { mark, filter } = await asker(server);
    const count = (by: string, more: object = {}) => server.call<EventCount[]>("POST", `/events/count-by/${by}`, { filter, ...more });
    expect((await count("event")).body).toEqual([
      {
        value: `${mark}.a`,
        label: `${mark}.a`,
        count: 2,
        start_time: "2026-06-01T00:00:00Z",
        end_time: "2026-06-02T00:00:00Z",
      },
      {
        value: `${mark}.b`,
        label: `${mark}.b`,
        count: 1,
        start_time: "2026-06-01T00:10:00Z",
        end_time: "2026-06-01T00:10:00Z",
      },
    ]);
    const filterOfPast = { ...filter, occurred: { since: "2025-06-01T06:00:00Z", until: "2025-06-02T12:00:00Z" } };
    await server.ask("POST", "/events", [event(`${mark}.old`, "2025-06-02T10:00:00Z", {})]);
    expect((await count("time", { filter: filterOfPast })).body).toEqual([
      {
        value: "0",
        label: "2025-06-01T00:00:00+00:00",
        count: 0,
        start_time: "2025-06-01T00:00:00Z",
        end_time: "2025-06-01T23:59:59.999999Z",
      },
      {
        value: "1",
        label: "2025-06-02T00:00:00+00:00",
        count: 1,
        start_time: "2025-06-02T00:00:00Z",
        end_time: "2025-06-02T23:59:59.999999Z",
      },
    ]);
    expect((await count("time", { filter: filterOfPast, time_unit: "hour", time_interval: 12 })).body.map((step) => step.count)).toEqual([
      0, 0, 1,
    ]);
    expect(await count("time", { time_unit: "second" })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("The given interval would create 129600 buckets, which is too many.") },
    });
    for (const time_interval of [1e7, 1e300]) {
      expect(await count("time", { time_unit: "week", time_interval })).toMatchObject({
        status: 422,
        body: { detail: expect.stringContaining("The given interval reaches beyond the year 9999.") },
      });
    }
    expect(await count("nope")).toMatchObject({
      status: 422,
      body: { exception_detail: [{ type: "enum", loc: ["path", "countable"] }], request_body: { filter: { occurred: period } } },
    });
  });
});
