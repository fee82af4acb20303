import { startTestServer, type TestServer } from "@millrace/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

interface Document {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}

describe("the API's document and page", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ authString: "admin:secret" });
  });
  afterAll(() => server.stop());

  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    server.fetch(new Request(`http://test${path}`, { headers }));
  const credentials = { authorization: `Basic ${btoa("admin:secret")}` };

  test("describe every route, under the path it is served at", async () => {
    const document = (await (await get("/api/openapi.json", credentials)).json()) as Document;
    expect(document).toMatchObject({ openapi: "3.1.0", info: { version: "0.8.4" }, servers: [{ url: "/api" }] });
    expect(document.paths["/flow_runs/{id}/set_state"]?.post?.operationId).toBe("flowRuns.setState");
    const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("are open at the root, and beside the API as closed as the API", async () => {
    const statuses = await Promise.all(
      ["/docs", "/openapi.json", "/api/docs", "/api/openapi.json"].map(async (path) => [path, (await get(path)).status] as const),
    );
    expect(Object.fromEntries(statuses)).toEqual({ "/docs": 200, "/openapi.json": 200, "/api/docs": 401, "/api/openapi.json": 401 });
    expect((await get("/api/docs", credentials)).status).toBe(200);
  });

  test("need nothing from elsewhere, and the page may load nothing from there", async () => {
    const page = await get("/docs");
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await page.text()).not.toMatch(/(?:src|href)="?(?:https?:)?\/\//);
  });
});
