import type { Json, JsonObject } from "@millrace/contract";
import { invalid } from "../../errors.ts";
import { withPlainNumbers } from "../../exact-numbers.ts";
import type { Failure } from "./failures.ts";
import { formats } from "./formats.ts";
import { additionalKeys, type Check, failure, simpleKeywords, unexpected } from "./keywords.ts";
import { type Matches, startMatching } from "./patterns.ts";
import { pythonText } from "./python-text.ts";
import { has, isList, isObject } from "./values.ts";

/** Deeper than any schema meant for people; only one that refers to itself without end gets there. */
const deepest = 200;

/** Steps that checking a value takes at most: a schema whose alternatives call each other could take them without end. */
const mostSteps = 1_000_000;

/** What it counts for to say that no alternative fits: its text tells all of the value. */
const stepsOfRefusal = 30;

/** A schema whose references lead back to themselves for the same value. */
export class CircularSchema extends Error {}

/** A reference to something that is not in the schema. Nothing is ever fetched. */
export class UnknownReference extends Error {}

interface Walk {
  readonly root: JsonObject;
  /** Texts are held to the `format` of their schemas. */
  readonly withFormats: boolean;
  readonly depth: number;
  /** Counts for the whole walk. */
  readonly steps: { left: number };
  readonly matches: Matches;
}

type Descend = (walk: Walk, check: Check) => Failure[];

/** Everything about `value` that does not fit `schema`: a JSON Schema of draft 2020-12, by interpretation. Throws `invalid` where that is too much. */
export const checkValue = (value: Json, schema: JsonObject, { withFormats = false } = {}): Failure[] => {
  const plain = withPlainNumbers(schema);
  const root = isObject(plain) ? plain : {};
  const checked = withPlainNumbers(value);
  return descend({ root, withFormats, depth: 0, steps: { left: mostSteps }, matches: startMatching() }, checked, root);
};

const descend = (walk: Walk, value: Json, schema: Json | undefined): Failure[] => {
  if (walk.depth > deepest) throw new CircularSchema();
  if (walk.steps.left-- <= 0) {
    throw invalid(`Checking these values against their schema takes more than ${mostSteps} steps. Make the schema simpler, or the values.`);
  }
  if (schema === false) {
    const message = `False schema does not allow ${pythonText(value)}`;
    return [{ keyword: "false", path: [], message, value, schema: {}, causes: [] }];
  }
  if (!isObject(schema)) return [];
  const deeper = { ...walk, depth: walk.depth + 1 };
  return Object.entries(schema).flatMap(([keyword, given]) => {
    const check = { given, value, schema, matches: walk.matches };
    const message = Object.hasOwn(simpleKeywords, keyword) ? simpleKeywords[keyword]?.(check) : undefined;
    if (message !== undefined) return [failure(keyword, message, check)];
    return Object.hasOwn(nested, keyword) ? (nested[keyword]?.(deeper, check) ?? []) : [];
  });
};

const under = (key: string | number, failures: readonly Failure[]): Failure[] =>
  failures.map((each) => ({ ...each, path: [key, ...each.path], causes: under(key, each.causes) }));

const fits = (walk: Walk, value: Json, schema: Json | undefined): boolean => descend(walk, value, schema).length === 0;

/** A step of a reference without its escapes. One that is escaped wrongly names what it says. */
const unescaped = (step: string): string => {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
};

const resolve = (root: JsonObject, reference: string): Json => {
  const unknown = (): never => {
    throw new UnknownReference(`Unresolvable: ${reference}`);
  };
  if (reference !== "#" && !reference.startsWith("#/")) return unknown();
  let found: Json | undefined = root;
  for (const step of reference.split("/").slice(1)) {
    const key = unescaped(step).replaceAll("~1", "/").replaceAll("~0", "~");
    if (isList(found)) found = found[Number(key)];
    else found = isObject(found) && has(found, key) ? found[key] : unknown();
  }
  return found ?? unknown();
};

/** Which alternatives a value fits, and why it does not fit the others. */
const tryAll = (walk: Walk, value: Json, schemas: readonly Json[]) => {
  const outcomes = schemas.map((schema) => ({ schema, failures: descend(walk, value, schema) }));
  const fitting = outcomes.filter(({ failures }) => failures.length === 0);
  if (fitting.length === 0) walk.steps.left -= stepsOfRefusal;
  return { fitting, causes: outcomes.flatMap(({ failures }) => failures) };
};

const noneFits = (keyword: string, check: Check, causes: readonly Failure[]): Failure[] => [
  { ...failure(keyword, `${pythonText(check.value)} is not valid under any of the given schemas`, check), causes },
];

const objects: Readonly<Record<string, Descend>> = {
  properties: (walk, { given, value }) =>
    isObject(value) && isObject(given)
      ? Object.entries(given).flatMap(([key, schema]) => (has(value, key) ? under(key, descend(walk, value[key] ?? null, schema)) : []))
      : [],
  patternProperties: (walk, { given, value, matches }) =>
    isObject(value) && isObject(given)
      ? Object.entries(given).flatMap(([pattern, schema]) =>
          Object.entries(value).flatMap(([key, item]) => (matches(pattern, key) ? under(key, descend(walk, item, schema)) : [])),
        )
      : [],
  propertyNames: (walk, { given, value }) => (isObject(value) ? Object.keys(value).flatMap((key) => descend(walk, key, given)) : []),
  additionalProperties(walk, check) {
    const { given, value, schema } = check;
    if (!isObject(value)) return [];
    const extra = additionalKeys(value, check);
    if (isObject(given)) return extra.flatMap((key) => under(key, descend(walk, value[key] ?? null, given)));
    if (given !== false || extra.length === 0) return [];
    if (!isObject(schema.patternProperties)) {
      return [failure("additionalProperties", `Additional properties are not allowed (${unexpected(extra)} unexpected)`, check)];
    }
    const patterns = Object.keys(schema.patternProperties).toSorted().map(pythonText).join(", ");
    const names = extra.toSorted().map(pythonText).join(", ");
    const message = `${names} ${extra.length === 1 ? "does" : "do"} not match any of the regexes: ${patterns}`;
    return [failure("additionalProperties", message, check)];
  },
  required(_walk, check) {
    const { given, value } = check;
    if (!isObject(value) || !isList(given)) return [];
    const missing = given.filter((key) => typeof key === "string" && !has(value, key));
    return missing.map((key) => failure("required", `${pythonText(key)} is a required property`, check));
  },
  dependentRequired(_walk, check) {
    const { given, value } = check;
    if (!isObject(value) || !isObject(given)) return [];
    return Object.entries(given).flatMap(([key, needed]) => {
      if (!has(value, key) || !isList(needed)) return [];
      const missing = needed.filter((each) => typeof each === "string" && !has(value, each));
      return missing.map((each) => failure("dependentRequired", `${pythonText(each)} is a dependency of ${pythonText(key)}`, check));
    });
  },
  dependentSchemas: (walk, { given, value }) =>
    isObject(value) && isObject(given)
      ? Object.entries(given).flatMap(([key, schema]) => (has(value, key) ? descend(walk, value, schema) : []))
      : [],
};

const lists: Readonly<Record<string, Descend>> = {
  prefixItems: (walk, { given, value }) =>
    isList(value) && isList(given)
      ? value.slice(0, given.length).flatMap((item, index) => under(index, descend(walk, item, given[index])))
      : [],
  items(walk, check) {
    const { given, value, schema } = check;
    const prefix = isList(schema.prefixItems) ? schema.prefixItems.length : 0;
    if (!isList(value) || value.length <= prefix) return [];
    const rest = value.slice(prefix);
    if (given !== false) return rest.flatMap((item, index) => under(prefix + index, descend(walk, item, given)));
    const [only = null] = rest;
    const shown = pythonText(rest.length === 1 ? only : rest);
    return [failure("items", `Expected at most ${prefix} item${prefix === 1 ? "" : "s"} but found ${rest.length} extra: ${shown}`, check)];
  },
  contains(walk, check) {
    const { given, value, schema } = check;
    if (!isList(value)) return [];
    const least = typeof schema.minContains === "number" ? schema.minContains : 1;
    const most = typeof schema.maxContains === "number" ? schema.maxContains : value.length;
    const found = value.filter((item) => fits(walk, item, given)).length;
    if (found > most) return [failure("maxContains", `Too many items match the given schema (expected at most ${most})`, check)];
    if (found >= least) return [];
    if (found === 0) return [failure("contains", `${pythonText(value)} does not contain items matching the given schema`, check)];
    const message = `Too few items match the given schema (expected at least ${least} but only ${found} matched)`;
    return [failure("minContains", message, check)];
  },
};

const format: Descend = ({ withFormats }, check) => {
  const { given, value } = check;
  if (!withFormats || typeof given !== "string" || typeof value !== "string" || !Object.hasOwn(formats, given)) return [];
  return formats[given]?.(value) === false ? [failure("format", `${pythonText(value)} is not a ${pythonText(given)}`, check)] : [];
};

const choices: Readonly<Record<string, Descend>> = {
  $ref: (walk, { given, value }) => (typeof given === "string" ? descend(walk, value, resolve(walk.root, given)) : []),
  allOf: (walk, { given, value }) => (isList(given) ? given.flatMap((schema) => descend(walk, value, schema)) : []),
  anyOf(walk, check) {
    if (!isList(check.given)) return [];
    const { fitting, causes } = tryAll(walk, check.value, check.given);
    return fitting.length > 0 ? [] : noneFits("anyOf", check, causes);
  },
  oneOf(walk, check) {
    if (!isList(check.given)) return [];
    const { fitting, causes } = tryAll(walk, check.value, check.given);
    const [first, ...others] = fitting.map(({ schema }) => pythonText(schema));
    if (first === undefined) return noneFits("oneOf", check, causes);
    if (others.length === 0) return [];
    return [failure("oneOf", `${pythonText(check.value)} is valid under each of ${[...others, first].join(", ")}`, check)];
  },
  not(walk, check) {
    if (!fits(walk, check.value, check.given)) return [];
    return [failure("not", `${pythonText(check.value)} should not be valid under ${pythonText(check.given)}`, check)];
  },
  if: (walk, { given, value, schema }) => descend(walk, value, fits(walk, value, given) ? schema.then : schema.else),
};

const nested: Readonly<Record<string, Descend>> = { ...objects, ...lists, ...choices, format };
