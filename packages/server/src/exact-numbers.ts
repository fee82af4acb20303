/**
 * JSON in which numbers keep the text they were written with where that says more than their value: `1.0` is a float and `1` none,
 * and integers beyond 2^53 have more digits than a float holds. Such a number is a raw piece of JSON, which prints as it was written.
 */
import type { Json, JsonObject } from "@millrace/contract";

interface RawNumber {
  readonly rawJSON: string;
}

interface SourceOf {
  /** The text of a number, text, boolean or null; undefined for lists and objects. */
  readonly source?: string;
}

declare global {
  // Part of the language and of every supported Node; the compiler's library does not list it yet.
  interface JSON {
    parse(text: string, reviver: (key: string, value: unknown, context: SourceOf) => unknown): unknown;
    rawJSON(text: string): RawNumber;
    isRawJSON(value: unknown): value is RawNumber;
  }
}

/** A long number, a fraction of nothing but zeros, or an exponent, where a number may stand. Inside a text it does no harm. */
const telling = /(?:^|[:,[\s])-?(?:\d{16,}(?:\.\d+)?|\d+\.0+|\d+(?:\.\d+)?[eE][+-]?\d+)\s*(?:[,\]}]|$)/;

/** Whether a JSON text may hold a number whose text says more than its value. */
export const hasTellingNumbers = (text: string): boolean => text.length > 2 && telling.test(text);

/** Parses JSON, keeping what the text of numbers says. Most texts hold no such number and are parsed as fast as ever. */
export const parseJson = (text: string): Json => (hasTellingNumbers(text) ? parseExactly(text) : (JSON.parse(text) as Json));

/** The same for a text that is known to hold such numbers; a float too large to be one is null, as everywhere. Throws as `JSON.parse` does. */
export const parseExactly = (text: string): Json =>
  JSON.parse(text, (_key, value, { source }: SourceOf) => {
    if (typeof value !== "number" || source === undefined) return value;
    if (!/[.eE]/.test(source)) return Number.isSafeInteger(value) ? value : JSON.rawJSON(source);
    if (!Number.isFinite(value)) return null;
    if (!Number.isInteger(value)) return value;
    // A database may write an exponent out, and an integer is what it would make of it.
    return JSON.rawJSON(/[eE]/.test(source) ? `${BigInt(value)}.0` : source);
  }) as Json;

/** The text of a number that was kept; undefined for every other value. */
export const exactText = (value: Json): string | undefined => (JSON.isRawJSON(value) ? value.rawJSON : undefined);

/** A number that was kept, by its value; everything else as it is. */
export const plainNumber = (value: unknown): unknown =>
  typeof value === "object" && JSON.isRawJSON(value) ? Number(value.rawJSON) : value;

/** Whether a value is an object with keys, rather than a list or a number that was kept. */
export const hasKeys = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);

/** A value to reckon with: every number that was kept is a plain one. The same object when there are none in it. */
export const withPlainNumbers = (value: Json): Json => {
  if (typeof value !== "object" || value === null) return value;
  if (JSON.isRawJSON(value)) return Number(value.rawJSON);
  const entries = Object.entries(value as JsonObject);
  const plain = entries.map(([key, item]) => [key, withPlainNumbers(item)] as const);
  if (plain.every(([, item], index) => item === entries[index]?.[1])) return value;
  return Array.isArray(value) ? plain.map(([, item]) => item) : Object.fromEntries(plain);
};
