/** Where values come from, read once: the environment, files of the working directory, the active profile (cli.md §26). */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import type { Place } from "./kinds.ts";
import { path as pathKind } from "./kinds.ts";
import { ourPrefix, prefectPrefix } from "./names.ts";
import { defaultProfileName, mergeProfiles, type Profile, type ProfilesFile, readProfiles } from "./profiles.ts";
import { SettingsError } from "./settings-error.ts";
import { isTable, parseToml, readTextIfThere, type TomlTable } from "./toml.ts";

export type SourceName = "env" | ".env file" | "prefect.toml" | "pyproject.toml" | "profile";

/** One place values come from: values by full name. */
export interface Source {
  readonly name: SourceName;
  readonly values: ReadonlyMap<string, unknown>;
}

export interface Where {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The person's own directory. */
  readonly home: string;
  /** A profile asked for by name on the command line. */
  readonly profile?: string;
}

export interface Sources extends Place {
  /** In order of precedence, the first wins. */
  readonly layers: readonly Source[];
  readonly profileName: string;
  readonly profile: Profile;
  readonly profilesPath: string;
  readonly profilesFile: ProfilesFile;
  /** Sentences for people, such as a profile that was named but is not there. */
  readonly warnings: readonly string[];
}

/** Names in upper case, since the environment is read in any case; a name written in upper case wins. */
const fromVariables = (variables: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, unknown> => {
  const values = new Map<string, unknown>();
  for (const [name, value] of Object.entries(variables)) {
    const upper = name.toUpperCase();
    if (value === undefined || !(upper.startsWith(ourPrefix) || upper.startsWith(prefectPrefix))) continue;
    if (upper === name || !values.has(upper)) values.set(upper, value);
  }
  return values;
};

/** `[server.api] port` is PREFECT_SERVER_API_PORT. Tables are kept under their own name too, for settings that hold one. */
const fromToml = (table: TomlTable, prefix = prefectPrefix): (readonly [string, unknown])[] =>
  Object.entries(table).flatMap(([key, value]) => {
    const name = prefix + key.toUpperCase();
    return [[name, value] as const, ...(isTable(value) ? fromToml(value, `${name}_`) : [])];
  });

const readPrefectToml = (cwd: string): ReadonlyMap<string, unknown> => {
  const path = join(cwd, "prefect.toml");
  const content = readTextIfThere(path);
  return new Map(content === undefined ? [] : fromToml(parseToml(content, path)));
};

const readPyproject = (cwd: string): ReadonlyMap<string, unknown> => {
  const path = join(cwd, "pyproject.toml");
  const content = readTextIfThere(path);
  // Nearly every Python project has this file; few have our table in it.
  if (content === undefined || !content.includes("prefect")) return new Map();
  const tool = parseToml(content, path).tool;
  const ours = isTable(tool) ? tool.prefect : undefined;
  return new Map(isTable(ours) ? fromToml(ours) : []);
};

const readDotenv = (cwd: string): ReadonlyMap<string, unknown> => fromVariables(parseEnv(readTextIfThere(join(cwd, ".env")) ?? ""));

const findText = (layers: readonly Source[], name: string): string | undefined => {
  for (const { values } of layers) {
    const value = values.get(ourPrefix + name) ?? values.get(prefectPrefix + name);
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
};

const chooseProfile = (
  where: Where,
  layers: readonly Source[],
  file: ProfilesFile,
): Pick<Sources, "profileName" | "profile" | "warnings"> => {
  const profiles = mergeProfiles(file);
  const find = (name: string | undefined): Profile | undefined =>
    name !== undefined && Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (where.profile !== undefined) {
    const profile = find(where.profile);
    if (profile !== undefined) return { profileName: where.profile, profile, warnings: [] };
    throw new SettingsError([`There is no profile "${where.profile}". Known profiles: ${Object.keys(profiles).join(", ")}.`]);
  }
  const fromEnvironment = findText(layers.slice(0, 1), "PROFILE");
  const wanted = fromEnvironment ?? file.active;
  const profile = find(wanted);
  if (wanted !== undefined && profile !== undefined) return { profileName: wanted, profile, warnings: [] };
  const by = fromEnvironment === undefined ? "profiles.toml" : "the environment";
  return {
    profileName: defaultProfileName,
    profile: profiles[defaultProfileName] ?? {},
    warnings: wanted === undefined ? [] : [`The profile "${wanted}" named by ${by} does not exist; using "${defaultProfileName}".`],
  };
};

/** Reads every source once. Throws `SettingsError` on a file that cannot be read and on a profile asked for that is not there. */
export const readSources = (where: Where): Sources => {
  const outer: Source[] = [
    { name: "env", values: fromVariables(where.env) },
    { name: ".env file", values: readDotenv(where.cwd) },
    { name: "prefect.toml", values: readPrefectToml(where.cwd) },
    { name: "pyproject.toml", values: readPyproject(where.cwd) },
  ];
  const userHome = where.home;
  const toPath = (value: string): string => resolve(where.cwd, pathKind.read(value, { home: "", userHome }) ?? value);
  const home = toPath(findText(outer, "HOME") ?? "~/.prefect");
  const profilesPath = toPath(findText(outer, "PROFILES_PATH") ?? join(home, "profiles.toml"));
  const profilesFile = readProfiles(profilesPath);
  const chosen = chooseProfile(where, outer, profilesFile);
  const profileLayer: Source = { name: "profile", values: new Map(Object.entries(chosen.profile)) };
  // Whoever names a profile that is not the active one wants its server, whatever the environment says (cli.md §1).
  const active = findText(outer.slice(0, 1), "PROFILE") ?? profilesFile.active ?? defaultProfileName;
  const named = where.profile !== undefined && where.profile !== active;
  return { layers: named ? [profileLayer, ...outer] : [...outer, profileLayer], home, userHome, profilesPath, profilesFile, ...chosen };
};

/** Where this process stands. */
export const whereWeAre = (): Where => ({ env: process.env, cwd: process.cwd(), home: homedir() });

/** Whether the profiles were ever saved. */
export const profilesAreSaved = (sources: Sources): boolean => existsSync(sources.profilesPath);
