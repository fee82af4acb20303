/**
 * JSON in which numbers keep the text they were written with where that says more than their value: `1.0`, `1e3`, integers
 * beyond 2^53. Such a number is a raw piece of JSON, which prints as it was written.
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

/** Parses JSON, keeping what a number's text says; one too large for a float is null, as everywhere. Throws as `JSON.parse` does. */
export const parseExactly = (text: string): Json =>
  JSON.parse(text, (_key, value, { source }: SourceOf) => {
    if (typeof value !== "number" || source === undefined || String(value) === source) return value;
    return Number.isFinite(value) ? JSON.rawJSON(source) : null;
  }) as Json;

/** The text of a number that was kept; undefined for every other value. */
export const exactText = (value: Json): string | undefined => (JSON.isRawJSON(value) ? value.rawJSON : undefined);

/** Whether a value is an object with keys, rather than a number that was kept. */
export const hasKeys = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
