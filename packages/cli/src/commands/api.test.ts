import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../fixtures/cli-server.ts";

let cli: CliServer;
beforeAll(async () => {
  cli = await startCliServer();
  await cli.server.ask("POST", "/flows/", { name: "one" });
  await cli.server.ask("POST", "/flows/", { name: "two" });
});
afterAll(() => cli.stop());

test("GET prints the answer, on one line for programs and indented on a terminal", async () => {
  expect(await cli.say("api GET /flows/name/one")).toMatch(/^\{"id":"\S+,"name":"one",.*\}\n$/);
  expect(await cli.say("api get flows/name/one", { columns: 80 })).toMatch(/^\{\n {2}"id": /);
});

test("POST takes its body from --data, from a file or from what is piped in", async () => {
  const names = async (words: readonly string[], stdin?: string) => {
    const flows = JSON.parse(await cli.say(["api", "POST", "/flows/filter", ...words], stdin === undefined ? {} : { stdin })) as readonly {
      name: string;
    }[];
    return flows.map(({ name }) => name);
  };
  writeFileSync(join(cli.dir, "body.json"), '{"flows": {"name": {"any_": ["two"]}}}');
  expect(await names(["--data", '{"limit": 1, "sort": "NAME_ASC"}'])).toEqual(["one"]);
  expect(await names(["--data", "@body.json"])).toEqual(["two"]);
  expect(await names([], '{"flows": {"name": {"any_": ["one"]}}}')).toEqual(["one"]);
  expect(await names(["--data", '{"sort": "NAME_ASC"}'])).toEqual(["one", "two"]);
  expect(await names([])).toHaveLength(2);
});

test("--verbose shows headers, but no credentials", async () => {
  const env = { PREFECT_API_AUTH_STRING: "user:secret" };
  const { code, stderr } = await cli.run(["api", "GET", "/health", "-v", "-H", "X-A: b"], { env });
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^> GET http:\/\/\S+\/api\/health\n[\s\S]*> x-a: b\n[\s\S]*< 200 /)]);
  expect(stderr).toContain("> authorization: ***\n");
  expect(stderr).not.toContain(Buffer.from("user:secret").toString("base64"));
});

test.each([
  { line: "GET /nope", code: 4, says: 'The server answered 404.\n{\n  "detail": "Not Found"\n}\n' },
  { line: 'POST /flows/filter --data {"limit":"x"}', code: 4, says: "The server answered 422.\n{\n" },
  { line: "BREW /health", code: 1, says: 'There is no method "BREW". There are: DELETE, GET,' },
  { line: "POST /flows/filter --data {bad", code: 1, says: "--data is not valid JSON: " },
  { line: "POST /flows/filter --data @missing.json", code: 1, says: "There is no file missing.json that can be read.\n" },
  { line: "GET /health -H bad", code: 1, says: '--header is "bad"; it takes "Name: value".\n' },
  { line: "GET /health --root", code: 1, says: "--root and --account are of Prefect Cloud;" },
])("api $line ends with $code", async ({ line, code, says }) => {
  const ended = await cli.run(`api ${line}`);
  expect([ended.code, ended.stdout, ended.stderr.slice(0, says.length)]).toEqual([code, "", says]);
});

test.each([
  { status: 401, code: 3 },
  { status: 403, code: 3 },
  { status: 500, code: 5 },
])("a server that answers $status ends it with $code", async ({ status, code }) => {
  const fetch = async () => Response.json({ detail: "no" }, { status });
  expect((await cli.run("api GET /flows/1", { fetch })).code).toBe(code);
});

test("no answer at all ends it with 7", async () => {
  const env = { PREFECT_API_URL: "http://127.0.0.1:4239/api" };
  const { code, stderr } = await cli.run("api GET /health", { env });
  expect([code, stderr]).toEqual([7, "The server at http://127.0.0.1:4239/api cannot be asked: connection refused.\n"]);
});
