import type { Json, JsonObject } from "@millrace/contract";
import { isList, isObject } from "./json.ts";

/** Where a value is: keys of objects and places in lists. */
export type Path = readonly (string | number)[];

/** A path as a JSON pointer, which maps have as their key. */
export const pointerOf = (path: Path): string =>
  path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** A path as people write it: `addresses[2].city`. */
export const pathText = (path: Path): string =>
  path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");

const child = (value: Json | undefined, step: string | number): Json | undefined => {
  if (typeof step === "number") return isList(value) ? value[step] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
};

/** Undefined where nothing is, which is not null. */
export const valueAt = (value: Json | undefined, path: Path): Json | undefined => path.reduce(child, value);

/** The same value with another at a path; undefined there leaves the key out, or takes the item away. */
export const withValueAt = (value: Json | undefined, path: Path, next: Json | undefined): Json | undefined => {
  const [step, ...rest] = path;
  if (step === undefined) return next;
  const inner = withValueAt(child(value, step), rest, next);
  return typeof step === "number" ? withItem(isList(value) ? value : [], step, inner) : withKey(isObject(value) ? value : {}, step, inner);
};

/** Places before one that is set are null, as a list has no gaps. */
const withItem = (list: readonly Json[], index: number, item: Json | undefined): Json => {
  if (item === undefined) return list.toSpliced(index, 1);
  return Array.from({ length: Math.max(list.length, index + 1) }, (_, at) => (at === index ? item : (list[at] ?? null)));
};

const withKey = (object: JsonObject, key: string, item: Json | undefined): Json => {
  if (item !== undefined) return { ...object, [key]: item };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
};
