import type { JsonSchema, Parsed, Schema } from "@millrace/contract";
import { hasKeys } from "../exact-numbers.ts";
import { InvalidRequest, type Problem, type Problems } from "./problems.ts";
import { type Read, readScalar } from "./read-scalars.ts";

/** Numbers that were kept as text are objects to the language alone. */
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => hasKeys(value);

/** Says of the problems found since `from` that they are under `key`. */
const locate = (problems: Problems, from: number, key: string | number): void => {
  for (let index = from; index < problems.length; index++) problems[index]?.loc.unshift(key);
};

const items = (count: number): string => `${count} item${count === 1 ? "" : "s"}`;

/** Says that a list has too few or too many entries. */
const countItems = (value: readonly unknown[], problems: Problems, bounds: Pick<JsonSchema, "minItems" | "maxItems">): void => {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = bounds;
  const refuse = (type: string, bound: string, ctx: Readonly<Record<string, number>>): void => {
    const msg = `List should have ${bound} after validation, not ${value.length}`;
    problems.push({ type, loc: [], msg, input: value, ctx: { field_type: "List", ...ctx, actual_length: value.length } });
  };
  if (value.length < minItems) refuse("too_short", `at least ${items(minItems)}`, { min_length: minItems });
  if (value.length > maxItems) refuse("too_long", `at most ${items(maxItems)}`, { max_length: maxItems });
};

const readList = (schema: JsonSchema, strict: boolean): Read => {
  const readItem = compile(schema.items ?? {}, strict);
  return (value, problems) => {
    if (!Array.isArray(value)) {
      problems.push({ type: "list_type", loc: [], msg: "Input should be a valid list", input: value });
      return undefined;
    }
    countItems(value, problems, schema);
    return value.map((item, index) => {
      const before = problems.length;
      const read = readItem(item, problems);
      if (problems.length > before) locate(problems, before, index);
      return read;
    });
  };
};

/** Reads an array with a meaning for each place, none of which may be missing. */
const readTuple = (members: readonly JsonSchema[], strict: boolean): Read => {
  const reads = members.map((member) => compile(member, strict));
  return (value, problems) => {
    if (!Array.isArray(value)) {
      problems.push({ type: "tuple_type", loc: [], msg: "Input should be a valid tuple", input: value });
      return undefined;
    }
    if (value.length > reads.length) {
      const msg = `Tuple should have at most ${items(reads.length)} after validation, not ${value.length}`;
      const ctx = { field_type: "Tuple", max_length: reads.length, actual_length: value.length };
      problems.push({ type: "too_long", loc: [], msg, input: value, ctx });
      return undefined;
    }
    return reads.map((readMember, index) => {
      const before = problems.length;
      if (index >= value.length) problems.push({ type: "missing", loc: [], msg: "Field required", input: value });
      const read = index >= value.length ? undefined : readMember(value[index], problems);
      if (problems.length > before) locate(problems, before, index);
      return read;
    });
  };
};

const readMap = (schema: JsonSchema, strict: boolean): Read => {
  const values = schema.additionalProperties;
  const readValue = typeof values === "object" ? compile(values, strict) : undefined;
  return (value, problems) => {
    if (!isObject(value)) {
      problems.push({ type: "dict_type", loc: [], msg: "Input should be a valid dictionary", input: value });
      return undefined;
    }
    if (readValue === undefined) return value;
    const read: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) {
      const before = problems.length;
      setOwn(read, key, readValue(item, problems));
      if (problems.length > before) locate(problems, before, key);
    }
    return read;
  };
};

/** Sets a key that came from outside: `__proto__` becomes a plain key like any other. */
const setOwn = (target: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === "__proto__") Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
};

interface Property {
  readonly name: string;
  readonly read: Read;
  readonly required: boolean;
  readonly default: unknown;
}

const readShape = (schema: JsonSchema): Read => {
  const required = new Set(schema.required);
  const properties = Object.entries(schema.properties ?? {}).map(
    ([name, property]): Property => ({ name, read: compile(property, false), required: required.has(name), default: property.default }),
  );
  const known = new Set(properties.map(({ name }) => name));
  const closed = schema.additionalProperties === false;
  const parameters = schema["x-parameters"] === true;

  const readProperty = (property: Property, value: Readonly<Record<string, unknown>>, problems: Problems): unknown => {
    const { name, read, default: fallback } = property;
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given === undefined || (given === null && parameters)) {
      if (property.required) problems.push({ type: "missing", loc: [name], msg: "Field required", input: parameters ? null : value });
      return fallback;
    }
    const before = problems.length;
    const result = read(given, problems);
    if (problems.length > before) locate(problems, before, name);
    return result;
  };

  /** Without a body, no parameter is given; in what is no object, none of them can be looked up, not even those with a default. */
  const readNoParameters = (value: unknown, problems: Problems): unknown => {
    if (value === null) return readObject({}, problems);
    for (const { name } of properties) problems.push({ type: "missing", loc: [name], msg: "Field required", input: null });
    return undefined;
  };

  const readObject = (value: Readonly<Record<string, unknown>>, problems: Problems): unknown => {
    const result: Record<string, unknown> = {};
    for (const property of properties) {
      const read = readProperty(property, value, problems);
      if (read !== undefined) result[property.name] = read;
    }
    if (closed) {
      for (const key of Object.keys(value)) {
        if (!known.has(key))
          problems.push({ type: "extra_forbidden", loc: [key], msg: "Extra inputs are not permitted", input: value[key] });
      }
    }
    return result;
  };

  return (value, problems) => {
    if (isObject(value)) return readObject(value, problems);
    if (parameters) return readNoParameters(value, problems);
    const msg = "Input should be a valid dictionary or object to extract fields from";
    problems.push({ type: "model_attributes_type", loc: [], msg, input: value });
    return undefined;
  };
};

const readUnion = (schema: JsonSchema): Read => {
  const members = schema.anyOf ?? [];
  const shapes = members.filter((member) => member.type !== "null");
  const nullable = shapes.length < members.length;
  const [only] = shapes;
  if (only !== undefined && shapes.length === 1) {
    const read = compile(only, false);
    return (value, problems) => (value === null && nullable ? null : read(value, problems));
  }
  // What a member takes as it is goes before what another takes as something else, such as a text for a number.
  const reads = [
    ...shapes.map((member, index) => ({ index, read: compile(member, true) })),
    ...shapes.flatMap((member, index) => (member.type === "object" ? [] : { index, read: compile(member, false) })),
  ];
  return (value, problems) => {
    if (value === null && nullable) return null;
    const attempts: Problem[][] = [];
    for (const { index, read } of reads) {
      const attempt: Problem[] = [];
      const result = read(value, attempt);
      if (attempt.length === 0) return result;
      attempts[index] = attempt;
    }
    const told = shapes.every(isPlain) ? tellAll(attempts, shapes) : findMeant(attempts, shapes, { key: schema["x-discriminator"], value });
    problems.push(...(told ?? closest(attempts, shapes, value)));
    return undefined;
  };
};

const isPlain = ({ type }: JsonSchema): boolean => type !== "object" && type !== "array" && type !== undefined;

/** What each kind of plain value is called in the protocol's problems. */
const kinds: Readonly<Record<string, string>> = { boolean: "bool", integer: "int", number: "float", string: "str" };

/** Of plain values none is closer than another, so that all are told. */
const tellAll = (attempts: readonly Problem[][], shapes: readonly JsonSchema[]): Problem[] =>
  attempts.flatMap((problems, index) => {
    const { type, enum: values } = shapes[index] ?? {};
    locate(problems, 0, values === undefined ? (kinds[String(type)] ?? "") : `literal[${values.map((each) => `'${each}'`).join(",")}]`);
    return problems;
  });

/** Where shapes name themselves in a key: the problems of the one that a value names, or that it names none of them. */
const findMeant = (attempts: readonly Problem[][], shapes: readonly JsonSchema[], { key, value }: Named): Problem[] | undefined => {
  if (key === undefined || !isObject(value) || !Object.hasOwn(value, key)) return undefined;
  const names = shapes.flatMap((shape) => shape.properties?.[key]?.enum ?? []);
  const known: readonly unknown[] = names;
  const meant = attempts[known.indexOf(value[key])];
  if (meant !== undefined) return meant;
  const problems: Problem[] = [];
  compile({ enum: names }, true)(value[key], problems);
  locate(problems, 0, key);
  return problems;
};

interface Named {
  readonly key: string | undefined;
  readonly value: unknown;
}

/** Of several failed readings, the problems of the one that was most probably meant. */
const closest = (attempts: readonly Problem[][], shapes: readonly JsonSchema[], value: unknown): Problem[] => {
  const shared = (shape: JsonSchema | undefined): number =>
    isObject(value) ? Object.keys(shape?.properties ?? {}).filter((key) => Object.hasOwn(value, key)).length : 0;
  const ranked = attempts.map((problems, index) => ({ problems, score: shared(shapes[index]) * 100 - problems.length }));
  ranked.sort((one, other) => other.score - one.score);
  return ranked[0]?.problems ?? [];
};

const compile = (schema: JsonSchema, strict: boolean): Read => {
  if (schema.anyOf !== undefined) return readUnion(schema);
  const scalar = readScalar(schema, strict);
  if (scalar !== undefined) return scalar;
  if (schema.prefixItems !== undefined) return readTuple(schema.prefixItems, strict);
  if (schema.type === "array") return readList(schema, strict);
  if (schema.type === "object") return schema.properties === undefined ? readMap(schema, strict) : readShape(schema);
  return (value) => value;
};

const compiled = new WeakMap<JsonSchema, Read>();

/** The reader of a schema, made when first asked for: a server that starts compiles nothing. */
const readerOf = (schema: JsonSchema): Read => {
  let read = compiled.get(schema);
  if (read === undefined) {
    read = compile(schema, false);
    compiled.set(schema, read);
  }
  return read;
};

/** Reads a value as its schema says: coerced, with defaults. Throws `InvalidRequest` that lists everything wrong with it. */
export const read = <S extends Schema>(schema: S, value: unknown, where: "body" | "query" | "path"): Parsed<S> => {
  const problems: Problem[] = [];
  const result = readerOf(schema)(value, problems);
  if (problems.length > 0) {
    locate(problems, 0, where);
    if (where === "body") throw new InvalidRequest(problems, value);
    // Parameters outside a body are each on their own: of a missing one there is no object it is missing from.
    throw new InvalidRequest(problems.map((problem) => (problem.input === value ? { ...problem, input: null } : problem)));
  }
  return result as Parsed<S>;
};

/** The same without an exception, for messages that arrive in bulk: undefined and the first problem's text when it does not fit. */
export const tryRead = <S extends Schema>(schema: S, value: unknown): { value: Parsed<S> } | { problem: string } => {
  const problems: Problem[] = [];
  const result = readerOf(schema)(value, problems);
  const [first] = problems;
  if (first === undefined) return { value: result as Parsed<S> };
  return { problem: first.loc.length === 0 ? first.msg : `${first.loc.join(".")}: ${first.msg}` };
};
