/** A server of several processes, on a real PostgreSQL. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createPostgresDatabase, type TestDatabase } from "@millrace/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCaptured } from "../../fixtures/captured-host.ts";

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;
const program = join(import.meta.dirname, "..", "..", "..", "bin", "millrace.js");
const json = { "content-type": "application/json" };

const refused = (line: string, env: Record<string, string>) => runCaptured(line.split(" "), { dir: tmpdir(), env });

test.each([
  ["server start --workers 3", {}, "Only one process may write to SQLite, so --workers 3 needs PostgreSQL."],
  ["server start --keep-alive-timeout -3", {}, "--keep-alive-timeout is -3; it takes 0 seconds or more."],
  [
    "server start --workers 2",
    { PREFECT_SERVER_DATABASE_CONNECTION_URL: "postgres://nobody@127.0.0.1:1/none", MILLRACE_SERVER_STOP_WHEN_IDLE_SECONDS: "60" },
    "A server that stops when idle is one process, so it takes no --workers 2.",
  ],
])("%s is refused where it cannot work", async (line, env, says) => {
  const { code, stderr } = await refused(line, env);
  expect([code, stderr]).toEqual([1, expect.stringContaining(says)]);
});

describe.skipIf(postgres === undefined)("a server of several processes", () => {
  let database: TestDatabase;
  let dir: string;
  let child: ChildProcess;
  let url: string;
  const output = { text: "" };
  const listeners = new Set<() => void>();

  const until = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        listeners.delete(check);
        resolve(found);
      };
      listeners.add(check);
      check();
    });
  const said = (pattern: RegExp, from = 0): Promise<string> => until(() => pattern.exec(output.text.slice(from))?.[0]);
  /** A request on a connection of its own, so that any of the processes may get it. */
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const sent = request(url + path, { method, headers: json, agent: false });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    const [reply] = (await once(sent, "response")) as [IncomingMessage];
    const answer = await text(reply);
    if ((reply.statusCode ?? 0) >= 300) throw new Error(`${method} ${path} answered ${reply.statusCode}: ${answer}`);
    return (reply.headers["content-type"]?.includes("json") ? JSON.parse(answer) : answer) as T;
  };
  /** Requests that each process has answered on a route, by its name. */
  const countAnswers = async (route: string): Promise<Readonly<Record<string, number>>> => {
    const lines = (await ask<string>("GET", "/metrics")).split("\n");
    const start = "millrace_http_request_duration_seconds_count";
    const matches = lines.map((line) => new RegExp(`^${start}\\{process="([^"]+)",route="/api${route}",.*\\} (\\d+)$`).exec(line));
    return Object.fromEntries(matches.flatMap((match) => (match === null ? [] : [[match[1], Number(match[2])]])));
  };
  const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });
  const listChildren = async (): Promise<readonly number[]> => {
    const { promise, resolve } = Promise.withResolvers<string>();
    execFile("ps", ["-o", "pid=", "--ppid", String(child.pid)], (_error, stdout) => resolve(stdout));
    return (await promise).trim().split(/\s+/).filter(Boolean).map(Number);
  };

  beforeAll(async () => {
    database = await createPostgresDatabase(postgres ?? "");
    dir = mkdtempSync(join(tmpdir(), "millrace-processes-"));
    const env = {
      PATH: process.env.PATH,
      HOME: dir,
      PREFECT_SERVER_DATABASE_CONNECTION_URL: database.url,
      PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_SIZE: "3",
      PREFECT_SERVER_CSRF_PROTECTION_ENABLED: "false",
      MILLRACE_SERVER_METRICS_ENABLED: "true",
    };
    child = spawn(process.execPath, [program, "server", "start", "--port", "0", "--workers", "2", "--no-ui"], { env });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        output.text += chunk;
        for (const listener of listeners) listener();
      });
    }
    url = (await said(/running at \S+\n/)).split(" ")[2]?.trim() ?? "";
  });
  afterAll(async () => {
    child.kill("SIGKILL");
    rmSync(dir, { recursive: true });
    await database.drop();
  });

  const createRuns = async (flow_id: string, count: number): Promise<string[]> => {
    const create = () => ask<{ id: string }>("POST", "/flow_runs/", { flow_id }).then(({ id }) => id);
    return Promise.all(Array.from({ length: count }, create));
  };

  test("answers in both, and tells what both have measured", async () => {
    const flow = await ask<{ id: string }>("POST", "/flows/", { name: "shared" });
    let created = 0;
    const look = async (): Promise<readonly string[]> => {
      created += (await createRuns(flow.id, 8)).length;
      return Object.keys(await countAnswers("/flow_runs/")).sort();
    };
    await eventually(look).toEqual(["1", "2"]);
    const answers = await countAnswers("/flow_runs/");
    expect((answers[1] ?? 0) + (answers[2] ?? 0)).toBe(created);
  });

  test("sends live events of each to subscribers of the other", async () => {
    const flow = await ask<{ id: string }>("POST", "/flows/", { name: "watched" });
    const sockets = [1, 2, 3, 4].map(() => new WebSocket(`${url.replace("http", "ws")}/events/out`, "prefect"));
    const heard = sockets.map((socket) => {
      const runs = new Set<string>();
      socket.addEventListener("message", ({ data }) => {
        const { type, event } = JSON.parse(String(data)) as { type: string; event?: { resource: Record<string, string> } };
        if (type === "event") runs.add(event?.resource["prefect.resource.id"] ?? "");
        for (const listener of listeners) listener();
      });
      return runs;
    });
    await Promise.all(
      sockets.map(async (socket) => {
        await once(socket, "open");
        socket.send(JSON.stringify({ type: "auth", token: null }));
        await once(socket, "message");
        const occurred = { since: new Date(Date.now() - 60_000).toISOString(), until: new Date(Date.now() + 600_000).toISOString() };
        socket.send(JSON.stringify({ type: "filter", filter: { occurred, event: { prefix: ["prefect.flow-run."] } } }));
      }),
    );
    const runs = await createRuns(flow.id, 8);
    for (const each of heard) await until(() => runs.every((id) => each.has(`prefect.flow-run.${id}`)) || undefined);
    for (const socket of sockets) socket.close();
  });

  test("runs the services, which hear at once of what the others have done", async () => {
    const flow = await ask<{ id: string }>("POST", "/flows/", { name: "scheduled" });
    const schedules = [{ schedule: { interval: 3600 } }];
    const { id } = await ask<{ id: string }>("POST", "/deployments/", { flow_id: flow.id, name: "hourly", schedules });
    await eventually(() => ask("POST", "/flow_runs/count", { deployments: { id: { any_: [id] } } })).toBeGreaterThan(0);
  });

  test("loses nothing that was acknowledged, and no process for long, when one is killed", { timeout: 60_000 }, async () => {
    const flow = await ask<{ id: string }>("POST", "/flows/", { name: "endangered" });
    const before = await listChildren();
    expect(before).toHaveLength(2);
    const acknowledged: string[] = [];
    let isOver = false;
    const write = async (): Promise<void> => {
      while (!isOver)
        await createRuns(flow.id, 1).then(
          (ids) => acknowledged.push(...ids),
          () => undefined,
        );
    };
    const writers = [write(), write(), write(), write()];
    try {
      await eventually(() => acknowledged.length).toBeGreaterThan(20);
      const from = output.text.length;
      process.kill(before[0] ?? 0, "SIGKILL");
      await said(/Process [12] of the server is started again: it ended with SIGKILL\./, from);
      const sofar = acknowledged.length;
      await eventually(() => acknowledged.length).toBeGreaterThan(sofar + 20);
      await eventually(async () => (await countAnswers("/flow_runs/"))[1] ?? 0).toBeGreaterThan(0);
      await eventually(async () => (await countAnswers("/flow_runs/"))[2] ?? 0).toBeGreaterThan(0);
    } finally {
      isOver = true;
      await Promise.all(writers);
    }
    expect(await listChildren()).toHaveLength(2);
    const kept = await ask<number>("POST", "/flow_runs/count", { flow_runs: { id: { any_: acknowledged } } });
    expect(kept).toBe(acknowledged.length);
  });

  test("stops with all its processes at one signal", async () => {
    const pids = await listChildren();
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([0, null]);
    expect(output.text).toMatch(/Server stopped\.\n$/);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });
});
