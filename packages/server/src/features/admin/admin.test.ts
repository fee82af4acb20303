import { onEveryDatabase, startTestServer } from "@millrace/testing";
import { expect, test } from "vitest";

onEveryDatabase("a server", (it) => {
  it("says what it is", async ({ server }) => {
    expect(await server.ask("GET", "/health")).toEqual({ status: "ok" });
    expect(await server.ask("GET", "/ready")).toEqual({ message: "OK" });
    expect(await server.ask("GET", "/version")).toBe("0.8.4");
    expect(await server.ask("GET", "/admin/version")).toBe("3.8.3");
    expect(await server.ask("GET", "/hello")).toBe("👋");
  });

  it("tells clients that ask for a CSRF token that they need none", async ({ server }) => {
    expect(await server.call("GET", "/csrf-token?client=abc")).toMatchObject({
      status: 422,
      body: { detail: "CSRF protection is disabled." },
    });
    expect(await server.call("GET", "/csrf-token")).toMatchObject({
      status: 422,
      body: { exception_detail: [{ type: "missing", loc: ["query", "client"], input: null }], request_body: null },
    });
  });

  it("refuses clients of another protocol, but tells them its own", async ({ server }) => {
    const call = (path: string, version: string) => server.send({ method: "GET", path, headers: { "x-prefect-api-version": version } });
    expect(await call("/hello", "0.7.9")).toMatchObject({
      status: 400,
      body: { detail: "The request specified API version 0.7.9 but this server requires version 0.8.0 or higher." },
    });
    expect(await call("/hello", "abc")).toMatchObject({
      status: 400,
      body: { detail: "Invalid X-PREFECT-API-VERSION header format.Expected header in format 'x.y.z' but received abc" },
    });
    expect((await call("/hello", "0.8.0")).status).toBe(200);
    expect(await call("/version", "abc")).toMatchObject({ status: 200, body: "0.8.4" });
    expect((await call("/health", "0.1.0")).status).toBe(200);
  });
});

test("a server whose database is gone is alive but not ready", async () => {
  const server = await startTestServer();
  await server.ctx.db.close();
  expect((await server.call("GET", "/health")).status).toBe(200);
  expect(await server.call("GET", "/ready")).toMatchObject({ status: 503, body: { message: "Database is not available" } });
  await expect(server.stop()).rejects.toThrow("database is not open");
});
