import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startServer } from "@millrace/server";
import { testSettings } from "@millrace/testing";
import { expect, test } from "vitest";

const program = join(import.meta.dirname, "..", "fixtures", "busy-flow.ts");

test.each(["flow", "task"])("a run whose %s computes for long is not taken for dead", { timeout: 60_000 }, async (where) => {
  const folder = await mkdtemp(join(tmpdir(), "millrace-busy-"));
  // A run is dead after two beats of half a second and one third of four, and after four seconds at least.
  const server = await startServer(testSettings({ servicesEnabled: true, crashAfter: 4, authString: "me:secret", csrfEnabled: true }));
  // It learns of no interval this short by itself, and its sweeps are a minute apart.
  const look = setInterval(async () => {
    await server.ctx.transact((tx) => tx.updateTable("flow_run").set({ heartbeat_interval: 0.5 }).execute());
    server.ctx.alarm.ring("lost-contact");
  }, 100);
  try {
    const env = { PATH: process.env.PATH, PREFECT_HOME: folder, PREFECT_API_AUTH_STRING: "me:secret" };
    const { stdout } = await promisify(execFile)(process.execPath, [program, server.url, where], { env });
    expect(stdout).toBe("computed");
    const states = await server.ctx.read.selectFrom("flow_run_state").select("name").orderBy("timestamp").execute();
    expect(states.map(({ name }) => name)).toEqual(["Pending", "Running", "Completed"]);
    const beats = await server.ctx.read.selectFrom("event").select("id").where("event", "=", "prefect.flow-run.heartbeat").execute();
    // Where a task computes from the start the main thread tells of the run at its beginning and its end.
    expect(beats.length).toBeGreaterThan(3);
  } finally {
    clearInterval(look);
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
