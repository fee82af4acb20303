/** OpenAPI documents, as far as they are compared. */

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

export interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

export interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses?: Readonly<Record<string, Content>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export const bodyOf = ({ content = {} }: Content): Schema => Object.values(content)[0]?.schema ?? {};

export const refName = (ref: string): string => ref.split("/").at(-1) ?? ref;

/** A schema as the list of what a value may be, with unions inside unions laid out. */
export const alternativesOf = (document: OpenApi, schema: Schema): readonly Schema[] => {
  const { $ref, anyOf, oneOf, allOf } = schema;
  if ($ref !== undefined) return alternativesOf(document, document.components?.schemas?.[refName($ref)] ?? {});
  const members = anyOf ?? oneOf ?? (allOf?.length === 1 ? allOf : undefined);
  return members === undefined ? [schema] : members.flatMap((member) => alternativesOf(document, member));
};

/** A type of JSON, or one value of it that is allowed. */
interface Kind {
  readonly type: string;
  readonly narrowed?: string;
}

const allTypes = ["array", "boolean", "null", "number", "object", "string"];

/** Formats of numbers and addresses say what they mean, not what is taken. */
const meaningless = new Set(["time-delta", "uri"]);

const kindsOf = ({ type = "any", format, enum: values, const: only }: Schema): readonly Kind[] => {
  const allowed = only === undefined ? values : [only];
  if (allowed !== undefined) return allowed.map((value) => ({ type: typeof value, narrowed: JSON.stringify(value) }));
  return [format === undefined || meaningless.has(format) ? { type } : { type, narrowed: format }];
};

/** What values of these schemas may be. Every type there is means anything. */
export const listKinds = (schemas: readonly Schema[]): readonly Kind[] => {
  const kinds = schemas.flatMap(kindsOf);
  const whole = new Set(kinds.flatMap(({ type, narrowed }) => (narrowed === undefined ? [type] : [])));
  return whole.has("any") || allTypes.every((type) => whole.has(type)) ? [{ type: "any" }] : kinds;
};

const holds = (wide: Kind, narrow: Kind): boolean => {
  if (wide.type === "any") return true;
  if (wide.type !== narrow.type) return wide.type === "number" && narrow.type === "integer" && wide.narrowed === undefined;
  return wide.narrowed === undefined || wide.narrowed === narrow.narrowed;
};

/** Whether every value of the narrow kinds is one of the wide ones. */
export const coverKinds = (wide: readonly Kind[], narrow: readonly Kind[]): boolean =>
  narrow.every((kind) => wide.some((one) => holds(one, kind)));

/** Kinds in words. */
export const printKinds = (kinds: readonly Kind[]): string =>
  [...new Set(kinds.map(({ type, narrowed }) => (narrowed === undefined ? type : `${type} ${narrowed}`)))].sort().join(" | ");
