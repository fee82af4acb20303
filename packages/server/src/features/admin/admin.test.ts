import { onEveryDatabase, startTestServer, uniqueName } from "@millrace/testing";
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

  it("shows its settings and hides their secrets", async ({ server }) => {
    const settings = await server.ask<{ server: { database: { connection_url: string } } }>("GET", "/admin/settings");
    expect(settings).toMatchObject({
      server: {
        api: { host: "127.0.0.1", default_limit: 200, auth_string: null },
        database: { connection_url: "**********" },
        services: { scheduler: { enabled: true }, cleanup_reconciler: { batch_size: 100 }, event_logger: { enabled: false } },
      },
    });
    expect(JSON.stringify(settings)).not.toContain(server.ctx.settings.databaseUrl);
  });

  it("keeps a storage for results as long as its block is there", async ({ server }) => {
    const type = await server.ask<{ id: string }>("POST", "/block_types/", { name: uniqueName("Type"), slug: uniqueName("type") });
    const aBlock = async (...capabilities: string[]): Promise<string> => {
      const fields = { title: uniqueName("fields"), type: "object", properties: {} };
      const schema = await server.ask<{ id: string }>("POST", "/block_schemas/", { block_type_id: type.id, fields, capabilities });
      const document = { name: uniqueName("block"), block_type_id: type.id, block_schema_id: schema.id, data: {} };
      return (await server.ask<{ id: string }>("POST", "/block_documents/", document)).id;
    };
    const [good, bad] = [await aBlock("write-path"), await aBlock()];
    const set = (id: string) => server.call("PUT", "/admin/storage", { default_result_storage_block_id: id });
    const stored = (id: string | null) => ({ default_result_storage_block_id: id });
    const nobody = "00000000-0000-0000-0000-000000000000";

    expect(await server.ask("GET", "/admin/storage")).toEqual(stored(null));
    expect(await set(nobody)).toMatchObject({ status: 404, body: { detail: `Block document ${nobody} not found.` } });
    expect(await set(bad)).toMatchObject({ status: 422, body: { detail: `Block document ${bad} cannot be used for result storage.` } });
    expect(await set(good)).toMatchObject({ status: 200, body: stored(good) });
    expect(await server.ask("GET", "/admin/storage")).toEqual(stored(good));
    expect((await server.call("DELETE", `/block_documents/${good}`)).status).toBe(204);
    expect(await server.ask("GET", "/admin/storage")).toEqual(stored(null));
    const other = await aBlock("write-path");
    await set(other);
    expect((await server.call("DELETE", "/admin/storage")).status).toBe(204);
    expect(await server.ask("GET", "/admin/storage")).toEqual(stored(null));
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

onEveryDatabase(
  "a server with CSRF protection",
  (it) => {
    it("gives a token to each of the requests that one client sends at once", async ({ server }) => {
      const client = uniqueName("client");
      const path = `/csrf-token?client=${client}`;
      const answers = await Promise.all(Array.from({ length: 12 }, () => server.call<{ token: string }>("GET", path)));
      expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
      const headers = { "prefect-csrf-client": client, "prefect-csrf-token": (await server.ask<{ token: string }>("GET", path)).token };
      expect(await server.send({ method: "POST", path: "/flows/count", body: {}, headers })).toMatchObject({ status: 200 });
    });
  },
  { csrfEnabled: true },
);

test("a server whose database is gone is alive but not ready", async () => {
  const server = await startTestServer();
  await server.ctx.db.close();
  expect((await server.call("GET", "/health")).status).toBe(200);
  expect(await server.call("GET", "/ready")).toMatchObject({ status: 503, body: { message: "Database is not available" } });
  await expect(server.stop()).rejects.toThrow("database is not open");
});
