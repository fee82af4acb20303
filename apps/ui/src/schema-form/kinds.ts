import type { Json, JsonObject } from "@millrace/contract";
import { isObject, parseJson, printJson } from "./json.ts";
import type { SchemaNode } from "./schema-node.ts";

/** How a value is entered: by the fields of its schema, or as a placeholder that the server fills in (ui.md §2.2). */
export type ValueKind = "form" | "json" | "jinja" | "workspace_variable";

/** The kinds of placeholder a form may offer besides its fields. */
export type PlaceholderKind = Exclude<ValueKind, "form">;

const marker = "__prefect_kind";

/** Where each kind keeps its text. */
const textKeys = { json: "value", jinja: "template", workspace_variable: "variable_name" } as const;

export const isPlaceholder = (value: Json | undefined): value is JsonObject => isObject(value) && Object.hasOwn(value, marker);

export const hasPlaceholders = (value: Json | undefined): boolean => {
  if (typeof value !== "object" || value === null) return false;
  return isPlaceholder(value) || Object.values(value).some(hasPlaceholders);
};

/** A value without the wrapping `none`, and of kinds nobody knows: both stand for what they hold. */
export const unwrap = (value: Json | undefined): Json | undefined => {
  if (!isPlaceholder(value) || (typeof value[marker] === "string" && value[marker] in textKeys)) return value;
  return unwrap(value.value);
};

export const kindOf = (value: Json | undefined): ValueKind => {
  const kind = isPlaceholder(value) ? value[marker] : undefined;
  return kind === "json" || kind === "jinja" || kind === "workspace_variable" ? kind : "form";
};

/** The text of a placeholder; one of JSON may hold its value unprinted. */
export const textOf = (value: JsonObject, kind: PlaceholderKind): string => {
  const text = value[textKeys[kind]] ?? "";
  return typeof text === "string" ? text : printJson(text);
};

/** A placeholder of a kind. Without a text it leaves the key out where a kind can say so. */
export const placeholder = (kind: PlaceholderKind, text: string): JsonObject =>
  text === "" && kind !== "jinja" ? { [marker]: kind } : { [marker]: kind, [textKeys[kind]]: text };

/** The same value entered in another way; undefined leaves it out, `"impossible"` says that its text must be put right first. */
export const convert = (value: Json | undefined, to: ValueKind, node: SchemaNode): { value: Json | undefined } | "impossible" => {
  const from = kindOf(value);
  if (from === to) return { value };
  if (to === "form") return from === "form" ? { value } : readPlaceholder(value, from, node);
  if (to === "workspace_variable") return { value: placeholder(to, "") };
  return { value: placeholder(to, printFor(to, value)) };
};

/** The text a value becomes; a variable's name says nothing about its value. */
const printFor = (kind: PlaceholderKind, value: Json | undefined): string => {
  if (value === undefined) return "";
  const from = kindOf(value);
  if (from !== "form" && isObject(value)) return from === "workspace_variable" ? "" : textOf(value, from);
  return kind === "jinja" && typeof value === "string" ? value : printJson(value);
};

/** A template's text is a value of its own where texts are; anything else is read as JSON. */
const readPlaceholder = (value: Json | undefined, from: PlaceholderKind, node: SchemaNode): { value: Json | undefined } | "impossible" => {
  const text = isObject(value) && from !== "workspace_variable" ? textOf(value, from) : "";
  if (text.trim() === "") return { value: undefined };
  if (from === "jinja" && node.type === "text") return { value: text };
  return parseJson(text) ?? (from === "jinja" ? { value: text } : "impossible");
};

/** Values with their JSON read, for what is stored as it is and filled in by nobody: blocks and job templates. */
export const resolveJson = (value: Json): Json => {
  if (kindOf(value) === "json" && isObject(value)) return parseJson(textOf(value, "json"))?.value ?? value;
  if (Array.isArray(value)) return value.map(resolveJson);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => !(isObject(item) && kindOf(item) === "json" && textOf(item, "json") === ""));
  return Object.fromEntries(kept.map(([key, item]) => [key, resolveJson(item)]));
};

/** The digits of an integer that JavaScript cannot hold and that is therefore kept as the JSON it was typed as. */
export const readExactInteger = (value: Json | undefined): string | undefined => {
  const text = kindOf(value) === "json" && isObject(value) ? textOf(value, "json") : "";
  return /^-?\d{16,}$/.test(text) ? text : undefined;
};
