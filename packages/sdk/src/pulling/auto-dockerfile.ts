import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { LoadError } from "../loading/load-error.ts";

/** The package and the runtime for TypeScript flows; a lockfile, where there is one, says which versions. */
const forTypeScript = (cwd: string, home: string): readonly string[] => [
  `FROM node:${process.versions.node}-bookworm-slim`,
  `COPY . ${home}/`,
  `WORKDIR ${home}/`,
  `RUN rm -rf node_modules && npm ${existsSync(join(cwd, "package-lock.json")) ? "ci" : "install"} --omit=dev --no-audit --no-fund`,
  `ENV PATH=${home}/node_modules/.bin:$PATH`,
];

const forPython = (cwd: string, home: string): readonly string[] => [
  "FROM prefecthq/prefect:3-latest",
  ...(existsSync(join(cwd, "requirements.txt"))
    ? [`COPY requirements.txt ${home}/requirements.txt`, `RUN python -m pip install --no-cache-dir -r ${home}/requirements.txt`]
    : []),
  `COPY . ${home}/`,
  `WORKDIR ${home}/`,
];

/** A Dockerfile for a project that has none: `dockerfile: auto` (workers.md §16). Throws a `LoadError` for one that has. */
export const writeDockerfile = (cwd: string): string => {
  if (existsSync(join(cwd, "Dockerfile"))) {
    throw new LoadError('"dockerfile" is auto, and there is a Dockerfile already. Name it, or remove it.');
  }
  const home = `/opt/prefect/${basename(cwd)}`;
  const lines = existsSync(join(cwd, "package.json")) ? forTypeScript(cwd, home) : forPython(cwd, home);
  return `${lines.join("\n")}\n`;
};
