import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openWorld } from "../../fixtures/world.ts";

/** Ids of the processes this one has started to wait for runs; each forgets the mark only when it ends. */
const listWaiting = async (): Promise<readonly string[]> => {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const isOurs = async (id: string): Promise<boolean> => {
    try {
      const [command, stat] = await Promise.all([readFile(`/proc/${id}/cmdline`, "utf8"), readFile(`/proc/${id}/stat`, "utf8")]);
      return command.includes("--wait") && stat.split(" ")[3] === String(process.pid);
    } catch {
      return false;
    }
  };
  const ours = await Promise.all(ids.map(isOurs));
  return ids.filter((_, index) => ours[index]);
};

test.skipIf(process.platform !== "linux")(
  "processes that wait get one run each, with its own environment and directory, and go with the worker",
  async () => {
    await using world = await openWorld();
    const folder = await mkdtemp(join(tmpdir(), "millrace-warm-"));
    const file = join(folder, "notes");
    const worker = await world.work({ settings: { workerWarmProcesses: 2 } });
    const deployment = await world.deploy("note", { working_dir: folder });
    const start = async (line: string): Promise<string> => {
      const run = await world.ended(await world.run(deployment, { file, line }, { env: { LEVEL: line } }));
      expect(run.state_name).toBe("Completed");
      return run.infrastructure_pid ?? "";
    };
    const twoWait = () => expect.poll(listWaiting, { timeout: 10_000 }).toHaveLength(2);
    await start("cold");
    await twoWait();
    const waiting = await listWaiting();
    const warm = await start("warm");
    expect(waiting).toContain(warm);
    await expect.poll(listWaiting, { timeout: 10_000 }).not.toContain(warm);
    await twoWait();
    expect(await start("warmer")).not.toBe(warm);
    expect(await readFile(file, "utf8")).toBe("cold cold\nwarm warm\nwarmer warmer\n");
    await worker.stop();
    await expect.poll(listWaiting, { timeout: 10_000 }).toEqual([]);
    await rm(folder, { recursive: true });
  },
);

test("a run whose variables a process reads at its start alone gets a new one", async () => {
  await using world = await openWorld();
  const folder = await mkdtemp(join(tmpdir(), "millrace-warm-"));
  const file = join(folder, "notes");
  await world.work({ settings: { workerWarmProcesses: 1 } });
  const deployment = await world.deploy("note");
  for (const env of [{ LEVEL: "a" }, { LEVEL: "b", NODE_OPTIONS: "--no-warnings" }]) {
    await world.ended(await world.run(deployment, { file, line: "x" }, { env }));
  }
  expect(await readFile(file, "utf8")).toBe("x a\nx b\n");
  await rm(folder, { recursive: true });
});
