/** Which name of a setting is its own, and which others stand for it. */
import type { Sections, Setting } from "./define-settings.ts";
import { listPrefectNames } from "./prefect-names.ts";

export const ourPrefix = "MILLRACE_";
export const prefectPrefix = "PREFECT_";

/** A setting by name, whether or not the sections at hand use it. */
export interface KnownSetting {
  /** Its name without prefix. */
  readonly env: string;
  /** Its full name in files: `PREFECT_…` where the Python client knows it too, else `MILLRACE_…`. */
  readonly fullName: string;
  readonly aliases: readonly string[];
  readonly secret: boolean;
  /** Its definition, when a section at hand has one. */
  readonly setting?: Setting;
}

/** Names that are read outside the sections. */
const profileName = { env: "PROFILE", fullName: `${prefectPrefix}PROFILE`, aliases: [], secret: false };

/** Every known setting by its name without prefix: those of the protocol and those of the sections. */
export const listKnownSettings = (sections: Sections): ReadonlyMap<string, KnownSetting> => {
  const known = new Map<string, KnownSetting>([[profileName.env, profileName]]);
  for (const { name, aliases, secret } of listPrefectNames()) {
    known.set(name, { env: name, fullName: prefectPrefix + name, aliases, secret });
  }
  const byAlias = new Map([...known.values()].flatMap((each) => each.aliases.map((alias) => [alias, each] as const)));
  for (const setting of Object.values(sections).flatMap((section) => Object.values(section))) {
    // A section may know a setting by an older name; the name of today is read and shown all the same.
    const protocol = known.get(setting.env) ?? byAlias.get(setting.env);
    const env = protocol?.env ?? setting.env;
    known.set(env, {
      env,
      fullName: protocol?.fullName ?? ourPrefix + env,
      aliases: [...(protocol?.aliases ?? []), ...(setting.aliases ?? [])],
      secret: setting.secret ?? protocol?.secret ?? false,
      setting,
    });
  }
  return known;
};

/** The name without its prefix, when it has one of ours or the protocol's. */
export const withoutPrefix = (name: string): string | undefined =>
  [ourPrefix, prefectPrefix].filter((prefix) => name.startsWith(prefix)).map((prefix) => name.slice(prefix.length))[0];

/** The setting a full name stands for, old names included. Upper case only, as files have them. */
export const findKnownSetting = (known: ReadonlyMap<string, KnownSetting>, name: string): KnownSetting | undefined => {
  const bare = withoutPrefix(name);
  if (bare === undefined) return undefined;
  return known.get(bare) ?? [...known.values()].find((setting) => setting.aliases.includes(bare));
};
