import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gzipSync } from "node:zlib";
import { startTestServer } from "@millrace/testing";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

let folder: string;
const script = "console.log('mill');";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pages-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), '<head><base href="/" /><meta name="style-nonce" content="" /></head>');
  await writeFile(join(folder, "favicon.svg"), "<svg/>");
  await writeFile(join(folder, "diagram.html"), "<main></main>");
  await writeFile(join(folder, "assets/index-abc.js"), script);
  await writeFile(join(folder, "assets/index-abc.js.br"), brotliCompressSync(script));
  await writeFile(join(folder, "assets/index-abc.js.gz"), gzipSync(script));
});
afterAll(() => rm(folder, { recursive: true }));

const start = async (settings: Parameters<typeof startTestServer>[0] = {}) => {
  const server = await startTestServer({ uiFolder: folder, ...settings });
  onTestFinished(() => server.stop());
  return (path: string, headers: Record<string, string> = {}, method = "GET") =>
    server.fetch(new Request(`http://test${path}`, { headers, method, redirect: "manual" }));
};

describe("pages", () => {
  test("are one page, whose addresses are relative to the path it was asked by", async () => {
    const get = await start();
    const page = await get("/runs/flow-run/0198?tab=logs");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    expect(await page.text()).toContain('<base href="../../" />');
    expect(await (await get("/dashboard")).text()).toContain('<base href="./" />');
    expect(await (await get("/work-pools/work-pool/my.pool")).text()).toContain('<base href="../../" />');
  });

  test("begin with the overview, wherever they are served", async () => {
    const get = await start({ uiServeBase: "/ui/" });
    expect((await get("/ui/")).headers.get("location")).toBe("./dashboard");
    expect((await get("/ui?x=1")).headers.get("location")).toBe("./ui/dashboard?x=1");
    expect((await get("/ui/dashboard")).status).toBe(200);
    expect((await get("/dashboard")).status).toBe(404);
  });

  test("load nothing from elsewhere, and no style that the server did not allow", async () => {
    const get = await start({ uiApiUrl: "https://api.example.com/v3" });
    const page = await get("/dashboard");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self' https://api.example.com wss://api.example.com;");
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(await page.text()).toContain(`name="style-nonce" content="${nonce}"`);
    expect((await get("/dashboard")).headers.get("content-security-policy")).not.toBe(policy);
  });

  test("show diagrams in a frame, in which styles are free and nothing is called", async () => {
    const get = await start();
    expect((await get("/dashboard")).headers.get("content-security-policy")).toContain("frame-src 'self';");
    const frame = await get("/diagram.html");
    expect(frame.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const policy = frame.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';");
    expect(policy).not.toContain("connect-src");
    expect((await get("/index.html")).status).toBe(404);
  });

  test("need no credentials, which the API does", async () => {
    const get = await start({ authString: "admin:secret" });
    expect((await get("/runs")).status).toBe(200);
    expect((await get("/assets/index-abc.js")).status).toBe(200);
    expect((await get("/runs", {}, "POST")).status).toBe(401);
    expect((await get("/api/flows/unknown")).status).toBe(401);
    expect((await get("/api/flows/unknown", { accept: "text/html" })).status).toBe(401);
  });

  test("a path that no page has is told to people as a page, to programs as JSON", async () => {
    const get = await start();
    const forPeople = await get("/nowhere", { accept: "text/html,*/*" });
    expect(forPeople.status).toBe(404);
    expect(await forPeople.text()).toContain("<base");
    expect(await (await get("/nowhere", { accept: "*/*" })).json()).toEqual({ detail: "Not Found" });
    expect(await (await get("/api/nowhere", { accept: "text/html" })).json()).toEqual({ detail: "Not Found" });
  });

  test("are not served when nobody wants them", async () => {
    const get = await start({ uiEnabled: false });
    expect((await get("/dashboard", { accept: "text/html" })).status).toBe(404);
    expect((await get("/")).status).toBe(404);
    expect((await get("/assets/index-abc.js")).status).toBe(404);
  });

  test("say what to do when they are not built", async () => {
    const get = await start({ uiFolder: join(folder, "missing") });
    const page = await get("/dashboard");
    expect(page.status).toBe(503);
    expect(await page.text()).toContain("make ui");
  });
});

describe("files of the pages", () => {
  test("come in the smallest coding the browser takes, and never change", async () => {
    const get = await start();
    const br = await get("/assets/index-abc.js", { "accept-encoding": "gzip, deflate, br" });
    expect(br.headers.get("content-encoding")).toBe("br");
    expect(br.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(br.headers.get("vary")).toBe("Accept-Encoding");
    expect(brotliDecompressSync(await br.bytes()).toString()).toBe(script);
    expect((await get("/assets/index-abc.js", { "accept-encoding": "gzip;q=1.0, br;q=0" })).headers.get("content-encoding")).toBe("gzip");
    const plain = await get("/assets/index-abc.js", { "accept-encoding": "identity" });
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(plain.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(await plain.text()).toBe(script);
  });

  test("at the top are asked for anew each time", async () => {
    const get = await start();
    const icon = await get("/favicon.svg");
    expect(icon.headers.get("cache-control")).toBe("no-cache");
    expect(icon.headers.get("content-type")).toBe("image/svg+xml");
  });

  test.each(["/assets/index-gone.js", "/assets/", "/assets/../index.html", "/assets/%2e%2e/%2e%2e/etc/passwd", "/robots.txt", "/%ff"])(
    "%s is missing, not a page",
    async (path) => {
      const get = await start();
      expect((await get(path)).status).toBe(404);
    },
  );
});
