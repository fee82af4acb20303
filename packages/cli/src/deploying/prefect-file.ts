import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Json, JsonObject } from "@millrace/contract";
import { CommandError } from "../command.ts";
import { isObject, readText } from "../files.ts";
import type { Host } from "../host.ts";
import { checkFile, listUnknownKeys } from "./check-file.ts";
import { printPath, readYaml } from "./read-yaml.ts";

/** Steps by when they run; undefined is what the file does not say. */
export interface Actions {
  readonly build: readonly JsonObject[] | undefined;
  readonly push: readonly JsonObject[] | undefined;
  readonly pull: readonly JsonObject[] | undefined;
}

export interface PrefectFile {
  readonly actions: Actions;
  /** Deployments as they are written. */
  readonly entries: readonly JsonObject[];
  /** What is odd about it but does no harm. */
  readonly warnings: readonly string[];
}

const emptyFile: PrefectFile = { actions: { build: undefined, push: undefined, pull: undefined }, entries: [], warnings: [] };

/** Steps as they are written: a list, a single one, or nothing. */
export const listSteps = (value: Json | undefined): readonly JsonObject[] | undefined => {
  if (Array.isArray(value)) return value.filter(isObject);
  return isObject(value) && Object.keys(value).length > 0 ? [value] : undefined;
};

const readFile = (host: Host, path: string): PrefectFile => {
  const { value, lineOf } = readYaml(readText(host, path), path);
  if (value === null) return emptyFile;
  if (!isObject(value)) throw new CommandError(`${path} does not hold keys with values, such as deployments: followed by a list.`);
  const problems = checkFile(value)
    .map(({ path: at, says }) => ({ line: lineOf(at), says: `${printPath(at)} ${says}` }))
    .sort((one, other) => one.line - other.line);
  if (problems.length > 0) throw new CommandError(problems.map(({ line, says }) => `${path}, line ${line}: ${says}.`).join("\n"));
  const entries = Array.isArray(value.deployments) ? value.deployments.filter(isObject) : [];
  return {
    actions: { build: listSteps(value.build), push: listSteps(value.push), pull: listSteps(value.pull) },
    entries,
    warnings: entries.flatMap((entry, index) =>
      listUnknownKeys(entry).map((key) => {
        const at = ["deployments", index, key];
        return `${path}, line ${lineOf(at)}: ${printPath(at)} means nothing here and is ignored.`;
      }),
    ),
  };
};

/** Reads a `prefect.yaml`; one that is only there by default may be missing. Throws a `CommandError` with file, line and key. */
export const readPrefectFile = (host: Host, path: string): PrefectFile =>
  path === "prefect.yaml" && !existsSync(resolve(host.cwd, path)) ? emptyFile : readFile(host, path);
