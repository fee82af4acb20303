import type { Json, JsonObject } from "@millrace/contract";

/** A run that the inputs of a task run name. */
interface NamedRun {
  /** The argument it was given for. */
  readonly key: string;
  readonly type: Json;
  readonly id: string;
}

/** The runs named anywhere in the inputs of a task run. Clients report inputs as they like, so anything else is passed over. */
export const listNamedRuns = (inputs: JsonObject): NamedRun[] => {
  const runs: NamedRun[] = [];
  for (const [key, list] of Object.entries(inputs)) {
    if (!isList(list)) continue;
    for (const input of list) {
      if (isObject(input) && typeof input.id === "string") runs.push({ key, type: input.input_type ?? null, id: input.id });
    }
  }
  return runs;
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json): value is JsonObject => typeof value === "object" && value !== null && !isList(value);
