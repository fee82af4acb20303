/** Files that people name on the command line. */
import { readFileSync, writeFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import type { Json, JsonObject } from "@millrace/contract";
import { CommandError } from "./command.ts";
import type { Host } from "./host.ts";

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : String(error));

/** The text of a file. Throws `CommandError`. */
export const readText = ({ cwd }: Host, path: string): string => {
  try {
    return readFileSync(resolve(cwd, path), "utf8");
  } catch (error) {
    const reason = codeOf(error) === "ENOENT" ? `There is no file ${path} in ${cwd}.` : `${path} cannot be read (${codeOf(error)}).`;
    throw new CommandError(reason, { cause: error });
  }
};

/** The JSON of a text. `what` begins the sentence of a `CommandError` when it is none. */
export const parseJson = (text: string, what: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${what} is not valid JSON: ${reason}.`, { cause: error });
  }
};

/** What a JSON or YAML file holds, told by its ending. Throws `CommandError`. */
export const readDocument = async (host: Host, path: string): Promise<Json> => {
  const content = readText(host, path);
  if (![".yaml", ".yml"].includes(extname(path))) return parseJson(content, path);
  const { parse } = await import("yaml");
  try {
    return parse(content) as Json;
  } catch (error) {
    throw new CommandError(`${path} is not valid YAML: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
};

/** The object that a JSON file holds. Throws `CommandError`. */
export const readJsonObject = (host: Host, path: string): JsonObject => {
  const value = parseJson(readText(host, path), path);
  if (isObject(value)) return value;
  throw new CommandError(`${path} does not hold a JSON object.`);
};

/** Writes a text into a file. Throws `CommandError`. */
export const writeText = ({ cwd }: Host, path: string, content: string): void => {
  try {
    writeFileSync(resolve(cwd, path), content);
  } catch (error) {
    throw new CommandError(`${path} cannot be written (${codeOf(error)}).`, { cause: error });
  }
};

/** Writes a value as JSON for people to read. Throws `CommandError`. */
export const writeJson = (host: Host, path: string, value: unknown): void =>
  writeText(host, path, `${JSON.stringify(value, undefined, 2)}\n`);
