import type { JsonSchema } from "./schema.ts";

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && ("type" in value || "anyOf" in value) && !("env" in value);

/** What stays the same object when keywords such as a default are added to a schema. */
export const identityOf = ({ properties, enum: values, anyOf }: JsonSchema): object | undefined => properties ?? values ?? anyOf;

/** The shapes that have a name, and the names by what a schema is known by. */
export interface NamedShapes {
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  /** The name of a schema, with whatever keywords it has here; undefined for one that is no named shape. */
  readonly nameOf: (schema: JsonSchema) => string | undefined;
}

/** Finds the named shapes among what modules export. The first name of a shape is the one it is called by. */
export const nameShapes = (...modules: readonly object[]): NamedShapes => {
  const names = new Map<object, string>();
  const schemas = new Map<string, JsonSchema>();
  for (const [name, value] of modules.flatMap((module) => Object.entries<unknown>({ ...module }))) {
    if (!/^[A-Z]/.test(name) || !isSchema(value)) continue;
    const identity = identityOf(value);
    if (identity === undefined || names.has(identity)) continue;
    names.set(identity, name);
    schemas.set(name, value);
  }
  return { schemas, nameOf: (schema) => names.get(identityOf(schema) ?? schema) };
};
