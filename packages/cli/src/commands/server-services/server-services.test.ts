import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCaptured } from "../../fixtures/captured-host.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "millrace-services-"));
});
afterAll(() => rmSync(dir, { recursive: true }));
const run = (line: string, env: Record<string, string> = {}) => runCaptured(`server services ${line}`.split(" "), { dir, env });

test("ls tells which services are switched on, and by which setting", async () => {
  const { stdout } = await run("ls -o json", { PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED: "false" });
  expect(JSON.parse(stdout)).toEqual(
    expect.arrayContaining([
      {
        name: "Scheduler",
        enabled: true,
        environment_variable: "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED",
        description: "Create the runs that schedules call for.",
      },
      expect.objectContaining({ name: "LateRuns", enabled: false }),
    ]),
  );
  expect((await run("list")).stdout).toMatch(/^PauseExpirations +yes +Fail paused runs/m);
});

/** Local ports that a process listens on. */
const listPorts = (pid: string): readonly number[] => {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? ""];
      } catch {
        return [];
      }
    }),
  );
  const lines = ["tcp", "tcp6"].flatMap((file) => readFileSync(`/proc/net/${file}`, "utf8").split("\n").slice(1));
  const fields = lines.map((line) => line.trim().split(/\s+/));
  return fields.flatMap(([, local = "", , state, , , , , , inode = ""]) =>
    state === "0A" && sockets.has(inode) ? [Number.parseInt(local.split(":")[1] ?? "", 16)] : [],
  );
};

test("in the background they run until they are stopped", async () => {
  expect((await run("stop")).stdout).toBe("No services are running in the background.\n");
  const { PATH = "" } = process.env;
  const started = await run("start --background", { PATH, HOME: dir });
  expect([started.code, started.stdout.split("\n")[0], started.stderr]).toEqual([0, "The background services are running.", ""]);
  expect((await run("start -b", { HOME: dir })).stderr).toBe(
    "Services are already running in the background. Stop them with: millrace server services stop\n",
  );
  const pid = /Their process is (\d+)/.exec(started.stdout)?.[1] ?? "";
  // Nobody sends them requests, so that no port is open.
  if (process.platform === "linux") expect(listPorts(pid)).toEqual([]);
  const stopped = await runCaptured(["server", "services", "stop"], {
    dir,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  });
  expect(stopped).toEqual({ code: 0, stdout: "Services stopped.\n", stderr: "" });
});

test("in the foreground they stay until they are interrupted, although no port keeps them", async () => {
  const program = join(import.meta.dirname, "..", "..", "..", "bin", "millrace.js");
  const env = { PATH: process.env.PATH, HOME: dir, PREFECT_HOME: join(dir, "foreground") };
  const child = spawn(process.execPath, [program, "server", "services", "start"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe("The background services are running.");
  // A process that nothing keeps ends by itself at its next turn, before another one is started and done.
  execFileSync(process.execPath, ["-e", ""]);
  expect(child.exitCode).toBe(null);
  child.kill("SIGINT");
  expect([(await lines.next()).value, (await ended)[0]]).toEqual(["Services stopped.", 0]);
});
