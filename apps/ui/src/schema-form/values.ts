import type { Json, JsonObject } from "@millrace/contract";
import { isEqual, isList, isObject } from "./json.ts";
import { isPlaceholder } from "./kinds.ts";
import type { ListNode, ObjectNode, SchemaNode } from "./schema-node.ts";

/** What a field begins with once somebody sets it: its default, or the emptiest value of its type. */
export const initialValue = (node: SchemaNode): Json => {
  if (node.fallback !== undefined && node.fallback.value !== null) return node.fallback.value;
  switch (node.type) {
    case "text":
      return "";
    case "boolean":
      return false;
    case "list":
      return Array.from({ length: Math.min(node.minItems, 50) }, (_, index) => initialItem(node, index));
    case "object":
      return initialObject(node);
    case "choice":
      return node.options.length === 1 ? (node.options[0] ?? null) : null;
    case "variants":
      return node.variants[0] === undefined ? null : initialValue(node.variants[0]);
    default:
      return null;
  }
};

/** A tuple has an item in each of its places from the start. */
const initialItem = (node: ListNode, index: number): Json => {
  const item = node.prefix()[index] ?? node.items();
  return item === undefined ? null : initialValue(item);
};

/** What there is no choice about is filled in: it often says which variant of a union this is. */
const initialObject = (node: ObjectNode): JsonObject => {
  const certain = node.properties().filter((property) => property.node.type === "choice" && property.node.options.length === 1);
  return Object.fromEntries(certain.map(({ name, node: only }) => [name, initialValue(only)]));
};

/** The node of an item of a list. */
export const itemNode = (node: ListNode, index: number): SchemaNode | undefined => node.prefix()[index] ?? node.items();

/** Which variant a value is of: -1 when it is of none. */
export const findVariant = (variants: readonly SchemaNode[], value: Json): number => {
  const scores = variants.map((variant) => likeness(variant, value));
  const best = Math.max(...scores);
  return best <= 0 ? -1 : scores.indexOf(best);
};

/** Whether a value may be meant for a node, text in place of a number included, as numbers are typed as text. */
export const isLike = (node: SchemaNode, value: Json): boolean =>
  isPlaceholder(value) || likeness(node, value) > 0.5 || (node.type === "number" && typeof value === "string");

/** What a value becomes when its type changes; undefined when it says nothing in the other. */
export const convertTo = (node: SchemaNode, value: Json | undefined): Json | undefined => {
  if (node.type === "list" || node.type === "object" || node.type === "boolean") return initialValue(node);
  if (node.type === "text" && typeof value === "number") return String(value);
  if (node.type === "number" && typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
  return undefined;
};

/** How much a value looks like it was meant for a node: 0 not at all, 4 beyond doubt. */
const likeness = (node: SchemaNode, value: Json): number => {
  switch (node.type) {
    case "choice":
      return node.options.some((option) => isEqual(option, value)) ? 4 : 0;
    case "block":
      return isObject(value) && Object.hasOwn(value, "$ref") ? 4 : 0;
    case "text":
      return typeof value === "string" ? likenessOfText(node.format, value) : 0;
    case "number":
      return typeof value === "number" && (!node.integer || Number.isInteger(value)) ? (node.integer ? 3.5 : 3) : 0;
    case "boolean":
      return typeof value === "boolean" ? 3 : 0;
    case "list":
      return isList(value) ? 2 + averageLikeness(node, value) / 5 : 0;
    case "object":
      return isObject(value) && !isPlaceholder(value) ? likenessOfObject(node, value) : 0;
    case "variants":
      return Math.max(...node.variants.map((variant) => likeness(variant, value)));
    default:
      return node.type === "json" ? 1 : 0;
  }
};

/** A text that is a date is more likely meant as one. */
const likenessOfText = (format: string | undefined, value: string): number => {
  if (format === "date") return /^\d{4}-\d{2}-\d{2}$/.test(value) ? 3.5 : 2;
  if (format === "date-time") return /^\d{4}-\d{2}-\d{2}[T ]\d{2}:/.test(value) ? 3.5 : 2;
  return 3;
};

const averageLikeness = (node: ListNode, items: readonly Json[]): number => {
  const first = items.slice(0, 10);
  if (first.length === 0) return 1;
  const all = first.map((item, index) => {
    const inner = itemNode(node, index);
    return inner === undefined ? 0 : likeness(inner, item);
  });
  return all.reduce((sum, each) => sum + each, 0) / first.length;
};

/** The most shared keys win; an object open to any key is better than one that shares none. */
const likenessOfObject = (node: ObjectNode, value: JsonObject): number => {
  const properties = node.properties();
  const keys = Object.keys(value);
  if (properties.length === 0) return node.additional() === undefined ? 1.1 : 1.5;
  const shared = properties.filter(({ name }) => Object.hasOwn(value, name));
  const denied = shared.some(({ name, node: inner }) => inner.type === "choice" && likeness(inner, value[name] ?? null) === 0);
  const missing = properties.filter(({ name, required }) => required && !Object.hasOwn(value, name)).length;
  if (denied) return 0.5;
  const share = (shared.length - missing / 2) / Math.max(properties.length, keys.length, 1);
  return keys.length > 0 && shared.length === 0 ? 1 : 2 + Math.max(share, -1);
};

/** Whether a node's own field can show a value; what it cannot is shown as JSON, so that nothing is changed unseen. */
export const canShow = (node: SchemaNode, value: Json): boolean => {
  switch (node.type) {
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number" || typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "list":
      return isList(value);
    case "object":
      return isObject(value);
    case "block":
      return isObject(value) && Object.hasOwn(value, "$ref");
    default:
      return true;
  }
};

/** Values with the objects that are required, which people fill in rather than create. */
export const withRequiredObjects = (node: ObjectNode, values: JsonObject, defaults: JsonObject = {}): JsonObject =>
  fillIn(node, values, { defaults, depth: 0 });

/** A schema that requires itself without end has no values; nobody needs to see more of it than this. */
const deepest = 5;

const fillIn = (node: ObjectNode, values: JsonObject, given: { readonly defaults: JsonObject; readonly depth: number }): JsonObject => {
  if (given.depth > deepest) return values;
  const added = node.properties().flatMap(({ name, required, node: inner }): [string, Json][] => {
    const value = values[name];
    if (inner.type !== "object") return [];
    if (isObject(value) && !isPlaceholder(value)) return [[name, fillIn(inner, value, { defaults: {}, depth: given.depth + 1 })]];
    const isWanted = required && value === undefined && inner.fallback === undefined && given.defaults[name] === undefined;
    if (!isWanted || inner.nullable || inner.properties().length === 0) return [];
    return [[name, fillIn(inner, initialObject(inner), { defaults: {}, depth: given.depth + 1 })]];
  });
  return { ...values, ...Object.fromEntries(added) };
};
