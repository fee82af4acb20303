import type { Say } from "./say.ts";
import { onOneLine } from "./width.ts";

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === "";
const isPlain = (value: unknown): boolean => typeof value !== "object" || value === null;
const print = (value: unknown): string => onOneLine(typeof value === "string" ? value : JSON.stringify(value));

/** Fields of an API object for people: one a line, objects inside indented, fields without content left out. */
export const listFields = (object: object, indent = ""): readonly string[] =>
  Object.entries(object).flatMap(([key, value]: [string, unknown]) => {
    if (isNothing(value)) return [];
    if (typeof value !== "object" || value === null) return [`${indent}${key}: ${print(value)}`];
    if (!Array.isArray(value)) return titled(`${indent}${key}:`, listFields(value, `${indent}  `));
    const items: readonly unknown[] = value;
    if (items.every(isPlain)) return items.length === 0 ? [] : [`${indent}${key}: ${items.map(print).join(", ")}`];
    const objects = items.filter((item) => typeof item === "object" && item !== null);
    return titled(
      `${indent}${key}:`,
      objects.flatMap((item) => asItem(listFields(item, `${indent}  `), indent)),
    );
  });

const titled = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [title, ...lines]);

const asItem = (lines: readonly string[], indent: string): readonly string[] =>
  lines.map((line, index) => `${indent}${index === 0 ? "- " : "  "}${line.slice(indent.length + 2)}`);

export const sayObject = (say: Say, object: object): void => {
  for (const line of listFields(object)) {
    const [, lead = "", name = "", rest = ""] = /^([ -]*)([^:]*:)(.*)$/s.exec(line) ?? ["", "", "", line];
    say.line(lead + say.style.dim(name) + rest);
  }
};
