import type { Json, JsonObject } from "@millrace/contract";

/** A run that the inputs of a task run name. */
interface NamedRun {
  /** The argument it was given for. */
  readonly key: string;
  readonly type: Json;
  readonly id: string;
}

/** The runs named anywhere in the inputs of a task run. Clients report inputs as they like, so anything else is passed over. */
export const listNamedRuns = (inputs: JsonObject): NamedRun[] =>
  Object.entries(inputs).flatMap(([key, list]) => {
    if (!isList(list)) return [];
    return list.flatMap((input) =>
      isObject(input) && typeof input.id === "string" ? [{ key, type: input.input_type ?? null, id: input.id }] : [],
    );
  });

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is JsonObject => typeof value === "object" && value !== null && !isList(value);
