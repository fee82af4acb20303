import { type Routes, routes } from "@millrace/contract";
import { startTestServer, type TestServer, testSettings } from "@millrace/testing";
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handlers } from "../handlers.ts";
import { bindRoutes } from "./bind-routes.ts";

const tables: readonly Routes[] = Object.values(routes);
const known = tables.flatMap((table) => Object.values(table)).filter((route) => route.access !== "websocket");
const served = Object.values(handlers).flatMap((noun: { readonly routes: Routes }) => Object.values(noun.routes));

const id = "00000000-0000-0000-0000-000000000000";
const pathOf = (path: string): string => path.replaceAll(/:\w+/g, id);
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });

describe("the routes a server answers", () => {
  test("are those of the contract and no others", async () => {
    const server = await startTestServer();
    const app = Fastify();
    const registered: string[] = [];
    app.addHook("onRoute", ({ method, url }) => {
      // Fastify adds HEAD to every GET by itself; the server answers it 405 like the protocol.
      for (const one of [method].flat()) if (one !== "HEAD") registered.push(`${one} ${url}`);
    });
    bindRoutes(app, server.ctx, handlers);
    await app.ready();
    const listed = new Set(known.map(({ method, path }) => `${method} ${path}`));
    expect(registered.filter((route) => !listed.has(route))).toEqual([]);
    expect(new Set(registered).size).toBe(served.length);
    await app.close();
    await server.stop();
  });

  test("are open by the contract only where probes need it", () => {
    expect(known.filter((route) => route.access === "open").map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /health",
      "GET /ready",
    ]);
  });

  test("never answer HEAD, whatever they answer to GET", async () => {
    const server = await startTestServer();
    expect(await server.call("HEAD", "/health")).toMatchObject({ status: 405 });
    await server.stop();
  });
});

describe("with a password", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ authString: "admin:päss word" });
  });
  afterAll(() => server.stop());

  const closed = [
    ...known.filter((route) => route.access !== "open"),
    { method: "GET", path: "/nowhere" },
    { method: "DELETE", path: "/health" },
  ];

  test.each(closed)("$method $path wants it", async ({ method, path }) => {
    const refusal = { status: 401, body: { exception_message: "Unauthorized" } };
    expect(await server.call(method, pathOf(path))).toMatchObject(refusal);
    expect(await server.send({ method, path: pathOf(path), headers: basic("admin:wrong") })).toMatchObject(refusal);
  });

  test.each([
    ["a part of it", basic("admin:päss wor")],
    ["more than it", basic("admin:päss word ")],
    ["none", basic("")],
    ["another scheme", { authorization: "Bearer admin:päss word" }],
    ["the scheme in lower case", { authorization: basic("admin:päss word").authorization.replace("Basic", "basic") }],
    ["the text itself", { authorization: "admin:päss word".normalize("NFD").replace(/[^ -~]/g, "") }],
  ])("%s does not open it", async (_, headers) => {
    expect((await server.send({ method: "GET", path: "/version", headers })).status).toBe(401);
    expect((await server.send({ method: "POST", path: "/flows/filter", body: {}, headers })).status).toBe(401);
  });

  test("it opens what is there and shows what is not", async () => {
    const headers = basic("admin:päss word");
    expect(await server.send({ method: "GET", path: "/version", headers })).toMatchObject({ status: 200, body: "0.8.4" });
    expect((await server.send({ method: "POST", path: "/flows/filter", body: {}, headers })).status).toBe(200);
    expect(await server.send({ method: "GET", path: "/nowhere", headers })).toMatchObject({ status: 404, body: { detail: "Not Found" } });
  });

  test("probes and preflights need none, and only at their exact path", async () => {
    expect(await server.call("GET", "/health")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(await server.call("GET", "/ready")).toMatchObject({ status: 200, body: { message: "OK" } });
    expect((await server.call("GET", "/health/")).status).toBe(401);
    const preflight = { origin: "http://ui", "access-control-request-method": "POST" };
    expect((await server.send({ method: "OPTIONS", path: "/flows/", headers: preflight })).status).toBe(200);
  });
});

describe("with CSRF protection", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ csrfEnabled: true, csrfExpiration: 60, authString: "a:b" });
  });
  afterAll(() => server.stop());

  const tokenFor = async (client: string): Promise<string> => {
    const answer = await server.send<{ token: string }>({ method: "GET", path: `/csrf-token?client=${client}`, headers: basic("a:b") });
    expect(answer).toMatchObject({ status: 200, body: { client, token: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    return answer.body.token;
  };
  const path = "/flows/filter";
  const change = (headers: Readonly<Record<string, string>>) =>
    server.send({ method: "POST", path, body: {}, headers: { ...basic("a:b"), ...headers } });
  const refused = (detail: string) => ({ status: 403, body: { detail } });

  test("a change needs a token and who it is for, before anything else is looked at", async () => {
    const token = await tokenFor("me");
    expect(await server.call("POST", "/nowhere", {})).toMatchObject(refused("Missing CSRF token."));
    expect(await change({})).toMatchObject(refused("Missing CSRF token."));
    expect(await change({ "prefect-csrf-client": "me" })).toMatchObject(refused("Missing CSRF token."));
    expect(await change({ "prefect-csrf-token": token })).toMatchObject(refused("Missing client identifier."));
    expect((await change({ "prefect-csrf-token": token, "prefect-csrf-client": "me" })).status).toBe(200);
    const headers = { "prefect-csrf-token": token, "prefect-csrf-client": "me" };
    expect((await server.send({ method: "POST", path, body: {}, headers })).status).toBe(401);
  });

  test("a token serves its client alone, until it is replaced or too old", async () => {
    const invalid = refused("Invalid CSRF token or client identifier.");
    const first = await tokenFor("one");
    expect(await change({ "prefect-csrf-token": first, "prefect-csrf-client": "other" })).toMatchObject(invalid);
    expect(await change({ "prefect-csrf-token": "0".repeat(64), "prefect-csrf-client": "one" })).toMatchObject(invalid);
    const second = await tokenFor("one");
    expect(await change({ "prefect-csrf-token": first, "prefect-csrf-client": "one" })).toMatchObject(invalid);
    expect((await change({ "prefect-csrf-token": second, "prefect-csrf-client": "one" })).status).toBe(200);
    await server.clock.advance("61s");
    expect(await change({ "prefect-csrf-token": second, "prefect-csrf-client": "one" })).toMatchObject(invalid);
  });

  test("reading needs no token, but its password", async () => {
    expect((await server.send({ method: "GET", path: "/version", headers: basic("a:b") })).status).toBe(200);
    expect((await server.call("GET", "/csrf-token?client=x")).status).toBe(401);
  });
});

test("a server nobody configured asks for nothing", () => {
  expect(testSettings()).toMatchObject({ csrfEnabled: false, authString: undefined });
});
