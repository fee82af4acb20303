import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface LockedPackage {
  readonly version?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
}
type Lock = Readonly<Record<string, LockedPackage>>;

const folder = "node_modules/";

const readLock = (file: string): Lock | undefined => {
  if (!existsSync(file)) return undefined;
  const { packages }: { packages?: Lock } = JSON.parse(readFileSync(file, "utf8"));
  return packages;
};

const installable = (lock: Lock): [string, LockedPackage][] =>
  Object.entries(lock).filter(([path, entry]) => path.includes(folder) && entry.link !== true);

/**
 * Whether node_modules holds what the lockfile names. npm notes what it installed in `node_modules/.package-lock.json`.
 * Optional packages are those of other platforms too, so their absence means nothing.
 */
export const isInstalled = (root: string): boolean => {
  const wanted = readLock(join(root, "package-lock.json"));
  const found = readLock(join(root, folder, ".package-lock.json"));
  if (wanted === undefined || found === undefined) return false;
  const isThere = ([path, { version, optional }]: [string, LockedPackage]): boolean => {
    const installed = found[path];
    return installed === undefined ? optional === true : installed.version === version;
  };
  return installable(wanted).every(isThere) && installable(found).every(([path]) => wanted[path] !== undefined);
};

if (import.meta.main) process.exitCode = isInstalled(process.cwd()) ? 0 : 1;
