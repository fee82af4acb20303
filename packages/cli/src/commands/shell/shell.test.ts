import { execFile } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";
import { ownProgram } from "../../own-program.ts";

let cli: CliServer;
beforeAll(async () => {
  cli = await startCliServer({ now: true });
});
afterAll(() => cli.stop());

const run = (
  ...words: readonly string[]
): Promise<{ readonly code: number | string | null | undefined; readonly stdout: string; readonly stderr: string }> => {
  const { PATH = "" } = process.env;
  const env = { PATH, HOME: cli.dir, PREFECT_API_URL: cli.server.url };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [ownProgram, "shell", ...words], { cwd: cli.dir, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
    child.stdin?.end();
  });
};

test("shell watch runs a command as a flow, its lines being the log", async () => {
  const { code, stdout, stderr } = await run("watch", "echo out; echo err >&2", "--flow-run-name", "by-shell", "--tag", "x");
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toMatch(/ INFO +\| by-shell - out\n/);
  expect(stderr).toMatch(/ WARNING +\| by-shell - err\n/);
  expect(await cli.json(["flow-run", "ls", "--flow-name", "Shell Command"])).toMatchObject([
    { name: "by-shell", state_type: "COMPLETED", tags: expect.arrayContaining(["shell", "x"]) },
  ]);
});

test("a command that fails makes a run that failed", async () => {
  const { code, stderr } = await run("watch", "exit 3", "--flow-name", "fails");
  expect([code, stderr]).toEqual([1, expect.stringContaining("The command failed with exit code 3.")]);
});

test("without a log its lines are printed", async () => {
  expect((await run("watch", "echo quiet", "--no-log-output")).stdout).toBe("quiet\n");
});

test("shell serve stores a deployment of the command", async () => {
  const options = [
    "--flow-name",
    "Sh",
    "--deployment-name",
    "d",
    "--cron-schedule",
    "0 3 * * *",
    "--timezone",
    "Europe/Berlin",
    "--run-once",
  ];
  expect((await run("serve", "echo x", ...options)).code).toBe(0);
  expect(await cli.json("deployment inspect Sh/d")).toMatchObject({
    entrypoint: expect.stringMatching(/shell-flow\.ts:shell$/),
    parameters: { command: "echo x", log_output: true, stream_stdout: true },
    schedules: [{ schedule: { cron: "0 3 * * *", timezone: "Europe/Berlin" } }],
  });
  expect((await run("serve", "echo x")).stderr).toBe("Name the flow with --flow-name.\n");
});

test("--profile names the server that flows here run on", async () => {
  await cli.say("profile create elsewhere");
  await cli.say(["--profile", "elsewhere", "config", "set", `PREFECT_API_URL=${cli.server.url}`]);
  const { PATH = "" } = process.env;
  const env = { PATH, HOME: cli.dir, PREFECT_API_URL: "http://127.0.0.1:4239/api" };
  const words = [ownProgram, "--profile", "elsewhere", "shell", "watch", "true", "--flow-run-name", "by-profile"];
  await new Promise<void>((resolve, reject) => {
    execFile(process.execPath, words, { cwd: cli.dir, env }, (error) => (error === null ? resolve() : reject(error))).stdin?.end();
  });
  expect(await cli.json("flow-run ls --state-type COMPLETED")).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: "by-profile" })]),
  );
});
