/** Placeholders of job templates and deployment steps, `{{ name }}`, and what stands for them (workers.md §8). */
import type { Json, JsonObject } from "@millrace/contract";

export interface Placeholder {
  /** As written, braces included. */
  readonly text: string;
  readonly name: string;
}

/** Anything else between braces, such as a filter, is plain text. */
const pattern = /\{\{\s*([\w.\-[\]$]+)\s*\}\}/g;

export const findPlaceholders = (text: string): readonly Placeholder[] =>
  text.includes("{{") ? [...text.matchAll(pattern)].map(([whole, name = ""]) => ({ text: whole, name })) : [];

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object that a value is; an empty one where it is none. */
export const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** The text that a value is; undefined where it is none, or empty. */
export const textOf = (value: Json | undefined): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** What `a.b[0].c` names inside a value; undefined when there is nothing. */
export const findAt = (value: Json | undefined, path: string): Json | undefined => {
  const segments = path.split(/[.[\]]+/).filter((segment) => segment !== "");
  return segments.reduce<Json | undefined>((at, segment) => {
    if (Array.isArray(at)) return /^-?\d+$/.test(segment) ? at.at(Number(segment)) : undefined;
    return isObject(at) && Object.hasOwn(at, segment) ? at[segment] : undefined;
  }, value);
};

const quote = (text: string): string =>
  text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

const printInside = (value: Json): string => (typeof value === "string" ? quote(value) : printValue(value));

/** A value in the middle of a text, as the protocol's programs print it: `True`, `None`, `{'a': 1}`. */
export const printValue = (value: Json): string => {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(printInside).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${quote(key)}: ${printInside(item)}`)
    .join(", ")}}`;
};

/** Keys and list items whose value became undefined are left out. */
const mapStrings = (value: Json, replace: (text: string) => Json | undefined): Json | undefined => {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) {
    return value.flatMap((item): Json[] => {
      const mapped = mapStrings(item, replace);
      return mapped === undefined ? [] : [mapped];
    });
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, Json][] => {
      const mapped = mapStrings(item, replace);
      return mapped === undefined ? [] : [[key, mapped]];
    }),
  );
};

const isReference = (name: string): boolean => name.startsWith("prefect.blocks.") || name.startsWith("prefect.variables.");

export interface FillOptions {
  /** Whether placeholders that nothing is known for stay as they are written, all or by name; else they go. */
  readonly keepsMissing?: boolean | ((name: string) => boolean);
  /** What `{{ $NAME }}` reads; left as written without one. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Fills placeholders in the texts of a template; what was filled in is not looked at again. References to blocks and variables stay.
 * A text that is one placeholder becomes the value itself, of whatever type.
 */
export const fillPlaceholders = (template: Json, values: JsonObject, { keepsMissing = false, env }: FillOptions = {}): Json | undefined =>
  mapStrings(template, (text) => {
    const found = findPlaceholders(text).filter(({ name }) => !isReference(name) && (env !== undefined || !name.startsWith("$")));
    const [first] = found;
    if (first === undefined) return text;
    if (first.text === text && !first.name.startsWith("$")) return findAt(values, first.name) ?? whenMissing(values, first, keepsMissing);
    return found.reduce(
      (filled, placeholder) => filled.replace(placeholder.text, () => inText(placeholder, values, { keepsMissing, env })),
      text,
    );
  });

const keeps = (keepsMissing: FillOptions["keepsMissing"], name: string): boolean =>
  typeof keepsMissing === "function" ? keepsMissing(name) : keepsMissing === true;

const whenMissing = (values: JsonObject, { name, text }: Placeholder, keepsMissing: FillOptions["keepsMissing"]): Json | undefined => {
  if (findAt(values, name) === null) return null;
  return keeps(keepsMissing, name) ? text : undefined;
};

const inText = ({ name, text }: Placeholder, values: JsonObject, { keepsMissing, env }: FillOptions): string => {
  const value = name.startsWith("$") ? env?.[name.slice(1)] : findAt(values, name);
  if (value !== undefined) return printValue(value);
  return keeps(keepsMissing, name) ? text : "";
};
