import type { Json, JsonObject } from "@millrace/contract";
import { isObject } from "../../schema-form/json.ts";

const part = (object: JsonObject, key: string): JsonObject => {
  const value = object[key];
  return isObject(value) ? value : {};
};

const variablesOf = (template: JsonObject): JsonObject => part(template, "variables");

const mapProperties = (variables: JsonObject, change: (name: string, property: JsonObject) => JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(part(variables, "properties")).map(([name, property]) => [name, isObject(property) ? change(name, property) : property]),
  );

const withoutDefault = ({ default: _, ...property }: JsonObject): JsonObject => property;

/** The schema of a form whose values are the defaults of a template's variables: every one may be left out. */
export const schemaOfDefaults = (template: JsonObject): JsonObject => {
  const { required: _, ...variables } = variablesOf(template);
  return { type: "object", ...variables, properties: mapProperties(variables, (_name, property) => withoutDefault(property)) };
};

/** The defaults a template has, by variable. */
export const defaultsOf = (template: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(part(variablesOf(template), "properties")).flatMap(([name, property]) =>
      isObject(property) && property.default !== undefined ? [[name, property.default]] : [],
    ),
  );

/**
 * The template with these defaults and no others. Values of variables it does not know are added to them, so that nothing typed is
 * lost. An empty template without values stays empty: half of one is refused.
 */
export const withDefaults = (template: JsonObject, values: JsonObject): JsonObject => {
  if (template.variables === undefined && Object.keys(values).length === 0) return template;
  const variables = variablesOf(template);
  const known = part(variables, "properties");
  const properties = mapProperties(variables, (name, property) => {
    const value = values[name];
    return value === undefined ? withoutDefault(property) : { ...withoutDefault(property), default: value };
  });
  const added = Object.entries(values).flatMap(([name, value]) => (known[name] === undefined ? [[name, { default: value }] as const] : []));
  return { ...template, variables: { type: "object", ...variables, properties: { ...properties, ...Object.fromEntries(added) } } };
};

/** A JSON object, or what keeps a text from being one. */
export const parseObject = (text: string): { readonly value: JsonObject } | { readonly problem: string } => {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? { value } : { problem: "A job template is a JSON object." };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

/** A kind of worker, as the server tells of it. */
export interface WorkerKind {
  readonly type: string;
  readonly label: string;
  readonly description: string;
  readonly isBeta: boolean;
  readonly template: JsonObject;
}

const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** The kinds of worker in the server's collection, in its order; those that agents of old served are left out. */
export const readWorkerKinds = (collection: JsonObject): readonly WorkerKind[] =>
  Object.values(collection)
    .filter(isObject)
    .flatMap((kinds) => Object.values(kinds).filter(isObject))
    .flatMap((kind) => {
      const type = text(kind.type);
      if (type === "" || type === "prefect-agent") return [];
      const template = part(kind, "default_base_job_configuration");
      return [
        { type, label: text(kind.display_name) || type, description: text(kind.description), isBeta: kind.is_beta === true, template },
      ];
    });
