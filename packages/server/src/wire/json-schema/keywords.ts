import type { Json, JsonObject } from "@millrace/contract";
import type { Failure } from "./failures.ts";
import type { Matches } from "./patterns.ts";
import { pythonText } from "./python-text.ts";
import { has, isEqual, isList, isObject, isOfType } from "./values.ts";

/** What a keyword is checked against. */
export interface Check {
  /** The keyword's own value in the schema. */
  readonly given: Json;
  readonly value: Json;
  readonly schema: JsonObject;
  readonly matches: Matches;
}

/** Says what is wrong; undefined when nothing is. */
type Simple = (check: Check) => string | undefined;

const numeric =
  (fails: (value: number, bound: number) => boolean, words: string): Simple =>
  ({ given, value }) =>
    typeof value === "number" && typeof given === "number" && fails(value, given) ? `${value} ${words} ${given}` : undefined;

interface Sized {
  readonly size: (value: Json) => number | undefined;
  readonly fails: (size: number, bound: number) => boolean;
  /** Bounds with words of their own. */
  readonly special: readonly [number, string];
  readonly words: string;
}

const sized =
  ({ size, fails, special: [bound, specialWords], words }: Sized): Simple =>
  ({ given, value }) => {
    const actual = size(value);
    if (actual === undefined || typeof given !== "number" || !fails(actual, given)) return undefined;
    return `${pythonText(value)} ${given === bound ? specialWords : words}`;
  };

const lengthOf = (value: Json): number | undefined => (typeof value === "string" ? [...value].length : undefined);
const countOf = (value: Json): number | undefined => (isList(value) ? value.length : undefined);
const keysOf = (value: Json): number | undefined => (isObject(value) ? Object.keys(value).length : undefined);
const tooSmall = (size: number, bound: number): boolean => size < bound;
const tooLarge = (size: number, bound: number): boolean => size > bound;
const none: Sized["special"] = [0, "is expected to be empty"];
const some: Sized["special"] = [1, "should be non-empty"];

const isMultiple = (value: number, of: number): boolean => {
  const quotient = value / of;
  return Number.isInteger(of) ? value % of === 0 : Math.trunc(quotient) === quotient;
};

/** Keywords that look at a value without descending into it. */
export const simpleKeywords: Readonly<Record<string, Simple>> = {
  type({ given, value }) {
    const types = isList(given) ? given : [given];
    return types.some((type) => isOfType(value, type))
      ? undefined
      : `${pythonText(value)} is not of type ${types.map(pythonText).join(", ")}`;
  },
  enum({ given, value }) {
    if (!isList(given) || given.some((each) => isEqual(each, value))) return undefined;
    return `${pythonText(value)} is not one of ${pythonText(given)}`;
  },
  const: ({ given, value }) => (isEqual(given, value) ? undefined : `${pythonText(given)} was expected`),
  minimum: numeric((value, bound) => value < bound, "is less than the minimum of"),
  maximum: numeric((value, bound) => value > bound, "is greater than the maximum of"),
  exclusiveMinimum: numeric((value, bound) => value <= bound, "is less than or equal to the minimum of"),
  exclusiveMaximum: numeric((value, bound) => value >= bound, "is greater than or equal to the maximum of"),
  multipleOf: numeric((value, of) => !isMultiple(value, of), "is not a multiple of"),
  minLength: sized({ size: lengthOf, fails: tooSmall, special: some, words: "is too short" }),
  maxLength: sized({ size: lengthOf, fails: tooLarge, special: none, words: "is too long" }),
  minItems: sized({ size: countOf, fails: tooSmall, special: some, words: "is too short" }),
  maxItems: sized({ size: countOf, fails: tooLarge, special: none, words: "is too long" }),
  minProperties: sized({ size: keysOf, fails: tooSmall, special: some, words: "does not have enough properties" }),
  maxProperties: sized({ size: keysOf, fails: tooLarge, special: none, words: "has too many properties" }),
  uniqueItems({ given, value }) {
    if (given !== true || !isList(value)) return undefined;
    const repeated = value.some((item, index) => value.slice(0, index).some((earlier) => isEqual(earlier, item)));
    return repeated ? `${pythonText(value)} has non-unique elements` : undefined;
  },
  pattern({ given, value, matches }) {
    if (typeof given !== "string" || typeof value !== "string" || matches(given, value)) return undefined;
    return `${pythonText(value)} does not match ${pythonText(given)}`;
  },
};

/** `'a', 'b' were`: names that should not be there, as the messages list them. */
export const unexpected = (names: readonly string[]): string =>
  `${names.toSorted().map(pythonText).join(", ")} ${names.length === 1 ? "was" : "were"}`;

/** Keys of an object that neither `properties` nor `patternProperties` of its schema speak of. */
export const additionalKeys = (
  value: JsonObject,
  { schema: { properties, patternProperties }, matches }: Omit<Check, "value">,
): string[] => {
  const patterns = isObject(patternProperties) ? Object.keys(patternProperties) : [];
  return Object.keys(value).filter(
    (key) => !(isObject(properties) && has(properties, key)) && !patterns.some((pattern) => matches(pattern, key)),
  );
};

export const failure = (keyword: string, message: string, { value, schema }: Pick<Check, "value" | "schema">): Failure => ({
  keyword,
  path: [],
  message,
  value,
  schema,
  causes: [],
});
