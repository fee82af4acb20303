/** What the job templates of all kinds of worker are made of (workers.md §7). */
import type { Json, JsonObject } from "../schema.ts";

/** The schemas of a template's variables, by name. */
export type Variables = Readonly<Record<string, JsonObject>>;

/** How a kind of worker is told what to start. */
export interface Job {
  /** Variables beside those of every job. */
  readonly variables: Variables;
  /** Variables that have to be given. */
  readonly required?: readonly string[];
  /** Schemas that the variables refer to. */
  readonly definitions?: Variables;
  /** Fields of the configuration that are more than the variable of their name. */
  readonly fields?: JsonObject;
  /** Variables that reach the configuration only by those fields. */
  readonly within?: readonly string[];
}

export const text: JsonObject = { type: "string" };
export const texts: JsonObject = { type: "array", items: text };
export const object: JsonObject = { type: "object" };
export const whole: JsonObject = { type: "integer" };
export const secret: JsonObject = { type: "string", writeOnly: true, format: "password" };

/** A variable that may be left to the worker. */
export const optional = (type: JsonObject, more: JsonObject): JsonObject => ({ anyOf: [type, { type: "null" }], default: null, ...more });

/** A value that is one of a template's definitions. */
export const defined = (name: string): JsonObject => ({ $ref: `#/definitions/${name}` });

interface Block {
  readonly title: string;
  readonly description: string;
  readonly properties: Variables;
  readonly required?: readonly string[];
  /** Paths of the fields that are secrets. */
  readonly secrets?: readonly string[];
}

/** The fields of a kind of block, by its slug: a value that is written out, or a reference to a stored block. */
export const block = (slug: string, { secrets = [], ...fields }: Block): JsonObject => ({
  type: "object",
  ...fields,
  block_type_slug: slug,
  secret_fields: secrets,
  block_schema_references: {},
});

/** What every kind of worker takes. */
const everyJob: Variables = {
  name: optional(text, { title: "Name", description: "What the infrastructure of a run is called." }),
  env: {
    type: "object",
    title: "Environment Variables",
    description: "Variables the run's process starts with.",
    additionalProperties: { anyOf: [text, { type: "null" }] },
  },
  labels: { type: "object", title: "Labels", description: "Labels for the infrastructure of a run.", additionalProperties: text },
  command: optional(text, {
    title: "Command",
    description: "What starts the run. Leave it empty unless the worker's own command does not fit.",
  }),
};

/** A template that hands each variable to the field of its name, but for those that only parts of other fields take. */
export const templateOf = ({ variables, required = [], definitions, fields = {}, within = [] }: Job): JsonObject => {
  const properties = { ...everyJob, ...variables };
  const handed = Object.keys(properties).filter((name) => !within.includes(name));
  return {
    job_configuration: { ...Object.fromEntries(handed.map((name): [string, Json] => [name, `{{ ${name} }}`])), ...fields },
    variables: {
      type: "object",
      properties,
      ...(required.length === 0 ? {} : { required }),
      ...(definitions === undefined ? {} : { definitions }),
    },
  };
};
