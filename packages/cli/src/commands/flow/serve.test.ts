import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliServer, startCliServer } from "../../fixtures/cli-server.ts";
import { ownProgram } from "../../own-program.ts";

let cli: CliServer;
beforeAll(async () => {
  cli = await startCliServer({ now: true });
  writeFileSync(join(cli.dir, "flows.mjs"), "export const hello = async () => 5;\n");
});
afterAll(() => cli.stop());

/** A command in a process of its own, and what it has written when a text appears in it. */
const start = (words: readonly string[]) => {
  const { PATH = "" } = process.env;
  const child: ChildProcess = spawn(process.execPath, [ownProgram, ...words], {
    cwd: cli.dir,
    env: { PATH, HOME: cli.dir, PREFECT_API_URL: cli.server.url },
  });
  let written = "";
  const written$ = new EventTarget();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      written += text;
      written$.dispatchEvent(new Event("text"));
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => (written.includes(text) ? resolve() : undefined);
      written$.addEventListener("text", look);
      void ended.then(() => reject(new Error(`It ended without saying "${text}": ${written}`)));
      look();
    });
  return { child, ended, says };
};

test("flow serve stores the deployment and carries out its runs until Ctrl-C", async () => {
  const options = [
    "--name",
    "d",
    "--tag",
    "t",
    "--cron",
    "0 0 1 1 *",
    "--timezone",
    "Europe/Berlin",
    "--limit",
    "2",
    "--global-limit",
    "3",
  ];
  const { child, ended, says } = start(["flow", "serve", "flows.mjs:hello", ...options]);
  await says("Serving");
  expect(await cli.json("deployment inspect hello/d")).toMatchObject({
    entrypoint: "flows.mjs:hello",
    tags: ["t"],
    concurrency_limit: null,
    global_concurrency_limit: { limit: 3 },
    schedules: [{ schedule: { cron: "0 0 1 1 *", timezone: "Europe/Berlin" } }],
  });
  await cli.say(["deployment", "run", "hello/d", "--flow-run-name", "served"]);
  await says("Ended as Completed.");
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(await cli.json("deployment inspect hello/d")).toMatchObject({ paused: true });
});

test("SIGTERM ends it with 0, and --no-pause-on-shutdown leaves it active", async () => {
  const { child, ended, says } = start(["flow", "serve", "flows.mjs:hello", "-n", "stays", "--interval", "3600", "--no-pause-on-shutdown"]);
  await says("Serving");
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(await cli.json("deployment inspect hello/stays")).toMatchObject({ paused: false, schedules: [{ schedule: { interval: 3600 } }] });
});

test.each([
  ["flow serve flows.mjs:hello", "Name the deployment with --name."],
  ["flow serve flows.mjs:nope -n x", 'flows.mjs has no flow "nope".'],
  ["flow serve missing.ts:x -n x", "There is no file missing.ts in "],
  ["flow serve flows.py:x -n x", "flows.py:x is a Python flow"],
  ["flow serve flows.mjs:hello -n x --cron a --interval 5", "Give exactly one of --cron, --interval and --rrule."],
])("%s is refused", async (line, says) => {
  expect(await cli.refuse(line)).toContain(says);
});
