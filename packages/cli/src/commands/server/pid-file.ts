/** The server in the background is known by the process id it leaves in the home directory (cli.md §16). */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const pidPath = (home: string): string => join(home, "server.pid");

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/** After a reboot the id may belong to another program, which must not be stopped. Only Linux can tell. */
const isServer = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes("server");
  } catch {
    return true;
  }
};

/** The process id of the server in the background; undefined when there is none, or none any more. */
export const findServerPid = (home: string): number | undefined => {
  try {
    const pid = Number(readFileSync(pidPath(home), "utf8"));
    return Number.isInteger(pid) && pid > 0 && isAlive(pid) && isServer(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
};

export const writePid = (home: string, pid: number): void => {
  mkdirSync(dirname(pidPath(home)), { recursive: true });
  writeFileSync(pidPath(home), String(pid), { mode: 0o600 });
};

export const deletePid = (home: string): void => rmSync(pidPath(home), { force: true });
