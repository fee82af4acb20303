import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

test("in the background they run until they are stopped", async () => {
  expect((await run("stop")).stdout).toBe("No services are running in the background.\n");
  const { PATH = "" } = process.env;
  const started = await run("start --background", { PATH, HOME: dir });
  expect([started.code, started.stdout.split("\n")[0], started.stderr]).toEqual([0, "The background services are running.", ""]);
  expect((await run("start -b", { HOME: dir })).stderr).toBe(
    "Services are already running in the background. Stop them with: millrace server services stop\n",
  );
  const stopped = await runCaptured(["server", "services", "stop"], {
    dir,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  });
  expect(stopped).toEqual({ code: 0, stdout: "Services stopped.\n", stderr: "" });
});
