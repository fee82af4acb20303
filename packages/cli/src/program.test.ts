import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "./commands.ts";
import type { Entries } from "./entries.ts";
import { type CapturedOptions, runCaptured, stubServer } from "./fixtures/captured-host.ts";
import { readVersion } from "./version.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-cli-"));
});
afterAll(() => rmSync(dir, { recursive: true }));
const run = (line: string, options: Partial<CapturedOptions> = {}) => runCaptured(line === "" ? [] : line.split(" "), { dir, ...options });

/** Every command and every group by its words. */
const listCommands = (entries: Entries, before = ""): readonly string[] =>
  Object.entries(entries).flatMap(([name, entry]) => [
    before + name,
    ...("commands" in entry ? listCommands(entry.commands, `${before}${name} `) : []),
  ]);

test.each(["--version", "-v", "config --version"])("%s prints the bare version", async (line) => {
  expect(await run(line)).toEqual({ code: 0, stdout: `${readVersion()}\n`, stderr: "" });
});

describe("help", () => {
  test.each(["", "--help", "-h"])("%j lists every command", async (line) => {
    const { code, stdout } = await run(line);
    expect(code).toBe(0);
    expect(Object.keys(commands).filter((name) => !stdout.includes(`  ${name} `))).toEqual([]);
  });

  test.each(["flow-run", "flow-runs --help", "flow-run -h"])("%s lists the commands of the group", async (line) => {
    const { code, stdout } = await run(line);
    expect([code, stdout.split("\n")[0]]).toEqual([0, "Usage: millrace flow-run COMMAND"]);
    expect(stdout).toContain("  cancel   Cancel a flow run.");
  });

  test("every command has a page that fits 80 columns", async () => {
    for (const line of listCommands(commands)) {
      const { code, stdout } = await run(`${line} --help`, { columns: 80, env: { NO_COLOR: "1" } });
      expect([code, line, stdout.split("\n").filter((each) => each.length > 80)]).toEqual([0, line, []]);
    }
  });

  test("-h belongs to a command that uses it", async () => {
    expect((await run("flow-run logs -h")).stderr).toContain("ID is missing");
  });
});

describe("mistakes get a sentence and exit code 1", () => {
  const cases: readonly { line: string; says: string }[] = [
    { line: "flwo ls", says: "There is no command flwo. Did you mean flow?\n" },
    { line: "flow sl", says: "There is no command flow sl. Did you mean flow ls?\n" },
    { line: "zzzzzz", says: "There is no command zzzzzz. There are: server, flow," },
    { line: "flow ls --limt 3", says: "There is no option --limt. Did you mean --limit?\nSee: millrace flow ls --help\n" },
    { line: "flow ls --limit abc", says: '--limit is "abc"; it takes a whole number.\n' },
    { line: "flow ls extra", says: '"extra" is one word too many.\n' },
    { line: "flow ls -o yaml", says: 'The output format "yaml" does not exist. Only json does.\n' },
    { line: "--profile nope version", says: 'There is no profile "nope".' },
    { line: "-p nope version", says: 'There is no profile "nope".' },
    { line: "version --profile", says: "--profile needs the name of a profile.\n" },
    { line: "flow ls --profile cloud", says: "No server is configured.\nStart one with:" },
    { line: "constructor", says: "There is no command constructor." },
  ];
  test.each(cases)("$line", async ({ line, says }) => {
    const { code, stdout, stderr } = await run(line);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr.slice(0, says.length)).toBe(says);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test("a server that cannot be reached", async () => {
    const { code, stderr } = await run("flow ls", {
      env: { PREFECT_API_URL: "http://127.0.0.1:4239/api", PREFECT_CLIENT_MAX_RETRIES: "0" },
    });
    expect([code, stderr.split("\n")[0]]).toEqual([1, "The server at http://127.0.0.1:4239 cannot be reached: connection refused."]);
  });

  test("a server that wants a password", async () => {
    const { fetch } = stubServer({ "POST /flows/filter": { status: 401, body: { exception_message: "Unauthorized" } } });
    const { code, stderr } = await run("flow ls", { fetch, env: { PREFECT_API_URL: "http://x/api" } });
    expect([code, stderr.split("\n")[0]]).toEqual([1, "The server at http://x refuses these credentials."]);
  });

  test("a value that the server refuses", async () => {
    const problem = { loc: ["body", "name"], msg: "String should match pattern '^[^/]+$'", type: "string_pattern_mismatch" };
    const { fetch } = stubServer({ "POST /flows/filter": { status: 422, body: { exception_detail: [problem] } } });
    const { code, stderr } = await run("flow ls", { fetch, env: { PREFECT_API_URL: "http://x/api" } });
    expect([code, stderr]).toEqual([1, "The server refuses this: name: String should match pattern '^[^/]+$'\n"]);
  });

  test("a malformed setting", async () => {
    const { code, stderr } = await run("flow ls", { env: { PREFECT_API_REQUEST_TIMEOUT: "abc" } });
    expect([code, stderr]).toEqual([
      1,
      'PREFECT_API_REQUEST_TIMEOUT is "abc" (from env); it takes a number of seconds or an ISO 8601 duration such as PT15S.\n',
    ]);
  });

  test("a broken prefect.toml", async () => {
    const broken = mkdtempSync(join(dir, "broken-"));
    writeFileSync(join(broken, "prefect.toml"), "[api\n");
    const { code, stderr } = await run("config view", { dir: broken });
    expect([code, stderr.split(":")[0]]).toEqual([1, `${join(broken, "prefect.toml")} is not valid TOML at line 1`]);
  });
});

test("without a server named, one in the process answers from the database of the home directory", async () => {
  const home = mkdtempSync(join(dir, "home-"));
  expect(await run("flow ls", { dir: home })).toEqual({ code: 0, stdout: "No flows found.\n", stderr: "" });
  expect(existsSync(join(home, ".prefect", "prefect.db"))).toBe(true);
});

test("a defect shows its stack trace", async () => {
  const fetch = () => {
    throw new RangeError("out of cheese");
  };
  const { code, stderr } = await run("server status", { fetch, env: { PREFECT_API_URL: "http://x/api" } });
  expect([code, stderr]).toEqual([1, "Server is not available at http://x/api: out of cheese.\nStart one with: millrace server start\n"]);
  const { runProgram } = await import("./program.ts");
  const written: string[] = [];
  const out = { write: (text: string) => void written.push(text), columns: undefined };
  const stdin = { isTerminal: false, readAll: async () => "", readLine: async () => undefined };
  const host = {
    env: {},
    cwd: dir,
    home: dir,
    stdout: out,
    stderr: out,
    stdin,
    fetch,
    every: () => () => {},
    wait: async () => {},
    openInBrowser: () => {},
  };
  const now = () => {
    throw new RangeError("no clock");
  };
  const env = { PREFECT_API_URL: "http://x/api" };
  expect(await runProgram({ ...host, env, now, stopRequested: async () => "SIGTERM" }, ["server", "status", "--wait", "-t", "1"])).toBe(1);
  expect(written.join("")).toMatch(/defect of Millrace.*RangeError: no clock\n +at /s);
});

test("colours only on a terminal, and not with NO_COLOR or when the settings say so", async () => {
  const { fetch } = stubServer({ "POST /flows/filter": { body: [{ id: "1", name: "a", created: "2026-11-22T00:00:00Z" }] } });
  const coloured = async (env: Record<string, string>, columns?: number): Promise<boolean> => {
    const all = { PREFECT_API_URL: "http://x/api", ...env };
    const { stdout } = await run("flow ls", { fetch, env: all, ...(columns === undefined ? {} : { columns }) });
    return stdout.includes("\u001B[");
  };
  expect([await coloured({}), await coloured({}, 80)]).toEqual([false, true]);
  expect([await coloured({ NO_COLOR: "1" }, 80), await coloured({ PREFECT_CLI_COLORS: "no" }, 80)]).toEqual([false, false]);
});
