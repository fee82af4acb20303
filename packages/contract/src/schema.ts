/**
 * The vocabulary every wire shape is written in. A schema is plain JSON Schema; its two type parameters say what a
 * caller may send (`Input`) and what a handler gets once defaults are filled in (`Parsed`).
 */

/** JSON Schema as this protocol uses it, with four marks of our own for how a value is read. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly type?: "string" | "number" | "integer" | "boolean" | "null" | "array" | "object";
  readonly format?: "uuid" | "date-time" | "duration";
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly prefixItems?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly default?: unknown;
  /** A body with one key per parameter: unknown keys ignored, null means the default (server.md §1.3). */
  readonly "x-parameters"?: boolean;
  /** A time that keeps the offset it was written with (server.md §1.2). */
  readonly "x-keep-offset"?: boolean;
  /** Takes what others of its type refuse: numbers of any size, texts with halves of characters, which are replaced. */
  readonly "x-lenient"?: boolean;
  /** Holds no control characters, such as line breaks. */
  readonly "x-one-line"?: boolean;
  /** The key in which each member of `anyOf` names itself: what is wrong with a value is told of the member it names. */
  readonly "x-discriminator"?: string;
}

declare const input: unique symbol;
declare const parsed: unique symbol;
export interface Schema<In = unknown, Out = In> extends JsonSchema {
  readonly [input]?: In;
  readonly [parsed]?: Out;
}
export type AnySchema = Schema<unknown, unknown>;

/** What a caller may send for a schema; for a reply, what it gets. */
export type Static<S> = S extends Schema<infer In, unknown> ? In : never;
/** What a handler gets for a schema: as `Static`, with every default filled in. */
export type Parsed<S> = S extends Schema<unknown, infer Out> ? Out : never;

/** A field that may be missing and stays missing. */
export interface OptionalField<In, Out> {
  readonly optional: Schema<In, Out>;
}
/** A field that may be missing and is then filled in. */
export interface DefaultField<In, Out> {
  readonly filled: Schema<In, Out>;
}
type Field = AnySchema | OptionalField<unknown, unknown> | DefaultField<unknown, unknown>;
export type Fields = Readonly<Record<string, Field>>;

type Flatten<T> = { [K in keyof T]: T[K] } & {};
type MaybeMissing<F> = F extends { optional: unknown } | { filled: unknown } ? true : false;
type FieldInput<F> = F extends OptionalField<infer In, unknown> ? In : F extends DefaultField<infer In, unknown> ? In : Static<F>;
type FieldParsed<F> = F extends OptionalField<unknown, infer Out> ? Out : F extends DefaultField<unknown, infer Out> ? Out : Parsed<F>;
export type ObjectInput<P> = Flatten<
  { readonly [K in keyof P as MaybeMissing<P[K]> extends true ? never : K]: FieldInput<P[K]> } & {
    readonly [K in keyof P as MaybeMissing<P[K]> extends true ? K : never]?: FieldInput<P[K]> | undefined;
  }
>;
export type ObjectParsed<P> = Flatten<
  { readonly [K in keyof P as P[K] extends { optional: unknown } ? never : K]: FieldParsed<P[K]> } & {
    readonly [K in keyof P as P[K] extends { optional: unknown } ? K : never]?: FieldParsed<P[K]> | undefined;
  }
>;
export interface ObjectSchema<P extends Fields> extends Schema<ObjectInput<P>, ObjectParsed<P>> {
  readonly type: "object";
  readonly properties: Readonly<Record<string, JsonSchema>>;
  /** The fields as written, to build another shape from. */
  readonly fields: P;
}

/** Lower-case, hyphenated UUID text. Read in any case, with or without hyphens. */
export const Uuid: Schema<string> = { type: "string", format: "uuid" };
export type Uuid = string;

/**
 * A moment as the protocol prints it: UTC, `Z`, six fraction digits, no fraction when it is zero (server.md §1.2).
 * Read from ISO 8601 with any offset or none (UTC), or from unix seconds or milliseconds.
 */
export const Instant: Schema<string> = { type: "string", format: "date-time" };
export type Instant = string;

/** A moment that keeps the offset it was written with, as inside state details and schedules (server.md §1.2). */
export const ZonedInstant: Schema<string> = { type: "string", format: "date-time", "x-keep-offset": true };
export type ZonedInstant = string;

/** A duration: a JSON number of seconds. Read from seconds, ISO 8601 or `HH:MM:SS` too. */
export const Seconds: Schema<number> = { type: "number", format: "duration" };
export type Seconds = number;

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export const Json: Schema<Json> = {};

/** Any JSON object, its content opaque to the server. */
export type JsonObject = { readonly [key: string]: Json };
export const JsonObject: Schema<JsonObject> = { type: "object", additionalProperties: true };

export const Text: Schema<string> = { type: "string" };
export const Integer: Schema<number> = { type: "integer" };
export const Decimal: Schema<number> = { type: "number" };
export const Bool: Schema<boolean> = { type: "boolean" };
export const Null: Schema<null> = { type: "null" };

/** A schema with more keywords, such as bounds, a pattern or a description. */
export const With = <S extends AnySchema>(schema: S, keywords: JsonSchema): S => ({ ...schema, ...keywords });

/** A name that must fit in one URL path segment (server.md §1.13). */
export const Name = With(Text, { pattern: "^[^/%&><]+$", "x-one-line": true });

/** What programs say in their own words. No half of a character in it is a reason to lose the rest. */
export const Prose = With(Text, { "x-lenient": true });

/** One of the given texts. */
export const OneOf = <const T extends readonly string[]>(...values: T): Schema<T[number]> => ({ type: "string", enum: values });

/** `T` or null. */
export const Nullable = <In, Out>(schema: Schema<In, Out>): Schema<In | null, Out | null> => ({ anyOf: [schema, Null] });

/** One of several shapes, the first that fits. With a `discriminator`, a value that fits none is judged by the shape it names there. */
export const Union = <const S extends readonly AnySchema[]>(
  members: S,
  discriminator?: string,
): Schema<Static<S[number]>, Parsed<S[number]>> => ({
  anyOf: members,
  ...(discriminator === undefined ? {} : { "x-discriminator": discriminator }),
});

export const List = <In, Out>(item: Schema<In, Out>): Schema<readonly In[], readonly Out[]> => ({ type: "array", items: item });
/** Exactly two values, written as an array. */
export const Pair = <A, AOut, B, BOut>(
  first: Schema<A, AOut>,
  second: Schema<B, BOut>,
): Schema<readonly [A, B], readonly [AOut, BOut]> => ({
  type: "array",
  prefixItems: [first, second],
  minItems: 2,
  maxItems: 2,
});
export const MapOf = <In, Out>(value: Schema<In, Out>): Schema<Readonly<Record<string, In>>, Readonly<Record<string, Out>>> => ({
  type: "object",
  additionalProperties: value,
});
export const Tags = List(Text);

/** Typed facts attached to a flow, deployment or run. */
export const Labels = MapOf(Union([Bool, Integer, Decimal, Text]));
export type Labels = Static<typeof Labels>;

export const Optional = <In, Out>(schema: Schema<In, Out>): OptionalField<In, Out> => ({ optional: schema });
export const Default = <In, Out>(schema: Schema<In, Out>, value: Out): DefaultField<In, Out> => ({
  filled: With(schema, { default: value }),
});

const object = <P extends Fields>(fields: P, keywords: JsonSchema): ObjectSchema<P> => {
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    if ("optional" in field) properties[name] = field.optional;
    else if ("filled" in field) properties[name] = field.filled;
    else {
      properties[name] = field;
      required.push(name);
    }
  }
  const schema = { type: "object" as const, properties, ...(required.length > 0 ? { required } : {}), ...keywords };
  return Object.defineProperty(schema, "fields", { value: fields, enumerable: false }) as ObjectSchema<P>;
};

/** A shape that refuses unknown keys, as create, update and filter bodies do (server.md §1.3). */
export const Closed = <P extends Fields>(fields: P): ObjectSchema<P> => object(fields, { additionalProperties: false });
/** A shape that tolerates unknown keys and drops them. */
export const Open = <P extends Fields>(fields: P): ObjectSchema<P> => object(fields, {});
/** A body with one key per parameter; may be missing when every parameter may (server.md §1.3). */
export const Parameters = <P extends Fields>(fields: P): ObjectSchema<P> => object(fields, { "x-parameters": true });

/** What every stored object carries. */
export const stored = { id: Uuid, created: Instant, updated: Instant } as const;
