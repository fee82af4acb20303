import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Unavailable } from "./service.ts";

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Debian keeps the server's programs out of the path, one folder per major version. */
const versionedFolders = (parent: string): string[] =>
  existsSync(parent)
    ? readdirSync(parent)
        .sort((one, other) => Number(other) - Number(one))
        .map((version) => join(parent, version, "bin"))
    : [];

const folders = (): string[] => [
  ...(process.env.PATH ?? "").split(delimiter),
  ...versionedFolders("/usr/lib/postgresql"),
  "/usr/sbin",
  "/usr/local/sbin",
  "/opt/homebrew/bin",
];

export const findProgram = (name: string): string | undefined =>
  folders()
    .map((folder) => join(folder, name))
    .find(isExecutable);

/** Where the program is. Throws `Unavailable`, naming the package that brings it, when it is nowhere. */
export const getProgram = (name: string, debianPackage: string): string => {
  const path = findProgram(name);
  if (path === undefined) throw new Unavailable(`${name} is not installed (on Debian: apt-get install ${debianPackage}).`);
  return path;
};
