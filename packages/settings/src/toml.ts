import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { SettingsError } from "./settings-error.ts";

export type TomlTable = { readonly [key: string]: unknown };
type Toml = Pick<typeof import("smol-toml"), "parse" | "stringify">;

// Most processes have no TOML file to read, so the parser is loaded by the first that has.
const loadToml = (): Toml => createRequire(import.meta.url)("smol-toml") as Toml;

export const isTable = (value: unknown): value is TomlTable =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** The text of a file, or undefined when there is none. Throws `SettingsError` when it is there but cannot be read. */
export const readTextIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw new SettingsError([`${path} cannot be read (${String(code)}). Make it readable, or move it away.`], { cause: error });
  }
};

/** The content of a TOML text. Throws `SettingsError` naming the file and the line. */
export const parseToml = (content: string, path: string): TomlTable => {
  try {
    return loadToml().parse(content);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    const line = error instanceof Error && "line" in error ? ` at line ${String(error.line)}` : "";
    throw new SettingsError([`${path} is not valid TOML${line}: ${reason}. Correct that line.`], { cause: error });
  }
};

export const printToml = (table: TomlTable): string => loadToml().stringify(table);
