import type { Kind, Place } from "./kinds.ts";

/** What other settings hold, by their names without prefix, as it is written where they are set; undefined for those nobody set. */
export type Given = (env: string) => string | undefined;

/** One setting: where it is read from, what it holds, and a sentence for the reference. */
export interface Setting<T = unknown> {
  /** Its name without `MILLRACE_` or `PREFECT_`, such as `SERVER_API_PORT`; in TOML `port` of `[server.api]`. */
  readonly env: string;
  readonly type: Kind<T>;
  readonly doc: string;
  /** Its value when nobody sets it. A setting with neither `default` nor `derive` may be undefined. */
  readonly default?: T;
  /** Its value when nobody sets it, where that depends on the home directory or on other settings. */
  readonly derive?: (place: Place, given: Given) => T;
  /** Shown as asterisks everywhere. */
  readonly secret?: boolean;
  /** Older names; those of the protocol are known without being repeated here. */
  readonly aliases?: readonly string[];
}
export type Section = Readonly<Record<string, Setting>>;
export type Sections = Readonly<Record<string, Section>>;

type ValueOf<S> = S extends { readonly type: Kind<infer T> } ? T : never;
type Always<S> = S extends { readonly default: unknown } ? true : S extends { readonly derive: unknown } ? true : false;

/** The values of a section, by the names its code uses. */
export type SettingsOf<S> = { readonly [K in keyof S]: Always<S[K]> extends true ? ValueOf<S[K]> : ValueOf<S[K]> | undefined };

type Checked<S> = {
  readonly [K in keyof S]: { readonly default?: ValueOf<S[K]>; readonly derive?: (place: Place, given: Given) => ValueOf<S[K]> };
};

/** Declares a section beside the feature that uses it. Defaults are checked against the kind of each setting. */
export const defineSettings = <const S extends Section>(section: S & Checked<S>): S => section;
