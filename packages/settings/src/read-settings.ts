import type { Given, Sections, Setting, SettingsOf } from "./define-settings.ts";
import { findKnownSetting, type KnownSetting, listKnownSettings, ourPrefix, prefectPrefix, withoutPrefix } from "./names.ts";
import { findNearest } from "./near.ts";
import { SettingsError } from "./settings-error.ts";
import { readSources, type Source, type SourceName, type Sources, type Where, whereWeAre } from "./sources.ts";

export const secretMask = "********";

/** What a source holds for a setting, as it is written there. */
export interface Found {
  readonly source: SourceName;
  /** The full name it was found under. */
  readonly name: string;
  readonly raw: unknown;
}

type Values<S extends Sections> = { readonly [K in keyof S]: SettingsOf<S[K]> };
type Overrides<S extends Sections> = { readonly [K in keyof S]?: { readonly [N in keyof S[K]]?: SettingsOf<S[K]>[N] | undefined } };

export interface ReadOptions<S extends Sections> extends Partial<Where> {
  /** Values given in code or on the command line; they win over everything. An undefined one counts as not given. */
  readonly overrides?: Overrides<S>;
  /** Sources read earlier by `readSources`, so that files are not read twice. */
  readonly sources?: Sources;
}

export interface ReadResult<S extends Sections> {
  readonly values: Values<S>;
  readonly sources: Sources;
  readonly known: ReadonlyMap<string, KnownSetting>;
}

/** The highest source that has the setting under any of its names. */
export const findValue = (layers: readonly Source[], known: Pick<KnownSetting, "env" | "aliases">): Found | undefined => {
  for (const { name: source, values } of layers) {
    for (const env of [known.env, ...known.aliases]) {
      for (const name of [ourPrefix + env, prefectPrefix + env]) {
        if (values.has(name)) return { source, name, raw: values.get(name) };
      }
    }
  }
  return undefined;
};

/** What a source holds, as text for people. */
export const printRaw = (raw: unknown): string => (typeof raw === "string" ? raw : JSON.stringify(raw));

/** What the sources hold for other settings, to derive a value from. */
export const givenIn =
  ({ layers }: Pick<Sources, "layers">, all: ReadonlyMap<string, KnownSetting>): Given =>
  (env) => {
    const known = findKnownSetting(all, ourPrefix + env);
    const found = known === undefined ? undefined : findValue(layers, known);
    return found === undefined || found.raw === "" ? undefined : printRaw(found.raw);
  };

const initialOf = ({ derive, default: value }: Setting, sources: Sources, all: ReadonlyMap<string, KnownSetting>): unknown =>
  derive === undefined ? value : derive(sources, givenIn(sources, all));

const readOne = (setting: Setting, sources: Sources, all: ReadonlyMap<string, KnownSetting>): { value: unknown } | { problem: string } => {
  const known = findKnownSetting(all, ourPrefix + setting.env);
  const found = known === undefined ? undefined : findValue(sources.layers, known);
  // Compose files pass on variables that may be empty; an empty one hides lower sources and means the default.
  if (found === undefined || found.raw === "") return { value: initialOf(setting, sources, all) };
  const value = setting.type.read(found.raw, sources);
  if (value !== undefined) return { value };
  const shown = known?.secret ? secretMask : printRaw(found.raw);
  return { problem: `${found.name} is "${shown}" (from ${found.source}); it takes ${setting.type.accepts}.` };
};

/** Sections that not every program reads. */
const partsOfTheirOwn = ["server", "worker"];

/**
 * Names that only we use and that nobody knows: misspelt, most likely. Names of the server's settings are judged by a reader that
 * has the section `server`, those of workers' likewise; the protocol's own prefix is shared with the Python client, whose names may be newer than ours.
 */
const unknownNames = (sections: Sections, sources: Sources, known: ReadonlyMap<string, KnownSetting>): readonly string[] => {
  const names = sources.layers.filter(({ name }) => name === "env" || name === ".env file").flatMap(({ values }) => [...values.keys()]);
  return [...new Set(names)].flatMap((name) => {
    const bare = withoutPrefix(name) ?? "";
    // Names that begin so are for our own processes and for tests.
    if (!name.startsWith(ourPrefix) || /^(_|TEST_)/.test(bare) || findKnownSetting(known, name) !== undefined) return [];
    if (partsOfTheirOwn.some((part) => bare.startsWith(`${part.toUpperCase()}_`) && !(part in sections))) return [];
    const near = findNearest(bare, known.keys());
    const remedy =
      near === undefined
        ? "Remove it, or see `millrace config view --show-defaults` for the names there are"
        : `Did you mean ${ourPrefix}${near}`;
    return [`${name} is not a setting of Millrace. ${remedy}${near === undefined ? "." : "?"}`];
  });
};

/**
 * Reads every setting of the sections from the environment, `.env`, `prefect.toml`, `pyproject.toml` and the active profile, in this
 * order. Throws `SettingsError` with every malformed value and every unknown `MILLRACE_` name at once.
 */
export const readSettings = <S extends Sections>(sections: S, options: ReadOptions<S> = {}): ReadResult<S> => {
  const { overrides, sources: given, ...where } = options;
  const sources = given ?? readSources({ ...whereWeAre(), ...where });
  const known = listKnownSettings(sections);
  const problems: string[] = [...unknownNames(sections, sources, known)];
  const values: Record<string, Record<string, unknown>> = {};
  for (const [sectionName, section] of Object.entries(sections)) {
    const read: Record<string, unknown> = {};
    const over: Readonly<Record<string, unknown>> = overrides?.[sectionName] ?? {};
    for (const [name, setting] of Object.entries(section)) {
      const result = over[name] === undefined ? readOne(setting, sources, known) : { value: over[name] };
      if ("problem" in result) problems.push(result.problem);
      else read[name] = result.value;
    }
    values[sectionName] = read;
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return { values: values as Values<S>, sources, known };
};
