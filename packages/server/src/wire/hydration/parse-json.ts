import type { Json } from "@millrace/contract";
import { parseJson as parseValue } from "../../exact-numbers.ts";
import { deepest, findDepth } from "../json-text.ts";
import { HydrationError } from "./hydration-error.ts";

/** Reads JSON that somebody typed. Throws a `HydrationError` in the protocol's words, which name the place. */
export const parseJson = (text: string): Json => {
  const tooDeep = findDepth(Buffer.from(text), deepest) !== undefined;
  try {
    if (!tooDeep) return parseValue(text);
  } catch {
    const { message, at } = findFault(text);
    const before = text.slice(0, at).split("\n");
    const place = `line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1} (char ${at})`;
    throw new HydrationError(`Invalid JSON: ${message}: ${place}`);
  }
  throw new HydrationError(`Invalid JSON: Lists and objects are nested more than ${deepest} deep`);
};

interface Fault {
  readonly message: string;
  readonly at: number;
}

class Found extends Error {
  readonly fault: Fault;
  constructor(message: string, at: number) {
    super(message);
    this.fault = { message, at };
  }
}

const token = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y;

const findFault = (text: string): Fault => {
  try {
    const end = skipBlank(text, skipValue(text, skipBlank(text, 0)));
    return { message: "Extra data", at: end };
  } catch (error) {
    if (error instanceof Found) return error.fault;
    throw error;
  }
};

const skipBlank = (text: string, at: number): number => {
  let next = at;
  while (" \t\n\r".includes(text[next] ?? "x")) next++;
  return next;
};

/** Each of these gets where something begins, and tells where it ends. */
const skipValue = (text: string, at: number): number => {
  if (text[at] === '"') return skipString(text, at);
  if (text[at] === "{") return skipMembers(text, at, "}");
  if (text[at] === "[") return skipMembers(text, at, "]");
  token.lastIndex = at;
  const match = token.exec(text);
  if (match === null) throw new Found("Expecting value", at);
  return at + match[0].length;
};

const skipString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === '"') return at + 1;
    if (character < " ") throw new Found("Invalid control character at", at);
    if (character !== "\\") continue;
    const escaped = text[at + 1] ?? "";
    if (escaped === "u" && !/^[\da-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) throw new Found("Invalid \\uXXXX escape", at + 1);
    if (escaped !== "" && !'"\\/bfnrtu'.includes(escaped)) throw new Found("Invalid \\escape", at);
    at++;
  }
  throw new Found("Unterminated string starting at", start);
};

const skipMembers = (text: string, start: number, close: "}" | "]"): number => {
  let at = skipBlank(text, start + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    if (close === "}") at = skipKey(text, at);
    at = skipBlank(text, skipValue(text, at));
    if (text[at] === close) return at + 1;
    if (text[at] !== ",") throw new Found("Expecting ',' delimiter", at);
    at = skipBlank(text, at + 1);
  }
};

const skipKey = (text: string, start: number): number => {
  if (text[start] !== '"') throw new Found("Expecting property name enclosed in double quotes", start);
  const at = skipBlank(text, skipString(text, start));
  if (text[at] !== ":") throw new Found("Expecting ':' delimiter", at);
  return skipBlank(text, at + 1);
};
