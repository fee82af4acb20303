/** What a function's own text says of its arguments. It survives type stripping; minifiers spoil it, and then names are given by hand. */

const openers = "([{";
const closers = ")]}";
const quotes = "'\"`";

/** Index after a quoted text or comment that begins at `start`; `start` when none does. */
const skipQuoted = (text: string, start: number): number => {
  const begin = text.slice(start, start + 2);
  if (begin === "//") return Math.max(text.indexOf("\n", start), start) + 1;
  if (begin === "/*") return text.indexOf("*/", start) + 2;
  const quote = text[start] ?? "";
  if (quote === "" || !quotes.includes(quote)) return start;
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === "\\") index += 1;
    else if (text[index] === quote) return index + 1;
  }
  return text.length;
};

/** Parts of a list, split at commas that are not inside anything; up to the closer of the list. */
const splitList = (text: string, start: number): { readonly parts: readonly string[]; readonly end: number } => {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (let index = start; index < text.length; ) {
    const after = skipQuoted(text, index);
    if (after > index) {
      if (!text.startsWith("/", index)) part += text.slice(index, after);
      index = after;
      continue;
    }
    const letter = text[index] ?? "";
    if (depth === 0 && closers.includes(letter)) {
      return { parts: part.trim() === "" ? parts : [...parts, part.trim()], end: index };
    }
    if (openers.includes(letter)) depth += 1;
    if (closers.includes(letter)) depth -= 1;
    if (letter === "," && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else part += letter;
    index += 1;
  }
  return { parts, end: text.length };
};

type AnyFunction = (...args: never[]) => unknown;

const argumentTexts = (fn: AnyFunction): readonly string[] => {
  const text = fn.toString();
  const lone = /^(?:async\s+)?([A-Za-z_$][\w$]*)\s*=>/.exec(text);
  if (lone?.[1] !== undefined && lone[1] !== "async") return [lone[1]];
  return splitList(text, text.indexOf("(") + 1).parts;
};

const nameOf = (argument: string): string | undefined => /^(?:\.\.\.\s*)?([A-Za-z_$][\w$]*)/.exec(argument)?.[1];

/** Names of the arguments in order; a destructured one is `arg0`, `arg1` and so on. */
export const argumentNames = (fn: AnyFunction): readonly string[] => argumentTexts(fn).map((text, index) => nameOf(text) ?? `arg${index}`);

export interface DestructuredField {
  readonly name: string;
  /** The literal after `=`; undefined when there is none, null when it is not a JSON literal. */
  readonly defaultText: string | undefined;
}

/** Fields that a function's only argument is taken apart into; undefined when it is not. */
export const destructuredFields = (fn: AnyFunction): readonly DestructuredField[] | undefined => {
  const [first] = argumentTexts(fn);
  if (first === undefined) return [];
  if (!first.startsWith("{")) return undefined;
  return splitList(first, 1).parts.flatMap((part) => {
    const name = /^([A-Za-z_$][\w$]*|"[^"]*"|'[^']*')/.exec(part)?.[1]?.replace(/^["']|["']$/g, "");
    if (name === undefined) return [];
    return [{ name, defaultText: /=(?!=|>)\s*([\s\S]+)$/.exec(part)?.[1]?.trim() }];
  });
};
