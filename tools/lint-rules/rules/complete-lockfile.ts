import type { Rule } from "../rule.ts";
import type { TextFile } from "../source-file.ts";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The folders in which Node would look for what a package at `path` depends on, the nearest first. */
const foldersAbove = (path: string): string[] => {
  const parts = path.split(/\/?node_modules\//);
  return parts.map((_, index) => `${parts.slice(0, parts.length - index).join("/node_modules/")}/node_modules/`.replace(/^\//, ""));
};

/** npm forgets packages of other platforms when it rewrites a lockfile; `npm ci` then fails there, and under npm 12 here too. */
export const completeLockfileRule: Rule<TextFile> = {
  name: "complete-lockfile",
  covers: (path) => path === "package-lock.json",
  check: ({ text }) => {
    const { packages }: { packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(text);
    return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !foldersAbove(path).some((folder) => packages[folder + name] !== undefined))
        .map((name) => ({
          line: 1,
          message: `${path} may need ${name} on another platform, which is not locked; remove the lockfile and node_modules, and install anew.`,
        })),
    );
  },
};
