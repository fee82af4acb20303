import type { Json, JsonObject } from "@millrace/contract";
import { has, isList, isObject } from "../json-schema/values.ts";
import { HydrationError } from "./hydration-error.ts";
import { parseJson } from "./parse-json.ts";

/** Where placeholders take their content from. */
export interface Sources {
  /** Undefined when there is no variable of that name. */
  readonly findVariable: (name: string) => Promise<Json | undefined>;
  /** Renders a template; throws a `HydrationError` with what is wrong in it. */
  readonly render: (template: string) => Promise<string>;
  /** What takes the place of a placeholder that cannot be filled. Without it the first of these ends it all. */
  readonly mend?: ((error: HydrationError) => string) | undefined;
}

/** Stands for a placeholder without content, which goes away together with its key. */
const removed = Symbol("removed");
type Hydrated = Json | typeof removed;

/** Replaces every placeholder, an object with `__prefect_kind`, by what it stands for. Throws a `HydrationError`. */
export const hydrate = async (values: JsonObject, sources: Sources): Promise<JsonObject> => {
  const hydrated = await fill(values, sources);
  return hydrated !== removed && isObject(hydrated) ? hydrated : {};
};

/** Whether there is anything to replace at all: most parameters are plain. */
export const hasPlaceholders = (value: Json): boolean => {
  if (isList(value)) return value.some(hasPlaceholders);
  return isObject(value) && (has(value, "__prefect_kind") || Object.values(value).some(hasPlaceholders));
};

const fill = async (value: Json, sources: Sources): Promise<Hydrated> => {
  if (isList(value)) {
    const items = await Promise.all(value.map((item, index) => fillAt(index, item, sources)));
    return items.filter((item) => item !== removed);
  }
  if (!isObject(value)) return value;
  if (has(value, "__prefect_kind")) return mended(value, sources);
  const entries = await Promise.all(Object.entries(value).map(async ([key, item]) => [key, await fillAt(key, item, sources)] as const));
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, Json] => entry[1] !== removed));
};

/** What goes wrong inside says where. */
const fillAt = async (step: string | number, value: Json, sources: Sources): Promise<Hydrated> => {
  try {
    return await fill(value, sources);
  } catch (error) {
    if (error instanceof HydrationError) error.path = [step, ...error.path];
    throw error;
  }
};

const mended = async (placeholder: JsonObject, sources: Sources): Promise<Hydrated> => {
  try {
    return await replace(placeholder, sources);
  } catch (error) {
    if (error instanceof HydrationError && sources.mend !== undefined) return sources.mend(error);
    throw error;
  }
};

const replace = (placeholder: JsonObject, sources: Sources): Promise<Hydrated> | Hydrated => {
  switch (placeholder.__prefect_kind) {
    case "none":
      return fill(need(placeholder, "value"), sources);
    case "json":
      return has(placeholder, "value") ? replaceJson(placeholder, sources) : removed;
    case "jinja":
      return replaceTemplate(placeholder, sources);
    case "workspace_variable":
      return has(placeholder, "variable_name") ? replaceVariable(placeholder, sources) : removed;
    default:
      return has(placeholder, "value") ? (placeholder.value ?? null) : null;
  }
};

const need = (placeholder: JsonObject, key: string): Json => {
  if (!has(placeholder, key)) throw new HydrationError(`Missing '${key}' key in __prefect object`);
  return placeholder[key] ?? null;
};

/** The content of a placeholder, which may be a placeholder itself: one that cannot be filled spoils the outer one. */
const content = (value: Json | undefined, sources: Sources): Promise<Hydrated> | Hydrated =>
  isObject(value) ? fill(value, { ...sources, mend: undefined }) : (value ?? null);

const replaceJson = async ({ value }: JsonObject, sources: Sources): Promise<Hydrated> => {
  const text = await content(value, sources);
  return typeof text === "string" ? parseJson(text) : text;
};

const replaceTemplate = async (placeholder: JsonObject, sources: Sources): Promise<Hydrated> => {
  const template = await content(need(placeholder, "template"), sources);
  if (template === removed) return removed;
  if (typeof template !== "string") throw new HydrationError("Invalid jinja: a template must be a string.");
  return sources.render(template);
};

const replaceVariable = async ({ variable_name }: JsonObject, sources: Sources): Promise<Hydrated> => {
  const name = await content(variable_name, sources);
  if (name === removed) return removed;
  const value = typeof name === "string" ? await sources.findVariable(name) : undefined;
  if (value === undefined) throw new HydrationError(`Variable '${String(name)}' not found in workspace.`);
  return value;
};
