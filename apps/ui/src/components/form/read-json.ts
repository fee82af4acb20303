import type { Json, JsonObject } from "@millrace/contract";
import { isList, isObject, parseJson } from "../../schema-form/json.ts";

/** What a text of JSON says, or why it cannot be used. */
export type Read<T> = { readonly value: T } | { readonly problem: string };

const read = <T extends Json>(text: string, fits: (value: Json) => value is T, problem: string): Read<T> => {
  const parsed = parseJson(text);
  if (parsed === undefined) return { problem: "This is not JSON." };
  return fits(parsed.value) ? { value: parsed.value } : { problem };
};

/** An object; an empty text is one without keys. */
export const readObject = (text: string): Read<JsonObject> =>
  text.trim() === "" ? { value: {} } : read(text, isObject, "This has to be an object, in curly brackets.");

const isListOfObjects = (value: Json): value is readonly JsonObject[] => isList(value) && value.every(isObject);

/** A list of objects; an empty text is an empty list. */
export const readList = (text: string): Read<readonly JsonObject[]> =>
  text.trim() === "" ? { value: [] } : read(text, isListOfObjects, "This has to be a list of objects, in square brackets.");

/** The text that somebody edits; nothing where there is nothing. */
export const printEditable = (value: JsonObject | readonly JsonObject[]): string =>
  Object.keys(value).length === 0 ? "" : JSON.stringify(value, null, 2);
