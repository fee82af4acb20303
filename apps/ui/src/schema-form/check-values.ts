import type { Json, JsonObject } from "@millrace/contract";
import { checkKeywords, type KeywordChecks } from "./check-keywords.ts";
import { errorsOf, type FieldErrors, type Problem } from "./field-errors.ts";
import { isEqual, isList, isObject, parseJson } from "./json.ts";
import { hasPlaceholders, isPlaceholder, kindOf, textOf, unwrap } from "./kinds.ts";
import type { Path } from "./paths.ts";
import type { ListNode, ObjectNode, SchemaNode, VariantsNode } from "./schema-node.ts";
import { findVariant, itemNode } from "./values.ts";

interface Place {
  readonly path: Path;
  readonly checks: KeywordChecks;
}

/**
 * Says at once what is wrong with values, in words for people. It asks less than the server, which has the last word: what
 * templates and variables will stand for is not known here, and fits.
 */
export const createCheck = (root: ObjectNode): ((values: JsonObject) => FieldErrors) => {
  const checks: KeywordChecks = { root: root.schema, validators: new WeakMap() };
  return (values) => errorsOf(checkNode({ path: [], checks }, root, values));
};

const checkNode = (place: Place, node: SchemaNode, given: Json): Problem[] => {
  const value = unwrap(given);
  if (value === undefined) return [];
  if (isPlaceholder(value)) return checkPlaceholder(place, node, value);
  if (value === null && node.nullable) return [];
  switch (node.type) {
    case "list":
      return isList(value) ? checkList(place, node, value) : checkKeywords(place, node, value);
    case "object":
      return isObject(value) ? checkObject(place, node, value) : checkKeywords(place, node, value);
    case "variants":
      return checkVariants(place, node, value);
    case "choice":
      return checkChoice(place, node.options, value);
    case "block":
      return checkBlock(place, value);
    default:
      return checkKeywords(place, node, value);
  }
};

const checkPlaceholder = (place: Place, node: SchemaNode, value: JsonObject): Problem[] => {
  if (kindOf(value) !== "json" || textOf(value, "json") === "") return [];
  const parsed = parseJson(textOf(value, "json"));
  return parsed === undefined ? [{ path: place.path, text: "This is not valid JSON." }] : checkNode(place, node, parsed.value);
};

/** Whether a placeholder leaves its key out. */
const isRemoved = (value: Json | undefined): boolean => {
  if (value === undefined) return true;
  const kind = kindOf(value);
  return (kind === "json" || kind === "workspace_variable") && isObject(value) && textOf(value, kind) === "";
};

const checkObject = (place: Place, node: ObjectNode, value: JsonObject): Problem[] => {
  const properties = node.properties();
  const known = properties.flatMap(({ name, required, node: inner }): Problem[] => {
    const path = [...place.path, name];
    const item = Object.hasOwn(value, name) ? value[name] : undefined;
    if (item === undefined || isRemoved(item)) return required ? [{ path, text: "A value is required." }] : [];
    return checkNode({ ...place, path }, inner, item);
  });
  const names = new Set(properties.map(({ name }) => name));
  const others = Object.entries(value).filter(([name]) => !names.has(name));
  const additional = node.additional();
  const unknown = others.flatMap(([name, item]): Problem[] => {
    const path = [...place.path, name];
    if (additional === undefined && node.schema.patternProperties === undefined) return [{ path, text: "There is no field of this name." }];
    return additional === undefined ? [] : checkNode({ ...place, path }, additional, item);
  });
  return [...known, ...unknown, ...(hasPlaceholders(value) ? [] : checkKeywords(place, node, value))];
};

const checkList = (place: Place, node: ListNode, value: readonly Json[]): Problem[] => {
  const items = value.flatMap((item, index) => {
    const inner = itemNode(node, index);
    return inner === undefined ? [] : checkNode({ ...place, path: [...place.path, index] }, inner, item);
  });
  const size = sizeText(node, value.length);
  return [
    ...items,
    ...(size === undefined ? [] : [{ path: place.path, text: size }]),
    ...(hasPlaceholders(value) ? [] : checkKeywords(place, node, value)),
  ];
};

const items = (count: number) => `${count} item${count === 1 ? "" : "s"}`;

const sizeText = ({ minItems, maxItems }: ListNode, length: number): string | undefined => {
  if (length < minItems) return `Needs at least ${items(minItems)}; there ${length === 1 ? "is" : "are"} ${length}.`;
  if (maxItems !== undefined && length > maxItems) return `Takes at most ${items(maxItems)}; there are ${length}.`;
  return undefined;
};

/** What is wrong is told of the variant the value was meant for, not of all of them. */
const checkVariants = (place: Place, node: VariantsNode, value: Json): Problem[] => {
  const meant = node.variants[findVariant(node.variants, value)];
  if (meant === undefined) return [{ path: place.path, text: "This fits none of the possible types." }];
  const problems = checkNode(place, meant, value);
  if (problems.length === 0) return [];
  return node.variants.some((other) => other !== meant && checkNode(place, other, value).length === 0) ? [] : problems;
};

const checkChoice = ({ path }: Place, options: readonly Json[], value: Json): Problem[] => {
  if (options.some((option) => isEqual(option, value))) return [];
  const named = options.slice(0, 8).map((option) => (typeof option === "string" ? option : JSON.stringify(option)));
  return [{ path, text: `Choose one of: ${named.join(", ")}${options.length > named.length ? ", …" : ""}.` }];
};

/** A block may also be given in full, which the server checks. */
const checkBlock = ({ path }: Place, value: Json): Problem[] => (isObject(value) ? [] : [{ path, text: "Choose a block." }]);
