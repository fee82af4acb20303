/** Profiles: named sets of settings in `profiles.toml`, the same file the Python client reads and writes (cli.md §18). */
import { existsSync, mkdirSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isTable, parseToml, printToml, readTextIfThere } from "./toml.ts";

/** Settings of one profile by their full names, in the order they were written. */
export type Profile = Readonly<Record<string, string>>;

export interface ProfilesFile {
  /** The profile in use when nothing else names one. */
  readonly active?: string;
  readonly profiles: Readonly<Record<string, Profile>>;
}

export const defaultProfileName = "ephemeral";

/** Profiles that are there without being saved. */
export const bundledProfiles: Readonly<Record<string, Profile>> = {
  ephemeral: { PREFECT_SERVER_EPHEMERAL_ENABLED: "true" },
  local: { PREFECT_API_URL: "http://127.0.0.1:4200/api" },
  test: { PREFECT_SERVER_EPHEMERAL_ENABLED: "true", PREFECT_SERVER_DATABASE_CONNECTION_URL: "sqlite+aiosqlite:///:memory:" },
  cloud: {},
};

const readProfile = (table: unknown): Profile => {
  const entries = Object.entries(isTable(table) ? table : {});
  return Object.fromEntries(entries.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]));
};

/** The saved profiles; none when there is no file. Throws `SettingsError` on broken TOML. */
export const readProfiles = (path: string): ProfilesFile => {
  const content = readTextIfThere(path);
  if (content === undefined) return { profiles: {} };
  const file = parseToml(content, path);
  const tables = Object.entries(isTable(file.profiles) ? file.profiles : {});
  return {
    ...(typeof file.active === "string" ? { active: file.active } : {}),
    profiles: Object.fromEntries(tables.map(([name, table]) => [name, readProfile(table)])),
  };
};

/** Saves the profiles, readable by their owner only since they may hold secrets. The file is replaced in one step. */
export const writeProfiles = (path: string, file: ProfilesFile): void => {
  mkdirSync(dirname(path), { recursive: true });
  const content = printToml({ ...(file.active === undefined ? {} : { active: file.active }), profiles: file.profiles });
  const target = existsSync(path) ? realpathSync(path) : path;
  const beside = `${target}.${process.pid}.tmp`;
  writeFileSync(beside, content, { mode: 0o600 });
  renameSync(beside, target);
};

/** Saved and bundled profiles by name, where a saved one hides the bundled one of its name. */
export const mergeProfiles = (file: ProfilesFile): Readonly<Record<string, Profile>> => ({ ...bundledProfiles, ...file.profiles });
