import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readVersion } from "./version.ts";

const program = fileURLToPath(new URL("../bin/millrace.js", import.meta.url));
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "millrace-process-"));
});
afterAll(() => rmSync(home, { recursive: true }));

const environment = (): Record<string, string> => ({ PATH: process.env.PATH ?? "", HOME: home });

interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}
const run = (line: string): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...line.split(" ")], { cwd: home, env: environment() }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
    child.stdin?.end();
  });
const json = async (line: string): Promise<unknown> => JSON.parse((await run(`${line} -o json`)).stdout);

test("the program runs under both of its names' file, with exit codes", async () => {
  expect(await run("--version")).toEqual({ code: 0, stdout: `${readVersion()}\n`, stderr: "" });
  expect(await run("flwo")).toEqual({ code: 1, stdout: "", stderr: "There is no command flwo. Did you mean flow?\n" });
});

test("a reader that stops reading is no error", async () => {
  const child = spawn("sh", ["-c", `"${process.execPath}" "${program}" config view --show-defaults | head -n 1`], {
    cwd: home,
    env: environment(),
  });
  const chunks: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  child.stdout.resume();
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect([code, chunks.join("")]).toEqual([0, ""]);
});

describe("a server in the background", () => {
  let url: string;
  const post = async (path: string, body: object): Promise<{ id: string }> => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(url + path, { method: "POST", body: JSON.stringify(body), headers });
    return (await response.json()) as { id: string };
  };

  beforeAll(async () => {
    const { code, stdout, stderr } = await run("server start --background --port 0");
    expect([code, stderr]).toEqual([0, ""]);
    url = /running at (\S+)$/m.exec(stdout)?.[1] ?? "";
    await run(`config set PREFECT_API_URL=${url}`);
  });

  test("leaves its process id for its owner alone, and is not started twice", async () => {
    const path = join(home, ".prefect", "server.pid");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, "utf8")).toMatch(/^\d+$/);
    expect(await run("server start --background --port 0")).toEqual({
      code: 1,
      stdout: "",
      stderr: "A server is already running in the background. Stop it with: millrace server stop\n",
    });
  });

  test("answers", async () => {
    expect(await json("server status")).toMatchObject({ status: "available", api_url: url });
    expect((await run("flow ls")).stdout).toBe("No flows found.\n");
  });

  test("runs a deployment, and the run is listed, cancelled and deleted", async () => {
    const flow = await post("/flows/", { name: "hello" });
    const schema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] };
    await post("/deployments/", { name: "a", flow_id: flow.id, parameter_openapi_schema: schema, enforce_parameter_schema: true });
    expect(await json("flow ls")).toEqual([expect.objectContaining({ id: flow.id, name: "hello" })]);
    expect(await json("deployment ls hello")).toEqual([expect.objectContaining({ name: "a" })]);
    expect(await json("deployment inspect hello/a")).toMatchObject({ name: "a", flow_id: flow.id });

    const refused = await run("deployment run hello/a -p n=abc");
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("'abc' is not of type 'integer'")]);

    const created = (await json("deployment run hello/a -p n=5 --start-in 2h --flow-run-name run-{n}")) as { id: string };
    expect(created).toMatchObject({ name: "run-5", parameters: { n: 5 }, state_type: "SCHEDULED" });
    expect(await json("flow-run ls --state scheduled --flow-name hello")).toEqual([expect.objectContaining({ id: created.id })]);
    const log = { flow_run_id: created.id, level: 20, name: "test", message: "hello", timestamp: "2026-11-22T11:00:00.123456Z" };
    await fetch(`${url}/logs/`, { method: "POST", body: JSON.stringify([log]), headers: { "content-type": "application/json" } });
    expect((await run(`flow-run logs ${created.id}`)).stdout).toBe("2026-11-22 11:00:00.123 | INFO    | Flow run 'run-5' - hello\n");

    expect((await run(`flow-run cancel ${created.id}`)).code).toBe(0);
    expect(await json(`flow-run inspect ${created.id}`)).toMatchObject({ state_type: "CANCELLED" });
    expect((await run(`flow-run cancel ${created.id}`)).code).toBe(1);
    expect((await run(`flow-run delete ${created.id}`)).code).toBe(0);
    expect((await run(`flow-run inspect ${created.id}`)).code).toBe(1);
    // A dozen processes, each of which takes seconds on a busy machine.
  }, 120_000);

  test("stops, and may be stopped again", async () => {
    expect(await run("server stop")).toEqual({ code: 0, stdout: "Server stopped.\n", stderr: "" });
    expect(existsSync(join(home, ".prefect", "server.pid"))).toBe(false);
    expect(await json("server status")).toMatchObject({ status: "unavailable" });
    expect(await run("server stop")).toEqual({ code: 0, stdout: "No server running in the background.\n", stderr: "" });
  });

  test("a process id of something else is left alone", async () => {
    writeFileSync(join(home, ".prefect", "server.pid"), String(process.ppid));
    expect((await run("server stop")).stdout).toBe("No server running in the background.\n");
    process.kill(process.ppid, 0);
  });
});

describe("a server in the foreground", () => {
  const start = (...args: readonly string[]) => {
    const child = spawn(process.execPath, [program, "server", "start", "--port", "0", ...args], { cwd: home, env: environment() });
    const output = { text: "" };
    const ready = new Promise<void>((resolve) => {
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        output.text += chunk;
        if (output.text.includes("running at")) resolve();
      });
    });
    const ended = new Promise<unknown>((resolve) => child.once("close", (code, signal) => resolve(code ?? signal)));
    return { child, output, ready, ended };
  };

  test.each(["SIGINT", "SIGTERM"] as const)("%s stops it with exit code 0", async (signal) => {
    const { child, output, ready, ended } = start("--no-services");
    await ready;
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(output.text).toMatch(/Server stopped\.\n$/);
  });

  test.each([
    ["--log-level LOUD", '--log-level is "LOUD"; it takes one of DEBUG, INFO, WARNING, ERROR, CRITICAL.\n'],
    ["--workers 0", "--workers is 0; it takes a whole number from 1 up.\n"],
    ["--workers 2", "Only one process may write to SQLite, so --workers 2 needs PostgreSQL."],
    ["--host 999.1.1.1 --port 0", 'The address "999.1.1.1" does not belong to this machine.'],
    ["--port 70000", '--port is "70000"; it takes a whole number from 0 to 65535.\n'],
  ])("%s is refused in a sentence", async (words, says) => {
    const { code, stdout, stderr } = await run(`server start ${words}`);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test("a busy port is named, in the background too", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    try {
      for (const words of ["", " --background"]) {
        const { code, stderr } = await run(`server start --port ${port}${words}`);
        expect([code, stderr]).toEqual([1, expect.stringContaining(`Port ${port} on 127.0.0.1 is in use by another program`)]);
      }
    } finally {
      other.close();
    }
  });
});
