/** The kinds of value a setting may hold: how each is read from text or TOML, and what to tell whoever wrote another. */
import { join } from "node:path";
import { parseSeconds } from "./durations.ts";

/** Directories that values may be relative to. */
export interface Place {
  /** Where profiles, the local database and results live; `MILLRACE_HOME`, by default `~/.prefect`. */
  readonly home: string;
  /** The person's own directory, what `~` stands for. */
  readonly userHome: string;
}

export interface Kind<T> {
  /** Ends the sentence "… takes" in a message. */
  readonly accepts: string;
  /** The value of what a source holds, which is text or a TOML value; undefined when it is not accepted. */
  read(raw: unknown, place: Place): T | undefined;
  /** Text that `read` gives the same value for. */
  print(value: T): string;
}

const asText = (raw: unknown): string | undefined =>
  typeof raw === "string" ? raw : typeof raw === "number" || typeof raw === "bigint" || typeof raw === "boolean" ? String(raw) : undefined;

const fromText = <T>(
  accepts: string,
  read: (text: string, place: Place) => T | undefined,
  print: (value: T) => string = String,
): Kind<T> => ({
  accepts,
  read: (raw, place) => {
    const text = asText(raw);
    return text === undefined ? undefined : read(text, place);
  },
  print,
});

export const text: Kind<string> = fromText("any text", (value) => value);

/** A path; `~` stands for the person's own directory. */
export const path: Kind<string> = fromText("a path", (value, place) =>
  /^~(?=\/|$)/.test(value) ? join(place.userHome, value.slice(1)) : value,
);

export const url: Kind<string> = fromText("an address such as http://127.0.0.1:4200/api", (value) =>
  /^https?:\/\//i.test(value) && URL.canParse(value) ? value : undefined,
);

/** A number within bounds, both included. */
export const numberBetween = (least: number, most: number, accepts: string): Kind<number> =>
  fromText(accepts, (value) => {
    const number = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value) ? Number(value) : Number.NaN;
    return number >= least && number <= most ? number : undefined;
  });

/** A whole number within bounds, both included. */
export const integerBetween = (least: number, most: number): Kind<number> => {
  const accepts = most === Number.MAX_SAFE_INTEGER ? `a whole number from ${least} up` : `a whole number from ${least} to ${most}`;
  return fromText(accepts, (value) => {
    const number = /^\s*[+-]?\d+(\.0*)?\s*$/.test(value) ? Number(value) : Number.NaN;
    return number >= least && number <= most ? number : undefined;
  });
};

export const number: Kind<number> = numberBetween(0, Number.MAX_VALUE, "a number from 0 up");
export const integer: Kind<number> = integerBetween(0, Number.MAX_SAFE_INTEGER);
export const port: Kind<number> = integerBetween(0, 65_535);

const yes = /^(1|true|t|yes|y|on)$/i;
const no = /^(0|false|f|no|n|off)$/i;
export const bool: Kind<boolean> = fromText("true or false (also yes, no, on, off, 1, 0)", (value) =>
  yes.test(value.trim()) ? true : no.test(value.trim()) ? false : undefined,
);

/** A duration, as a number of seconds. */
export const seconds: Kind<number> = fromText("a number of seconds or an ISO 8601 duration such as PT15S", (value) => {
  const parsed = parseSeconds(value);
  return parsed !== undefined && parsed >= 0 ? parsed : undefined;
});

/** One of the given words, in any case. */
export const oneOf = <const W extends readonly string[]>(...words: W): Kind<W[number]> =>
  fromText(`one of ${words.join(", ")}`, (value) => words.find((word) => word.toLowerCase() === value.trim().toLowerCase()));

export const logLevel = oneOf("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL");

const parseJson = (value: string): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
};

const asTexts = (raw: unknown): readonly string[] | undefined => {
  if (!Array.isArray(raw)) return undefined;
  const texts = raw.map(asText);
  return texts.every((item) => item !== undefined) ? texts : undefined;
};

/** Several texts: separated by commas, or a JSON or TOML list. */
export const list: Kind<readonly string[]> = {
  accepts: "values separated by commas, or a JSON list of texts",
  read: (raw) => {
    const value = asText(raw);
    if (value === undefined) return asTexts(raw);
    if (value.trimStart().startsWith("[")) return asTexts(parseJson(value));
    return value
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== "");
  },
  print: (values) => values.join(","),
};

const numbersOf = (raw: unknown): readonly number[] | undefined => {
  const numbers = list.read(raw, { home: "", userHome: "" })?.map((item) => (item === "" ? Number.NaN : Number(item)));
  return numbers?.every((item) => item >= 0) ? numbers : undefined;
};

/** Several whole numbers, written as a list is. */
export const integers: Kind<readonly number[]> = {
  accepts: "whole numbers separated by commas",
  read: (raw) => {
    const numbers = numbersOf(raw);
    return numbers?.every(Number.isInteger) ? numbers : undefined;
  },
  print: (values) => values.join(","),
};

/** Seconds to wait before each further attempt; the last one holds for all that follow. */
export const delays: Kind<readonly number[]> = {
  accepts: "a number of seconds, or several separated by commas",
  read: (raw) => {
    const numbers = numbersOf(raw);
    return numbers !== undefined && numbers.length > 0 ? numbers : undefined;
  },
  print: (values) => values.join(","),
};

/** Texts by name: a JSON object or a TOML table. */
export const map: Kind<Readonly<Record<string, string>>> = {
  accepts: "a JSON object of texts",
  read: (raw) => {
    const value = typeof raw === "string" ? parseJson(raw) : raw;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value).map(([key, item]) => [key, asText(item)] as const);
    return entries.every((entry): entry is readonly [string, string] => entry[1] !== undefined) ? Object.fromEntries(entries) : undefined;
  },
  print: (value) => JSON.stringify(value),
};
