import type { Say } from "./say.ts";
import { onOneLine } from "./width.ts";

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0);

const print = (value: unknown): string => onOneLine(typeof value === "string" ? value : JSON.stringify(value));

/** Fields of an API object for people: one a line, objects inside indented, empty fields left out. */
export const listFields = (object: object, indent = ""): readonly string[] =>
  Object.entries(object).flatMap(([key, value]: [string, unknown]) => {
    if (isEmpty(value)) return [];
    const nested = typeof value === "object" && value !== null;
    if (!nested) return [`${indent}${key}: ${print(value)}`];
    if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return [`${indent}${key}: ${value.map(print).join(", ")}`];
    if (Array.isArray(value))
      return [`${indent}${key}:`, ...value.flatMap((item: object) => asItem(listFields(item, `${indent}  `), indent))];
    return [`${indent}${key}:`, ...listFields(value, `${indent}  `)];
  });

const asItem = (lines: readonly string[], indent: string): readonly string[] =>
  lines.map((line, index) => `${indent}${index === 0 ? "- " : "  "}${line.slice(indent.length + 2)}`);

export const sayObject = (say: Say, object: object): void => {
  for (const line of listFields(object)) {
    const [, lead = "", name = "", rest = ""] = /^([ -]*)([^:]*:)(.*)$/s.exec(line) ?? ["", "", "", line];
    say.line(lead + say.style.dim(name) + rest);
  }
};
