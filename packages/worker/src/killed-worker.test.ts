import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openWorld, type World } from "./fixtures/world.ts";

const command = join(import.meta.dirname, "..", "..", "cli", "bin", "millrace.js");

/** Starts a worker in a process of its own, as people do. */
const startCommand = async ({ url, pool }: World, home: string) => {
  const args = [command, "worker", "start", "--pool", pool, "--type", "process", "--name", "doomed"];
  const env = { ...process.env, PREFECT_API_URL: url, PREFECT_HOME: home };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes("started.")) return child;
  }
  throw new Error(`The worker did not start: ${said}`);
};

test("a worker that is killed takes no run with it: one ends by itself, another is still cancelled", { timeout: 60_000 }, async () => {
  await using world = await openWorld();
  const home = await mkdtemp(join(tmpdir(), "millrace-killed-"));
  const file = join(home, "go");
  const worker = await startCommand(world, home);
  const [ends, hangs] = await Promise.all([world.run(await world.deploy("patient"), { file }), world.run(await world.deploy("hanging"))]);
  await Promise.all([world.logged(ends, /begun/), world.logged(hangs, /child \d+/)]);
  worker.kill("SIGKILL");
  await once(worker, "exit");
  await writeFile(file, "");
  expect((await world.ended(ends)).state_name).toBe("Completed");
  await world.client.flowRuns.setState({ id: hangs.id, body: { state: { type: "CANCELLING", name: "Cancelling" } } });
  expect((await world.ended(hangs)).state_name).toBe("Cancelled");
  await rm(home, { recursive: true, force: true });
});
