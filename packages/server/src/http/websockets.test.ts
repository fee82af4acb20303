import { request as httpRequest } from "node:http";
import { socketRoutes } from "@millrace/contract";
import { startTestServer, type TestServer } from "@millrace/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, refusal, subscribe } from "./fixtures/sockets.ts";

const paths = Object.values(socketRoutes).map((route) => route.path);
/** Workers read one word, whatever was wrong. */
const workerChannel = socketRoutes.workerChannel.path;
const secret = "user:pass word";

describe("sockets of a server with credentials", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ authString: secret });
  });
  afterAll(() => server.stop());

  describe.each(paths)("%s", (path) => {
    test("opens for the right credentials", async () => {
      const socket = await connect(server, { path, protocol: "prefect" });
      expect(socket.protocol).toBe("prefect");
      await socket.ping();
      socket.send({ type: "auth", token: secret });
      expect(await socket.next()).toEqual({ type: "auth_success" });
      socket.close();
    });

    test.each([
      { frame: { type: "auth", token: "user:wrong" }, reason: "Invalid token" },
      { frame: { type: "auth", token: Buffer.from(secret).toString("base64") }, reason: "Invalid token" },
      { frame: { type: "auth", token: null }, reason: "Auth required but no token provided" },
      { frame: { type: "auth" }, reason: "Auth required but no token provided" },
      { frame: { type: "auth", token: "" }, reason: "Auth required but no token provided" },
      { frame: { type: "filter", filter: {} }, reason: "Expected 'auth' message" },
      { frame: ["auth"], reason: "Expected 'auth' message" },
    ])("closes for $frame", async ({ frame, reason }) => {
      const socket = await connect(server, { path, protocol: "prefect" });
      socket.send(frame);
      expect(await socket.closed).toEqual({ code: 1008, reason: path === workerChannel ? "authentication_failed" : reason });
    });

    test("drops a socket whose first frame is not JSON", async () => {
      const socket = await connect(server, { path, protocol: "prefect" });
      socket.send("hello");
      expect(await socket.closed).toMatchObject({ code: 1006 });
    });

    test("refuses a socket without the subprotocol", async () => {
      expect(await refusal(server, { path })).toEqual({ status: 403, body: "" });
      expect(await refusal(server, { path, protocol: "graphql-ws" })).toEqual({ status: 403, body: "" });
    });
  });
});

describe("sockets of an open server", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  test.each([
    "/",
    "/events",
    "/events/in/more",
    "/flows/",
    "/work_pools//workers/connect",
    "/work_pools/a/b/workers/connect",
    "/work_pools/%/workers/connect",
  ])("%s is no socket", async (path) => {
    expect(await refusal(server, { path, protocol: "prefect" })).toEqual({ status: 404, body: '{"detail":"Not Found"}' });
  });

  test("any credentials will do, but there must be some", async () => {
    const socket = await connect(server, { path: "/events/in", protocol: "prefect" });
    socket.send({ type: "auth", token: "whatever" });
    expect(await socket.next()).toEqual({ type: "auth_success" });
    socket.close();
  });

  test("a path may be written with its characters encoded", async () => {
    const socket = await connect(server, { path: "/events/%69n", protocol: "prefect" });
    socket.close();
  });

  test("a worker's channel is for those who name the subprotocol", async () => {
    expect(await refusal(server, { path: "/work_pools/p/workers/connect" })).toEqual({ status: 403, body: "" });
  });

  test("old clients say nothing of credentials", async () => {
    const socket = await connect(server, { path: "/events/out" });
    socket.send({ type: "auth", token: null });
    expect(await socket.closed).toEqual({ code: 1002, reason: "Expected 'filter' message" });
  });

  test.each([
    { path: "/events/out", frame: { type: "event" }, code: 1002, reason: "Expected 'filter' message" },
    { path: "/events/out", frame: { type: "filter" }, code: 1002, reason: "Invalid filter: 'filter'" },
    {
      path: "/events/out",
      frame: { type: "filter", filter: null },
      code: 1002,
      reason: "Invalid filter: Input should be a valid dictionary or object to extract fields from",
    },
    { path: "/logs/out", frame: { type: "nothing" }, code: 1002, reason: "Expected 'filter' message" },
    {
      path: "/logs/out",
      frame: { type: "filter", filter: { level: { ge_: "high" } } },
      code: 1002,
      reason: "Invalid filter: level.ge_: Input should be a valid integer, unable to parse string as an integer",
    },
    {
      path: "/task_runs/subscriptions/scheduled",
      frame: { type: "x" },
      code: 4001,
      reason: "Protocol violation: expected 'subscribe' message",
    },
    {
      path: "/task_runs/subscriptions/scheduled",
      frame: { type: "subscribe", keys: [] },
      code: 4001,
      reason: "Protocol violation: expected 'keys' in subscribe message",
    },
    {
      path: "/task_runs/subscriptions/scheduled",
      frame: { type: "subscribe", keys: ["k"] },
      code: 4001,
      reason: "Protocol violation: expected 'client_id' in subscribe message",
    },
  ])("$path closes with $code for $frame", async ({ path, frame, code, reason }) => {
    const socket = await subscribe(server, path);
    socket.send(frame);
    expect(await socket.closed).toEqual({ code, reason });
  });

  test("a reason that does not fit in a close frame is cut between characters", async () => {
    const socket = await subscribe(server, "/events/out");
    socket.send({ type: "filter", filter: { ["ü".repeat(200)]: 1 } });
    const { code, reason } = await socket.closed;
    expect(code).toBe(1002);
    expect(reason).toMatch(/^Invalid filter: ü{40,}…$/);
    expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
  });

  test("a frame above 16 MiB closes the socket", async () => {
    const socket = await subscribe(server, "/events/in");
    socket.send("x".repeat(16 * 1024 * 1024 + 1));
    expect(await socket.closed).toMatchObject({ code: 1009 });
  });

  test("a peer that answers no ping is dropped, one that does stays", async () => {
    const silent = await subscribe(server, "/events/out");
    const alive = await subscribe(server, "/events/out");
    silent.pause();
    await server.clock.advance("20s");
    await alive.ping();
    await server.clock.advance("20s");
    await alive.ping();
    silent.resume();
    expect(await silent.closed).toMatchObject({ code: 1006 });
    alive.close();
    expect(await alive.closed).toMatchObject({ code: 1005 });
  });

  test("requests to upgrade to something else are answered as if they had not asked", async () => {
    const response = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(`${server.url}/health`, { headers: { connection: "Upgrade", upgrade: "h2c" } });
      request.on("response", (message) => resolve(message.resume().statusCode ?? 0)).on("error", reject);
      request.end();
    });
    expect(response).toBe(200);
  });
});

test("a server that stops sends every socket away to come back later", async () => {
  const server = await startTestServer();
  const sockets = await Promise.all(paths.map((path) => subscribe(server, path)));
  const unauthenticated = await connect(server, { path: "/events/out", protocol: "prefect" });
  await server.stop();
  for (const socket of [...sockets, unauthenticated]) expect(await socket.closed).toEqual({ code: 1012, reason: "" });
});
