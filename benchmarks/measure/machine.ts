import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import { DatabaseSync } from "node:sqlite";
import { findProgram } from "../../tools/services/programs.ts";
import { prefectProgram } from "./servers.ts";

const ask = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { stdio: ["ignore", "pipe", "ignore"] })
    .toString()
    .trim();

const sqliteVersion = (): string => {
  const database = new DatabaseSync(":memory:");
  const version = String(database.prepare("select sqlite_version() as version").get()?.version);
  database.close();
  return version;
};

const describeSystem = (): string => {
  const name = platform() === "linux" ? /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] : undefined;
  return `${name ?? platform()} (${release()}, ${arch()})`;
};

const describePostgres = (): string => {
  const path = findProgram("postgres");
  return path === undefined ? "no PostgreSQL" : ask(path, "--version").replace("postgres (PostgreSQL)", "PostgreSQL");
};

/** What the figures were measured on, one line each. */
export const describeMachine = async (): Promise<string> => {
  const prefect = prefectProgram();
  const [busy = 0] = loadavg();
  return [
    `Processor: ${availableParallelism()} × ${cpus()[0]?.model ?? "unknown"}, load ${busy.toFixed(1)} before the start`,
    `Memory: ${Math.round(totalmem() / 2 ** 30)} GB`,
    `System: ${describeSystem()}`,
    `Runtime: Node ${process.versions.node}`,
    `Databases: SQLite ${sqliteVersion()} (write-ahead log, synced before each answer), ${describePostgres()} (fsync on)`,
    `Prefect: ${prefect === undefined ? "not measured, because this machine has no Python 3.10 or newer with venv" : ask(prefect, "--version")}, on its default SQLite`,
    "Clients: one other process, each client one connection that is kept open",
  ].join("\n");
};
