import type { FieldHints } from "./compile.ts";
import { printTerm } from "./terms.ts";

export interface Suggestion {
  /** What the box then says; with a colon at its end, a value is still missing. */
  readonly text: string;
  readonly hint: string;
}

/** How what is being typed may go on: a field, or a value of the field that is there. */
export const suggest = (draft: string, fields: FieldHints, known: Readonly<Record<string, readonly string[]>>): readonly Suggestion[] => {
  const [, minus = "", name = "", typed = ""] = /^(-?)([a-z-]*):(.*)$/.exec(draft) ?? [];
  const field = fields[name];
  if (field !== undefined) {
    const done = typed.split(",").slice(0, -1);
    const part = (typed.split(",").at(-1) ?? "").toLowerCase();
    const values = [...(field.values ?? []), ...(known[name] ?? [])].filter(
      (value) => value.toLowerCase().includes(part) && !done.includes(value),
    );
    return values
      .slice(0, 12)
      .map((value) => ({ text: printTerm({ field: name, values: [...done, value], isNegated: minus === "-" }), hint: "" }));
  }
  const start = draft.replace(/^-/, "").toLowerCase();
  const sign = draft.startsWith("-") ? "-" : "";
  return Object.entries(fields)
    .filter(([each, { hint }]) => each.startsWith(start) && !hint.startsWith("cannot"))
    .map(([each, { hint }]) => ({ text: each === "param" ? "param." : `${sign}${each}:`, hint }));
};
