import { parseWindow } from "../components/time/time-range.ts";
import type { Term } from "./terms.ts";

/** Parts of filters that several fields share. */

type Lists = { readonly any_?: readonly string[] | null | undefined; readonly like_?: string | null | undefined };

export const noNegation = "The server cannot exclude by this.";

const hasWildcard = (value: string): boolean => value.includes("*");

/** By exact names, or by one pattern in which `*` stands for anything. */
export const byName = (before: Lists | null | undefined, { values, isNegated }: Term): Lists | string => {
  if (isNegated) return noNegation;
  if (before !== null && before !== undefined) return "The server takes one condition on this name; list alternatives with commas.";
  const [first = ""] = values;
  if (!values.some(hasWildcard)) return { any_: values };
  return values.length === 1 ? { like_: first.replaceAll("*", "%") } : "The server takes one pattern, or several exact names.";
};

const isId = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

interface Named {
  readonly id?: { readonly any_?: readonly string[] | null | undefined } | null | undefined;
  readonly name?: Lists | null | undefined;
}

/** By name, or by id where all that is given are ids. */
export const byNameOrId = <T extends Named>(before: T | null | undefined, term: Term): T | string => {
  const given = { ...before } as T;
  if (term.values.every(isId) && !term.isNegated)
    return given.id ? "The server takes one list of ids; separate them with commas." : { ...given, id: { any_: term.values } };
  const name = byName(given.name, term);
  return typeof name === "string" ? name : { ...given, name };
};

/** By a part of the name, in any case. */
export const byPartOfName = (before: Lists | null | undefined, { values, isNegated }: Term): Lists | string => {
  if (isNegated) return noNegation;
  const [first = ""] = values;
  return before === null || before === undefined
    ? { like_: first.replaceAll("*", "%") }
    : "The server looks for one part of the name at a time; put words that belong together in quotes.";
};

interface Period {
  readonly after_?: string | null | undefined;
  readonly before_?: string | null | undefined;
}

const momentOf = (text: string, now: number): string | undefined => {
  const ago = parseWindow(text.replace(/^[-+]/, ""));
  if (ago !== undefined) return new Date(now - ago * 1000 * (text.startsWith("+") ? -1 : 1)).toISOString();
  return Number.isNaN(Date.parse(text)) ? undefined : new Date(text).toISOString();
};

/** `-24h` is since then, `>` and `<` are after and before a moment, `a..b` is between two. */
export const byTime = (before: Period | null | undefined, { values: [value = ""], isNegated }: Term, now: number): Period | string => {
  if (isNegated) return noNegation;
  const problem = `"${value}" is no time: use -24h, >2026-01-31 or 2026-01-01..2026-01-31.`;
  const [from, to] = value.includes("..")
    ? value.split("..")
    : value.startsWith("<")
      ? [undefined, value.slice(1)]
      : [value.replace(/^>/, ""), undefined];
  const after_ = from === undefined || from === "" ? undefined : momentOf(from, now);
  const before_ = to === undefined || to === "" ? undefined : momentOf(to, now);
  if ((from && after_ === undefined) || (to && before_ === undefined) || (after_ ?? before_) === undefined) return problem;
  return { ...before, ...(after_ === undefined ? {} : { after_ }), ...(before_ === undefined ? {} : { before_ }) };
};

interface Tagged {
  readonly all_?: readonly string[] | null | undefined;
  readonly any_?: readonly string[] | null | undefined;
}

/** Each term of tags must hold; tags with commas are alternatives, where the server knows them. */
export const byTags = (before: Tagged | null | undefined, { values, isNegated }: Term, knowsAny: boolean): Tagged | string => {
  if (isNegated) return noNegation;
  if (values.length === 1) return { ...before, all_: [...(before?.all_ ?? []), ...values] };
  if (!knowsAny) return "The server wants all tags here; give each a term of its own.";
  return before?.any_ === undefined ? { ...before, any_: values } : "The server takes one list of alternative tags.";
};
