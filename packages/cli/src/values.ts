/** Values as they are given on the command line: JSON, or else text. */
import type { Json, JsonObject } from "@millrace/contract";

const readJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** A value that is JSON, or else the text itself. */
export const parseValue = (text: string): Json => {
  const value = readJson(text);
  return value === undefined ? text : value;
};

/** `key=value` pairs. Values are JSON; what is not is taken as text. A key without value is an empty text. */
export const parsePairs = (pairs: readonly string[]): JsonObject =>
  Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      return equals < 0 ? [pair, ""] : [pair.slice(0, equals), parseValue(pair.slice(equals + 1))];
    }),
  );
