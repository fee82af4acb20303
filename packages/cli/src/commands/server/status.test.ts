import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { runCaptured, stubServer } from "../../fixtures/captured-host.ts";

const url = "http://127.0.0.1:4239/api";
const run = (line: string, options: { fetch?: typeof fetch; env?: Record<string, string> } = {}) =>
  runCaptured(line.split(" "), { dir: tmpdir(), env: { PREFECT_API_URL: url }, ...options });
const up = { "GET /health": { body: true }, "GET /admin/version": { body: "3.8.3" } };

test("a server that answers", async () => {
  const { fetch } = stubServer(up);
  expect(await run("server status", { fetch })).toEqual({
    code: 0,
    stdout: `Connecting to server at ${url}...\nServer is available.\n  API URL: ${url}\n  Server version: 3.8.3\n`,
    stderr: "",
  });
  expect(JSON.parse((await run("server status -o json", { fetch })).stdout)).toEqual({
    status: "available",
    api_url: url,
    server_version: "3.8.3",
  });
});

test("a version that needs credentials is left out", async () => {
  const { fetch } = stubServer({ "GET /health": { body: true }, "GET /admin/version": { status: 401 } });
  expect(JSON.parse((await run("server status -o json", { fetch })).stdout)).toEqual({ status: "available", api_url: url });
});

test("a server that does not answer", async () => {
  const { code, stderr } = await run("server status");
  expect([code, stderr]).toEqual([1, `Server is not available at ${url}: connection refused.\nStart one with: millrace server start\n`]);
  const json = await run("server status -o json");
  expect([json.code, json.stderr, JSON.parse(json.stdout)]).toEqual([
    1,
    "",
    { status: "unavailable", api_url: url, error: "connection refused" },
  ]);
});

test("waiting ends at the timeout", async () => {
  const { code, stdout } = await run("server status --wait -t 2 -o json");
  expect([code, JSON.parse(stdout)]).toEqual([1, { status: "timed_out", api_url: url, timeout: 2, error: "connection refused" }]);
});

test("waiting ends when the server comes up", async () => {
  const { fetch } = stubServer(up);
  let asked = 0;
  const late: typeof fetch = (...request) => (++asked < 4 ? Promise.reject(new Error("not yet")) : fetch(...request));
  expect((await run("server status --wait", { fetch: late })).code).toBe(0);
  expect(asked).toBe(5);
});

test("without an API URL", async () => {
  const { code, stderr } = await run("server status", { env: {} });
  expect([code, stderr]).toEqual([1, "No server is configured. Set PREFECT_API_URL to the address of one.\n"]);
});
