import { findNearest } from "@millrace/settings";
import { UsageError } from "../errors.ts";
import { type Duration, toSeconds } from "./duration.ts";

/** What an option takes: which values, said for people, and the options inside it where its value is an object of such. */
export interface Takes {
  readonly fits: (value: unknown) => boolean;
  readonly says: string;
  readonly inside?: Readonly<Record<string, Takes>>;
}

type KeysOf<O> = O extends unknown ? keyof O : never;
/** What each option of an object of them takes. */
export type TakesOf<O> = { readonly [K in KeysOf<O> & string]: Takes };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isFunction = (value: unknown): boolean => typeof value === "function";
const isText = (value: unknown): boolean => typeof value === "string";
const isDuration = (value: unknown): boolean => {
  try {
    return toSeconds(value as Duration) >= 0;
  } catch {
    return false;
  }
};

export const aText: Takes = { fits: isText, says: "a text" };
export const aFlag: Takes = { fits: (value) => typeof value === "boolean", says: "true or false" };
export const aFunction: Takes = { fits: isFunction, says: "a function" };
export const anObject: Takes = { fits: isObject, says: "an object" };
export const aList: Takes = { fits: Array.isArray, says: "a list" };
export const aDuration: Takes = { fits: isDuration, says: 'a length of time with its unit, such as "30s", "5m" or { hours: 2 }' };
export const aShare: Takes = {
  fits: (value) => typeof value === "number" && value >= 0 && value <= 1,
  says: "a share from 0 to 1, such as 0.3",
};
export const aSignal: Takes = { fits: (value) => value instanceof AbortSignal, says: "an AbortSignal" };

export const wholeFrom = (least: number): Takes => ({
  fits: (value) => typeof value === "number" && Number.isInteger(value) && value >= least,
  says: `a whole number from ${least}`,
});
export const oneOf = (...texts: readonly string[]): Takes => ({
  fits: (value) => texts.some((text) => text === value),
  says: `one of ${texts.map((text) => `"${text}"`).join(", ")}`,
});
export const listOf = ({ fits, ...item }: Takes, says: string): Takes => ({
  ...item,
  fits: (value) => Array.isArray(value) && value.every(fits),
  says,
});
export const either = (...all: readonly Takes[]): Takes => ({
  fits: (value) => all.some(({ fits }) => fits(value)),
  says: all.map(({ says }) => says).join(" or "),
  inside: Object.assign({}, ...all.map(({ inside }) => inside)),
});
/** Options inside an option; `needed` are those that it makes no sense without. */
export const optionsOf = (inside: Readonly<Record<string, Takes>>, needed: readonly string[] = []): Takes => ({
  fits: (value) => isObject(value) && needed.every((name) => value[name] !== undefined),
  says: needed.length === 0 ? "an object" : `an object with ${needed.join(" and ")}`,
  inside,
});
export const texts = listOf(aText, "a list of texts");

const longest = 60;

/** A value in a message. What is inside objects may be secret, and is long. */
const show = (value: unknown): string => {
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "a list";
  if (isObject(value)) return "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
};

const alike = 4;

/** The option that was meant by a name: one that is spelt nearly so, or that begins so, as `retry` for `retries`. */
const findMeant = (name: string, known: readonly string[]): string | undefined => {
  const begin = name.slice(0, alike).toLowerCase();
  return findNearest(name, known) ?? known.find((each) => begin.length === alike && each.toLowerCase().startsWith(begin));
};

interface Place {
  /** Whose options they are, such as `the task "load"`. */
  readonly of: string;
  /** What leads to them from the outermost. */
  readonly path: string;
}

const unknownOption = ({ of, path }: Place, [name, value]: readonly [string, unknown], known: readonly string[]): UsageError => {
  const near = findMeant(name, known);
  const remedy = near === undefined ? `Known are ${known.join(", ")}.` : `Did you mean ${path}${near}?`;
  return new UsageError(`There is no option ${path}${name}, which ${of} is given as ${show(value)}. ${remedy}`);
};

const checkInside = (place: Place, options: Readonly<Record<string, unknown>>, takes: Readonly<Record<string, Takes>>): void => {
  for (const [name, value] of Object.entries(options)) {
    const option = Object.hasOwn(takes, name) ? takes[name] : undefined;
    if (option === undefined) throw unknownOption(place, [name, value], Object.keys(takes));
    if (value === undefined) continue;
    const path = `${place.path}${name}`;
    const { inside = {} } = option;
    const nested = Object.keys(inside).length === 0 ? [] : (Array.isArray(value) ? value : [value]).filter(isObject);
    for (const each of nested) checkInside({ ...place, path: `${path}.` }, each, inside);
    if (!option.fits(value)) throw new UsageError(`${path} of ${place.of} is ${show(value)}; it takes ${option.says}.`);
  }
};

/** How messages call something of a kind that options are for. */
export const labelOf = (kind: string, options: unknown): string =>
  isObject(options) && isText(options.name) ? `the ${kind} "${options.name}"` : `a ${kind}`;

/** Refuses what is no function. Throws a `UsageError`. */
export const checkFunction = (of: string, fn: unknown): void => {
  if (isFunction(fn)) return;
  throw new UsageError(`The function of ${of} is ${show(fn)}; give it after the options, such as ({ name: "load" }, async () => …).`);
};

/**
 * Refuses options that there are none of and values that an option does not take, for callers whose types nobody checks. An
 * option that is undefined is not given. Throws a `UsageError` that names the option, its value and what would be right.
 */
export const checkOptions = (of: string, options: unknown, takes: Readonly<Record<string, Takes>>): void => {
  if (!isObject(options)) throw new UsageError(`The options of ${of} are ${show(options)}; write an object, such as { name: "load" }.`);
  checkInside({ of, path: "" }, options, takes);
};
