import type { Flow } from "@millrace/contract";
import { onEveryDatabase, startTestServer, type TestServer, uniqueName } from "@millrace/testing";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";

interface Bad {
  readonly what: string;
  readonly path: string;
  /** JSON text as it is sent, or bytes. */
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly type?: string;
  readonly status?: number;
  /** Where the answer says that the mistake is. */
  readonly at?: readonly (string | number)[];
  readonly says: string;
}

const [limitTooLarge, offsetTooSmall] = ["Invalid limit: must be less than or equal to 200.", "Input should be greater than or equal to 0"];
const filterBy = (before: string): string => `{"flow_runs":{"start_time":{"before_":${before}}}}`;
const before = ["body", "flow_runs", "start_time", "before_"];
const pool = (limit: string): string => `{"name":"${uniqueName("pool")}","type":"process","concurrency_limit":${limit}}`;

const refused: readonly Bad[] = [
  {
    what: "bytes that are no text",
    path: "/flows/",
    body: new Uint8Array([0x22, 0xff, 0x22]),
    status: 400,
    says: "There was an error parsing the body",
  },
  { what: "a text cut off", path: "/flows/", body: '{"name":"a"', at: ["body", 11], says: "JSON decode error" },
  { what: "nesting without end", path: "/flows/filter", body: "[".repeat(1_000_000), at: ["body", 500], says: "nested more than 500 deep" },
  {
    what: "another type",
    path: "/flows/",
    body: '{"name":"a"}',
    type: "text/plain",
    at: ["body"],
    says: "Input should be a valid dictionary",
  },
  { what: "a form", path: "/flows/", body: "name=a", type: "application/x-www-form-urlencoded", at: ["body"], says: "valid dictionary" },
  { what: "a type that is none", path: "/flows/", body: '{"name":"a"}', type: ";;;", at: ["body"], says: "valid dictionary" },
  { what: "nothing", path: "/flows/", body: "", at: ["body"], says: "Field required" },
  { what: "a list for an object", path: "/flows/", body: "[]", at: ["body"], says: "valid dictionary" },
  {
    what: "a limit below nothing",
    path: "/flows/filter",
    body: '{"limit":-1}',
    says: "Invalid limit: must be greater than or equal to 0.",
  },
  { what: "a limit that is too large", path: "/flows/filter", body: '{"limit":3000000000}', says: limitTooLarge },
  { what: "a limit beyond all numbers", path: "/flows/filter", body: '{"limit":99999999999999999999}', says: limitTooLarge },
  { what: "a negative offset", path: "/flows/filter", body: '{"offset":-1}', at: ["body", "offset"], says: offsetTooSmall },
  {
    what: "an enormous offset",
    path: "/flows/filter",
    body: '{"offset":99999999999999999999}',
    at: ["body", "offset"],
    says: "less than or equal to",
  },
  {
    what: "an enormous page",
    path: "/flows/paginate",
    body: '{"page":99999999999999999999}',
    at: ["body", "page"],
    says: "less than or equal to",
  },
  { what: "a slash in a name", path: "/flows/", body: '{"name":"a/b"}', at: ["body", "name"], says: "String should match pattern" },
  { what: "half of a character", path: "/flows/", body: '{"name":"a\\ud800"}', at: ["body", "name"], says: "unicode string" },
  {
    what: "half of a character in a filter",
    path: "/flows/filter",
    body: '{"flows":{"name":{"any_":["\\udfff"]}}}',
    at: ["body", "flows", "name", "any_", 0],
    says: "unicode string",
  },
  {
    what: "an integer no database keeps",
    path: "/work_pools/",
    body: pool("3000000000"),
    at: ["body", "concurrency_limit"],
    says: "less than or equal to 2147483647",
  },
  {
    what: "an integer beyond all",
    path: "/work_pools/",
    body: pool("-123456789012345678901234567890"),
    at: ["body", "concurrency_limit"],
    says: "greater than or equal to",
  },
  { what: "year 0", path: "/flow_runs/filter", body: filterBy('"0000-01-01T00:00:00Z"'), at: before, says: "valid datetime" },
  {
    what: "a day before year 1",
    path: "/flow_runs/filter",
    body: filterBy('"0001-01-01T00:00:00+14:00"'),
    at: before,
    says: "valid datetime",
  },
  { what: "year 10000", path: "/flow_runs/filter", body: filterBy('"10000-01-01T00:00:00Z"'), at: before, says: "valid datetime" },
  {
    what: "a day after year 9999",
    path: "/flow_runs/filter",
    body: filterBy('"9999-12-31T23:59:59-14:00"'),
    at: before,
    says: "valid datetime",
  },
  {
    what: "a day that no month has",
    path: "/flow_runs/filter",
    body: filterBy('"2026-02-30T00:00:00Z"'),
    at: before,
    says: "valid datetime",
  },
  { what: "a number that is no time", path: "/flow_runs/filter", body: filterBy("1e30"), at: before, says: "valid datetime" },
];

interface Refusal {
  readonly detail?: string;
  readonly exception_detail?: readonly {
    readonly loc: readonly (string | number)[];
    readonly msg: string;
    readonly input?: unknown;
    readonly ctx?: { readonly error?: string };
  }[];
}

const post = async (server: TestServer, { path, body, type = "application/json" }: Pick<Bad, "path" | "body" | "type">) => {
  const reply = await server.fetch(new Request(`http://test/api${path}`, { method: "POST", headers: { "content-type": type }, body }));
  return { status: reply.status, answer: (await reply.json()) as Refusal };
};

onEveryDatabase("a request", (it) => {
  for (const { status = 422, at, says, ...bad } of refused)
    it(`with ${bad.what} is refused with the place and the reason`, async ({ server }) => {
      const { answer, ...got } = await post(server, bad);
      const [problem] = answer.exception_detail ?? [];
      expect(got.status, JSON.stringify(answer)).toBe(status);
      expect(problem?.loc).toEqual(at);
      expect([answer.detail, problem?.msg, problem?.ctx?.error].join(" ")).toContain(says);
    });

  it("with a NUL character is stored as it is, or refused with the place of it", async ({ server }) => {
    const { id: flow_id } = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("nul") });
    const body = { flow_id, name: "a\0", tags: ["b\0"], labels: { "c\0": 1 } };
    const { status, answer } = await post(server, { path: "/flow_runs/", body: JSON.stringify(body) });
    if (server.ctx.db.dialect.name === "sqlite") expect({ status, answer }).toMatchObject({ status: 201, answer: body });
    else {
      expect(status).toBe(422);
      expect(answer.exception_detail?.map(({ loc }) => loc)).toEqual([
        ["body", "name"],
        ["body", "tags", 0],
        ["body", "labels", "c\0"],
      ]);
      expect(answer.exception_detail?.[0]?.msg).toContain("NUL character");
    }
  });

  it("with a text that no index takes is stored as it is, or refused with the reason", async ({ server }) => {
    const body = { name: Array.from({ length: 6000 }, (_, index) => String.fromCodePoint(0x4e00 + ((index * index) % 20_000))).join("") };
    const { status, answer } = await post(server, { path: "/flows/", body: JSON.stringify(body) });
    if (server.ctx.db.dialect.name === "sqlite") expect({ status, answer }).toMatchObject({ status: 201, answer: body });
    else expect({ status, detail: answer.detail }).toEqual({ status: 422, detail: expect.stringContaining("is too long") });
  });

  const id = "00000000-0000-0000-0000-000000000000";
  const many = Array.from({ length: 70_000 }, () => id);
  const related = Array.from({ length: 3000 }, (_, index) => ({ id: [`r${index}`] }));
  for (const [path, body] of [
    ["/flow_runs/filter", { flow_runs: { id: { any_: many } } }],
    ["/deployments/get_scheduled_flow_runs", { deployment_ids: many }],
    ["/v2/concurrency_limits/increment", { names: Array.from(many, (_, index) => `n${index}`), slots: 1 }],
    ["/flow_runs/filter", { flow_runs: { name: { like_: "%".repeat(60_000) } } }],
    ["/flow_runs/filter", { flow_runs: { name: { like_: "abc%".repeat(200_000) } } }],
    ["/flow_runs/filter", { flow_runs: { tags: { all_: Array.from({ length: 300_000 }, (_, index) => `t${index}`) } } }],
    ["/events/filter", { filter: { related } }],
    ["/events/filter", { filter: { resource: { labels: { a: "!".repeat(100_000) } } } }],
    ["/events/filter", { filter: { any_resource: related } }],
    ["/events/filter", { filter: { resource: { id_prefix: Array.from(many, (_, index) => `n${index}`) } } }],
  ] as const) {
    it(`for more than a query takes at once is answered or refused with the reason: ${path} ${JSON.stringify(body).slice(0, 40)}`, async ({
      server,
    }) => {
      const { status, answer } = await post(server, { path, body: JSON.stringify(body) });
      expect([200, 422], JSON.stringify(answer).slice(0, 200)).toContain(status);
      if (status === 422) expect(answer.detail).toContain("more values or conditions than the database takes at once");
      expect((await server.call("POST", "/flows/filter", {})).status).toBe(200);
    });
  }

  it("is refused where a name has a slash or a control character", async ({ server }) => {
    const flow = await server.ask<Flow>("POST", "/flows/", { name: uniqueName("flow") });
    const bodies = [
      ["/flows/", {}],
      ["/deployments/", { flow_id: flow.id }],
      ["/work_pools/", { type: "process" }],
      ["/v2/concurrency_limits/", { limit: 1 }],
      ["/block_types/", { slug: "x" }],
    ] as const;
    for (const [path, body] of bodies) {
      for (const name of ["a/b", "a\nb", "a\u0000b"]) {
        const { status, answer } = await post(server, { path, body: JSON.stringify({ ...body, name }) });
        expect({ status, told: answer.exception_detail?.map(({ loc, input }) => [...loc, input]) }, path).toEqual({
          status: 422,
          told: [["body", "name", name]],
        });
      }
    }
  });

  it("may be about names with any character a path can carry", async ({ server }) => {
    for (const name of ["%", "é🚂", "a b", "..", "a\\b"]) {
      const given = `${uniqueName("odd")}${name.replaceAll("%", "")}`;
      await server.ask("POST", "/flows/", { name: given });
      expect(await server.ask("GET", `/flows/name/${encodeURIComponent(given)}`)).toMatchObject({ name: given });
    }
    for (const path of ["%zz", "%ff", "x".repeat(5000), "a%00b"]) {
      const { status, body } = await server.call("GET", `/flows/name/${path}`);
      expect([404, 422], path.slice(0, 20)).toContain(status);
      expect(body).toHaveProperty("detail");
    }
  });

  it("may name the first and the last moment there is", async ({ server }) => {
    for (const moment of ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59Z"])
      expect((await server.call("POST", "/flow_runs/filter", filterBy(JSON.stringify(moment)))).status).toBe(200);
  });

  it("may look far beyond the end of a list", async ({ server }) => {
    expect(await server.ask("POST", "/flows/filter", { offset: 3_000_000_000 })).toEqual([]);
  });
});

test("a disk without room is answered as what passes, and room lets the server go on", async () => {
  const server = await startTestServer();
  const setPages = (pages: number) => server.ctx.transact((tx) => sql`pragma max_page_count = ${sql.lit(pages)}`.execute(tx));
  const create = (name: string) => server.call("POST", "/flows/", { name, labels: { note: "x".repeat(100_000) } });
  await setPages(1);
  const statuses = new Set<number>();
  while (!statuses.has(503)) statuses.add((await create(uniqueName("flow"))).status);
  expect([...statuses].filter((status) => status !== 201)).toEqual([503]);
  await setPages(1_000_000);
  expect(await create(uniqueName("flow"))).toMatchObject({ status: 201 });
  await server.stop();
});

describe("a body larger than the server takes", () => {
  test("is refused with a text that says what to do, however it is sent", async () => {
    const server = await startTestServer({ maxRequestSize: 100_000 });
    const large = "x".repeat(50_000_000);
    const detail = "The request's body is larger than 100000 bytes. Send less at once, or raise MILLRACE_SERVER_API_MAX_REQUEST_SIZE.";
    for (const body of [large, new Blob([large]).stream()]) {
      const reply = await fetch(`${server.url}/flows/`, { method: "POST", body, duplex: "half" });
      expect({ status: reply.status, body: (await reply.json()) as unknown }).toEqual({ status: 413, body: { detail } });
    }
    await server.stop();
  });
});
