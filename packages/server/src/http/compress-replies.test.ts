import { startTestServer, type TestServer } from "@millrace/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

describe("a reply", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ compressionSize: 2000, corsOrigins: ["http://a"] });
  });
  afterAll(() => server.stop());

  const get = async (path: string, encoding: string, headers: Readonly<Record<string, string>> = {}) => {
    const reply = await fetch(`${server.url}${path}`, { headers: { "accept-encoding": encoding, ...headers } });
    return { encoding: reply.headers.get("content-encoding"), vary: reply.headers.get("vary"), body: (await reply.json()) as unknown };
  };

  test("is compressed from a size on, for clients that take it", async () => {
    const plain = await get("/openapi.json", "identity");
    expect(plain).toMatchObject({ encoding: null, vary: "Accept-Encoding" });
    for (const accepted of ["gzip", "br;q=1, gzip;q=0.5", "GZIP"])
      expect(await get("/openapi.json", accepted)).toEqual({ encoding: "gzip", vary: "Accept-Encoding", body: plain.body });
    for (const refused of ["gzip;q=0", "gzip; q=0.0", "br, notgzip"])
      expect((await get("/openapi.json", refused)).encoding, refused).toBeNull();
  });

  test("stays as it is when it is small", async () => {
    expect(await get("/version", "gzip")).toEqual({ encoding: null, vary: null, body: "0.8.4" });
  });

  test("depends on the origin as well where origins are told apart", async () => {
    expect((await get("/openapi.json", "gzip", { origin: "http://a" })).vary).toBe("Origin, Accept-Encoding");
  });
});
