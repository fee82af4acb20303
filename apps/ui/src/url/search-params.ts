/** The part of the address after `?`: plain words, lists with commas, nothing that only a program can read. */

type Raw = Readonly<Record<string, unknown>>;

/** Reads one parameter: undefined when it is missing or makes no sense, which is as good as missing. */
export type Reader<T> = (values: readonly string[]) => T | undefined;

export const text: Reader<string> = ([value]) => value;

/** A list with commas; older addresses have it as JSON. */
const listOf = (value: string): readonly string[] => {
  if (!value.startsWith("[")) return value.split(",");
  try {
    return (JSON.parse(value) as unknown[]).map(String);
  } catch {
    return value.split(",");
  }
};

export const texts: Reader<readonly string[]> = (values) => {
  const all = values.flatMap(listOf).filter((value) => value !== "");
  return all.length === 0 ? undefined : all;
};
export const integer: Reader<number> = ([value]) => {
  const number = Number(value ?? "");
  return value !== undefined && value !== "" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
};
export const flag: Reader<boolean> = ([value]) => (value === "true" ? true : value === "false" ? false : undefined);
export const choice =
  <const T extends string>(...choices: readonly T[]): Reader<T> =>
  ([value]) =>
    choices.find((each) => each === value);

type Values<R extends Readonly<Record<string, Reader<unknown>>>> = {
  readonly [K in keyof R]?: Exclude<ReturnType<R[K]>, undefined> | undefined;
};

const valuesOf = (value: unknown): readonly string[] => {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
};

/**
 * The search parameters of a route, for `validateSearch`. Those of older addresses are given under `aliases`: new name by old one.
 * Unknown parameters are dropped.
 */
export const searchParams =
  <R extends Readonly<Record<string, Reader<unknown>>>>(readers: R, aliases: Readonly<Record<string, keyof R & string>> = {}) =>
  (raw: Raw): Values<R> => {
    const renamed: Record<string, unknown> = { ...raw };
    for (const [old, name] of Object.entries(aliases)) renamed[name] ??= raw[old];
    const entries = Object.entries(readers).flatMap(([name, reader]) => {
      const value = reader(valuesOf(renamed[name]));
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(entries) as Values<R>;
  };

/** For the router: every value is text, and a name given several times is a list. */
export const parseSearch = (search: string): Record<string, string | readonly string[]> => {
  const params = new URLSearchParams(search);
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const values = params.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
};

/** The counterpart: lists with commas, and nothing for what is undefined. */
export const printSearch = (search: Raw): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === "") continue;
    params.set(name, valuesOf(value).join(","));
  }
  const printed = params.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%2F", "/");
  return printed === "" ? "" : `?${printed}`;
};
