import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Captured, runCaptured } from "../../fixtures/captured-host.ts";

let dir: string;
let taken: Server;
let port: number;
/** The port is in use, so that the server does not start once it has asked. */
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "millrace-choose-"));
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const address = taken.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterEach(() => {
  taken.close();
  rmSync(dir, { recursive: true });
});

const start = (stdin: string, options: { columns?: number | undefined; env?: Record<string, string> } = {}): Promise<Captured> => {
  const { columns, env = {} } = { columns: 100, ...options };
  const terminal = columns === undefined ? {} : { columns };
  return runCaptured(["server", "start", "--port", String(port)], { dir, stdin, env, ...terminal });
};
const set = (line: string) => runCaptured(line.split(" "), { dir });
const saved = async (): Promise<Record<string, unknown>> => {
  const view = async (name: string) => JSON.parse((await set(`profile inspect ${name} -o json`)).stdout) as unknown;
  const file = readFileSync(join(dir, ".prefect", "profiles.toml"), "utf8");
  const active = /^active = "(.+)"$/m.exec(file)?.[1] ?? "";
  return { active, profile: await view(active) };
};
const url = () => `http://127.0.0.1:${port}/api`;

test("a new profile that names the server is made and used", async () => {
  await set("profile create work");
  const { stdout, stderr } = await start("1\nwork\nfresh\n");
  expect(stdout).toContain(`does not name the server that is about to run at ${url()}`);
  expect(stderr).toContain("Profile 'work' exists already.");
  expect(stdout).toContain("Profile 'fresh' is new, and in use.");
  expect(await saved()).toEqual({ active: "fresh", profile: { PREFECT_API_URL: url() } });
});

test("the profile in use gets the address and keeps what it has", async () => {
  await set("profile create work");
  await set("profile use work");
  await set("config set PREFECT_LOGGING_LEVEL=DEBUG");
  expect((await start("2\n")).stdout).toContain("Profile 'work' names the server.");
  expect(await saved()).toEqual({ active: "work", profile: { PREFECT_API_URL: url(), PREFECT_LOGGING_LEVEL: "DEBUG" } });
});

test("the only profile that names the server is used without a question", async () => {
  await set("profile create here");
  await set(`--profile here config set PREFECT_API_URL=${url()}`);
  const { stdout } = await start("");
  expect(stdout).toContain("Profile 'here', which names this server, is in use from now on.");
  expect(stdout).not.toContain("?");
  expect(await saved()).toMatchObject({ active: "here" });
});

test("of several that name it one is chosen", async () => {
  for (const name of ["here", "there"]) {
    await set(`profile create ${name}`);
    await set(`--profile ${name} config set PREFECT_API_URL=${url()}`);
  }
  await start("there\n");
  expect(await saved()).toMatchObject({ active: "there" });
});

test.each([
  ["whoever leaves everything as it is", "3\n"],
  ["an answer that was not offered", "9\n"],
  ["no answer", ""],
])("%s changes nothing, and the server starts all the same", async (_who, stdin) => {
  await set("profile create work");
  const before = readFileSync(join(dir, ".prefect", "profiles.toml"), "utf8");
  const { stderr } = await start(stdin);
  expect(stderr).toContain(`Port ${port} on 127.0.0.1 is in use`);
  expect(readFileSync(join(dir, ".prefect", "profiles.toml"), "utf8")).toBe(before);
});

test.each([
  ["nobody is there to ask", { columns: undefined }],
  ["the environment names a server", { env: { PREFECT_API_URL: "http://other:4200/api" } }],
  ["the profile is used for this command alone", { env: { PREFECT_PROFILE: "test" } }],
  ["prompts are switched off", { env: { PREFECT_CLI_PROMPT: "false" } }],
])("nothing is asked when %s", async (_when, options) => {
  expect((await start("2\n", options)).stdout).toBe("");
});
