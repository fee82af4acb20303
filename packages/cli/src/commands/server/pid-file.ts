/** What runs in the background is known by the process id it leaves in the home directory (cli.md §16). */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type BackgroundProcess = "server" | "services";

const pidPath = (home: string, name: BackgroundProcess): string => join(home, `${name}.pid`);

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

/** The process id of what runs in the background; undefined when it does not, or does not any more. */
export const findServerPid = (home: string, name: BackgroundProcess = "server"): number | undefined => {
  try {
    const pid = Number(readFileSync(pidPath(home, name), "utf8"));
    return Number.isInteger(pid) && pid > 0 && isAlive(pid) && isServer(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
};

export const writePid = (home: string, pid: number, name: BackgroundProcess = "server"): void => {
  mkdirSync(home, { recursive: true });
  writeFileSync(pidPath(home, name), String(pid), { mode: 0o600 });
};

export const deletePid = (home: string, name: BackgroundProcess): void => rmSync(pidPath(home, name), { force: true });
