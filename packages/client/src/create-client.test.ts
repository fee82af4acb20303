import { describe, expect, test } from "vitest";
import { ClientError } from "./client-error.ts";
import { type CreateClientOptions, createClient } from "./create-client.ts";
import { startScriptedServer } from "./fixtures/scripted-server.ts";

const waits = (): { readonly slept: number[]; readonly world: NonNullable<CreateClientOptions["world"]> } => {
  const slept: number[] = [];
  return { slept, world: { random: () => 0.5, sleep: async (milliseconds) => void slept.push(milliseconds) } };
};

const failureOf = async (call: Promise<unknown>): Promise<ClientError> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ClientError) return error;
  throw new Error("expected a ClientError", { cause: error });
};

describe("a request", () => {
  test("carries path, query, body, version and credentials of its route", async () => {
    await using server = await startScriptedServer();
    const client = createClient({ url: `${server.url}/`, auth: "me:secret", csrf: false, headers: { "x-more": "1" } });
    await client.flowRuns.getInput({ id: "a b", key: "k/1" });
    await client.flowRuns.getGraph({ id: "1", query: { since: "2026-01-01T00:00:00Z" } });
    await client.flows.list();
    expect(server.heard.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["GET", "/api/flow_runs/a%20b/input/k%2F1", undefined],
      ["GET", "/api/flow_runs/1/graph-v2?since=2026-01-01T00%3A00%3A00Z", undefined],
      ["POST", "/api/flows/filter", {}],
    ]);
    expect(server.heard[0]?.headers).toMatchObject({
      authorization: `Basic ${btoa("me:secret")}`,
      "x-prefect-api-version": "0.8.4",
      "x-more": "1",
    });
  });

  test("goes to a server in this process without a port", async () => {
    const client = createClient({
      url: "http://in-process/api",
      csrf: false,
      fetch: async (url) => Response.json({ asked: url }),
    });
    expect(await client.flows.get({ id: "1" })).toEqual({ asked: "http://in-process/api/flows/1" });
  });

  test("takes credentials from the address too, and keeps them out of errors", async () => {
    await using server = await startScriptedServer();
    server.otherwise = () => ({ status: 401 });
    const url = server.url.replace("//", "//me:s%40fe@");
    const error = await failureOf(createClient({ url }).flows.get({ id: "1" }));
    expect(server.heard[0]?.headers.authorization).toBe(`Basic ${btoa("me:s@fe")}`);
    expect(error.message).not.toContain("s%40fe");
  });

  test("stops with the signal's reason", async () => {
    await using server = await startScriptedServer();
    const client = createClient({ url: server.url });
    const reason = new Error("enough");
    await expect(client.flows.get({ id: "1" }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("a failure that may pass", () => {
  test("is tried again with the same body, after growing waits or the wait the server names", async () => {
    await using server = await startScriptedServer();
    const { slept, world } = waits();
    server.answers.push({ status: 503 }, { status: 502 }, { status: 429, headers: { "retry-after": "0.25" } });
    server.otherwise = () => ({ status: 201, body: { id: "1" } });
    const client = createClient({ url: server.url, world });
    expect(await client.flows.create({ body: { name: "a" } })).toEqual({ id: "1" });
    expect(server.heard.map(({ body }) => body)).toEqual([{ name: "a" }, { name: "a" }, { name: "a" }, { name: "a" }]);
    expect(slept).toEqual([2000, 4000, 275]);
  });

  test("ends as busy after the last attempt", async () => {
    await using server = await startScriptedServer();
    server.otherwise = () => ({ status: 503, body: { exception_message: "Service Unavailable" } });
    const error = await failureOf(createClient({ url: server.url, maxRetries: 2, world: waits().world }).flows.count());
    expect([error.kind, error.status, server.heard.length]).toEqual(["busy", 503, 3]);
  });

  test("does not use up an attempt while the server is in maintenance", async () => {
    await using server = await startScriptedServer();
    const maintenance = { status: 503, headers: { "prefect-maintenance": "true" } };
    server.answers.push(maintenance, maintenance, maintenance);
    const client = createClient({ url: server.url, maxRetries: 0, world: waits().world });
    await client.flows.count().catch(() => {});
    expect(server.heard).toHaveLength(1);
    server.answers.splice(0, 3, maintenance, maintenance);
    await createClient({ url: server.url, maxRetries: 1, world: waits().world }).flows.count();
    expect(server.heard).toHaveLength(4);
  });
});

describe("an error says what happened and what to do", () => {
  test("when nothing listens, at once", async () => {
    const { slept, world } = waits();
    const server = await startScriptedServer();
    await server[Symbol.asyncDispose]();
    const error = await failureOf(createClient({ url: server.url, world, csrf: false }).flows.count());
    expect(error.message).toBe(
      `POST ${server.url}/flows/count failed (connection refused). ` +
        'Start a server with "millrace server start", or set PREFECT_API_URL to the address of a running one, /api included.',
    );
    expect([error.kind, error.status, slept]).toEqual(["unreachable", undefined, []]);
  });

  test.each([
    ["the port is one that is never connected to", { cause: new Error("bad port") }, "kept for other protocols"],
    ["the certificate has expired", { cause: { code: "CERT_HAS_EXPIRED" } }, "(the certificate has expired)"],
    ["the certificate is for another host", { cause: { code: "ERR_TLS_CERT_ALTNAME_INVALID" } }, "(the certificate is for another host)"],
  ])("when %s, at once", async (_what, options, says) => {
    const { slept, world } = waits();
    const fetch = () => Promise.reject(Object.assign(new TypeError("fetch failed"), options));
    const error = await failureOf(createClient({ url: "https://127.0.0.1:6000/api", world, csrf: false, fetch }).flows.count());
    expect([error.kind, error.message, slept]).toEqual(["unreachable", expect.stringContaining(says), []]);
  });

  test("when the server does not speak https, at once", async () => {
    await using server = await startScriptedServer();
    const { slept, world } = waits();
    const client = createClient({ url: server.url.replace("http:", "https:"), csrf: false, world });
    const error = await failureOf(client.flows.count());
    expect([error.kind, error.detail, slept]).toEqual(["unreachable", "it does not speak https; its address begins with http://", []]);
  });

  test("when the server names the fields that are wrong", async () => {
    await using server = await startScriptedServer();
    server.otherwise = () => ({
      status: 422,
      body: { exception_message: "Invalid request received.", exception_detail: [{ loc: ["body", "name"], msg: "Field required" }] },
    });
    const error = await failureOf(createClient({ url: server.url }).flows.create({ body: { name: "" } }));
    expect([error.kind, error.status, error.detail]).toEqual(["invalid", 422, "body.name: Field required"]);
  });

  test.each([
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not-found"],
    [409, "conflict"],
    [423, "locked"],
    [500, "unexpected"],
  ])("status %i is %s", async (status, kind) => {
    await using server = await startScriptedServer();
    server.otherwise = () => ({ status, body: { detail: "why" }, headers: { "retry-after": "1.5" } });
    const error = await failureOf(createClient({ url: server.url }).flows.get({ id: "1" }));
    expect([error.kind, error.detail, error.retryAfter]).toEqual([kind, "why", 1.5]);
  });

  test("when the address is a web page", async () => {
    await using server = await startScriptedServer();
    server.otherwise = () => ({ status: 200, body: "<html>", headers: { "content-type": "text/html" } });
    const error = await failureOf(createClient({ url: server.url }).flows.get({ id: "1" }));
    expect(error.detail).toContain("not JSON but text/html");
  });

  test("when the address is none", () => {
    expect(() => createClient({ url: "localhost:4200" })).toThrow("not a web address");
  });
});

describe("CSRF protection", () => {
  const guarded = () => {
    let token = 0;
    const asked: string[] = [];
    const fetch = async (url: string, init: RequestInit): Promise<Response> => {
      if (url.includes("/csrf-token")) {
        token += 1;
        asked.push(url);
        return Response.json({ token: `t${token}` });
      }
      const sent = new Headers(init.headers);
      if (sent.get("prefect-csrf-token") !== `t${token}` || token < 2) {
        return Response.json({ detail: "Invalid CSRF token or client identifier." }, { status: 403 });
      }
      return Response.json({ client: sent.get("prefect-csrf-client") });
    };
    return { asked, fetch };
  };

  test("asks once per client for a token, and again when it is refused", async () => {
    const { asked, fetch } = guarded();
    const client = createClient({ url: "http://in-process/api", fetch, world: { newId: () => "me" } });
    const [one, two] = [await client.flows.count(), await client.flows.count()];
    expect([one, two, asked.length]).toEqual([{ client: "me" }, { client: "me" }, 2]);
  });

  test("is not asked for by requests that change nothing", async () => {
    const { asked, fetch } = guarded();
    const client = createClient({ url: "http://in-process/api", fetch });
    await client.flows.get({ id: "1" }).catch(() => {});
    expect(asked).toEqual([]);
  });
});
