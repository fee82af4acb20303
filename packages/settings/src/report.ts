/** Settings as `config view` lists them. */
import type { Given } from "./define-settings.ts";
import type { KnownSetting } from "./names.ts";
import { findValue, givenIn, printRaw, secretMask } from "./read-settings.ts";
import type { SourceName, Sources } from "./sources.ts";

export interface SettingReport {
  readonly name: string;
  /** As written in its source; a default as it would be written. Secrets are asterisks unless asked for. */
  readonly value: string;
  readonly source: SourceName | "defaults";
  readonly doc?: string;
}

export interface ReportOptions {
  /** List settings that nobody set, too. */
  readonly defaults?: boolean;
  readonly secrets?: boolean;
}

const printDefault = ({ setting }: KnownSetting, sources: Sources, given: Given): string => {
  const value = setting?.derive === undefined ? setting?.default : setting.derive(sources, given);
  return value === undefined ? "" : (setting?.type.print(value) ?? "");
};

/** Every setting somebody set, sorted by name; with `defaults`, also those of the sections that nobody did. */
export const listSettings = (
  { sources, known }: { readonly sources: Sources; readonly known: ReadonlyMap<string, KnownSetting> },
  options: ReportOptions = {},
): readonly SettingReport[] =>
  [...known.values()]
    .flatMap((each): SettingReport[] => {
      if (each.env === "PROFILE") return [];
      const found = findValue(sources.layers, each);
      if (found === undefined && !(options.defaults && each.setting !== undefined)) return [];
      const plain = found === undefined ? printDefault(each, sources, givenIn(sources, known)) : printRaw(found.raw);
      const value = each.secret && !options.secrets ? secretMask : plain;
      const doc = each.setting === undefined ? {} : { doc: each.setting.doc };
      return [{ name: each.fullName, value, source: found?.source ?? "defaults", ...doc }];
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
