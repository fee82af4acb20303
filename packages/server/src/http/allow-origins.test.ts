import { startTestServer } from "@millrace/testing";
import { describe, expect, test } from "vitest";
import type { ServerSettings } from "../settings.ts";

const preflight = { "access-control-request-method": "PATCH", "access-control-request-headers": "Authorization, X-Mine" };

const answer = async (settings: Partial<ServerSettings>, method: string, headers: Readonly<Record<string, string>>) => {
  const server = await startTestServer(settings);
  try {
    const { status, body, headers: given } = await server.send<unknown>({ method, path: "/version", headers });
    const named = ["access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers", "vary"];
    return { status, body, headers: Object.fromEntries(named.flatMap((name) => (given.has(name) ? [[name, given.get(name)]] : []))) };
  } finally {
    await server.stop();
  }
};

describe("pages of other origins", () => {
  test("may call by default, with whatever headers they ask for", async () => {
    expect(await answer({}, "GET", { origin: "http://a" })).toEqual({
      status: 200,
      body: "0.8.4",
      headers: { "access-control-allow-origin": "*" },
    });
    expect(await answer({}, "OPTIONS", { origin: "http://a", ...preflight })).toEqual({
      status: 200,
      body: "OK",
      headers: {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
        "access-control-allow-headers": "Authorization, X-Mine",
      },
    });
  });

  test("may call when theirs is listed, and only then", async () => {
    const corsOrigins = ["http://a", "http://b"];
    expect((await answer({ corsOrigins }, "GET", { origin: "http://b" })).headers).toEqual({
      "access-control-allow-origin": "http://b",
      vary: "Origin",
    });
    expect((await answer({ corsOrigins }, "GET", { origin: "http://c" })).headers).toEqual({ vary: "Origin" });
    expect(await answer({ corsOrigins }, "OPTIONS", { origin: "http://c", ...preflight })).toMatchObject({
      status: 400,
      body: "Disallowed CORS origin",
    });
  });

  test("may use the methods and headers that are listed", async () => {
    const settings = { corsMethods: ["GET", "POST"], corsHeaders: ["Authorization"] };
    expect(await answer(settings, "OPTIONS", { origin: "http://a", ...preflight })).toEqual({
      status: 400,
      body: "Disallowed CORS method, headers",
      headers: {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "Accept, Accept-Language, Authorization, Content-Language, Content-Type",
      },
    });
    const modest = { "access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type" };
    expect(await answer(settings, "OPTIONS", { origin: "http://a", ...modest })).toMatchObject({ status: 200, body: "OK" });
  });

  test("are told what they may do before they are asked for credentials", async () => {
    expect(await answer({ authString: "a:b" }, "OPTIONS", { origin: "http://a", ...preflight })).toMatchObject({ status: 200 });
    expect(await answer({ authString: "a:b" }, "GET", { origin: "http://a" })).toMatchObject({
      status: 401,
      headers: { "access-control-allow-origin": "*" },
    });
  });
});
