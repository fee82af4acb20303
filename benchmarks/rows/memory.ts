import { execFileSync } from "node:child_process";
import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { load } from "../measure/load.ts";
import { type Program, readMemory, readPeakMemory } from "../measure/program.ts";
import { attempt, type Row, runAlone } from "../measure/row.ts";
import { prefectProgram, startMillrace, startPrefect, withFolder } from "../measure/servers.ts";

const settleSeconds = 5;
const loadSeconds = 8;

interface Memory {
  readonly idle: number;
  readonly loaded: number;
}

const measureMemory = async (server: Program): Promise<Memory> => {
  try {
    await pause(settleSeconds * 1000);
    const idle = readMemory(server.pid);
    await load("runFlowRuns", { url: server.url, clients: 16, seconds: loadSeconds });
    return { idle, loaded: readPeakMemory(server.pid) };
  } finally {
    await server.stop();
  }
};

const megabytes = (value: number | undefined): string => (value === undefined ? "not measured here" : `${Math.round(value)} MB`);

/** Where processes with a limit of their own can be put; undefined without the right to. */
const makeLimitedGroup = (bytes: number): string | undefined => {
  const name = `millrace-bench-${process.pid}`;
  for (const [folder, limit] of [
    [`/sys/fs/cgroup/memory/${name}`, "memory.limit_in_bytes"],
    [`/sys/fs/cgroup/unified/${name}`, "memory.max"],
    [`/sys/fs/cgroup/${name}`, "memory.max"],
  ] as const) {
    try {
      mkdirSync(folder);
      writeFileSync(join(folder, limit), String(bytes));
      return folder;
    } catch {
      tryRemove(folder);
    }
  }
  return undefined;
};

const tryRemove = (folder: string): void => {
  try {
    rmdirSync(folder);
  } catch {
    // It was never made.
  }
};

/** Starts within 128 MB and takes the load of the other figures. */
const measureLimited = async (): Promise<string> => {
  const group = makeLimitedGroup(128 * 2 ** 20);
  if (group === undefined) return "not measured here (no right to make a cgroup)";
  try {
    return await withFolder(async (folder) => {
      const within = ["sh", "-c", `echo $$ > ${group}/cgroup.procs && exec "$@"`, "sh"];
      const server = await startMillrace({ folder, within });
      try {
        const result = await load("runFlowRuns", { url: server.url, clients: 16, seconds: loadSeconds });
        return `works: ${Math.round(result.perSecond)} runs/s, ${result.failed} failures, ${megabytes(readPeakMemory(server.pid))} at most`;
      } finally {
        await server.stop();
      }
    });
  } finally {
    execFileSync("sleep", ["0.2"]);
    tryRemove(group);
  }
};

export const memory: Row = {
  name: "memory",
  how: `Resident memory ${settleSeconds} s after the start, and the most in ${loadSeconds} s of create, RUNNING, COMPLETED by 16 clients; SQLite.`,
  run: async () => {
    const program = prefectProgram();
    const theirs =
      program === undefined ? undefined : await withFolder(async (folder) => measureMemory(await startPrefect(program, { folder })));
    const ours = await withFolder(async (folder) => measureMemory(await startMillrace({ folder })));
    return [
      { what: "resident memory, idle", prefect: megabytes(theirs?.idle), ours: megabytes(ours.idle), goal: "90 MB" },
      { what: "resident memory, under load", prefect: megabytes(theirs?.loaded), ours: megabytes(ours.loaded), goal: "160 MB" },
      { what: "in a cgroup of 128 MB", prefect: "not measured", ours: await attempt(measureLimited), goal: "boots and works" },
    ];
  },
};

if (import.meta.main) await runAlone(memory);
