import { TooMuch } from "./allowance.ts";

/** The flags in force where a part of a pattern stands: those of `(?i:…)`, sorted. */
export type Flags = string;

/** A part of a pattern. */
export type Part =
  /** One character, told by a pattern of its own. */
  | { readonly kind: "character"; readonly source: string; readonly flags: Flags }
  | { readonly kind: "sequence"; readonly parts: readonly Part[] }
  | { readonly kind: "choice"; readonly choices: readonly Part[] }
  | { readonly kind: "group"; readonly number: number; readonly part: Part }
  | { readonly kind: "repeat"; readonly part: Part; readonly times: Times; readonly groups: readonly number[] }
  | { readonly kind: "edge"; readonly edge: "^" | "$" | "\\b" | "\\B"; readonly flags: Flags }
  | { readonly kind: "look"; readonly part: Part; readonly isBehind: boolean; readonly isNegative: boolean }
  /** What one of these groups has matched. */
  | { readonly kind: "again"; readonly groups: readonly number[]; readonly flags: Flags };

/** How often a part may stand in a row, and whether it is rather few times than many. */
export interface Times {
  readonly least: number;
  readonly most: number;
  readonly isLazy: boolean;
}

/** Groups that stand in each other deeper than anybody writes them. */
const deepest = 250;

const tokens = new RegExp(
  [
    String.raw`\[(?:\\.|[^\]\\])*\]`,
    String.raw`\\u\{[\da-f]+\}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\c[a-z]|\\p\{[^}]*\}`,
    String.raw`\\k<[^>]*>|\\[1-9]\d*|\\.`,
    String.raw`\(\?<?[=!]|\(\?<[^>]*>|\(\?[imst-]*:`,
    String.raw`[*+?]\??|\{\d+(?:,\d*)?\}\??`,
    ".",
  ].join("|"),
  "gisu",
);

/** Two escapes that are one character. */
const isPair = (first: string, second: string | undefined): boolean =>
  /^\\ud[89ab]..$/i.test(first) && second !== undefined && /^\\ud[c-f]..$/i.test(second);

const changeFlags = (flags: Flags, change: string): Flags => {
  const [added = "", removed = ""] = change.split("-");
  const kept = [...flags].filter((flag) => !removed.includes(flag));
  return [...new Set([...kept, ...added])].toSorted().join("");
};

/** A pattern under way. */
interface Reader {
  readonly tokens: readonly string[];
  /** Names of groups, with the numbers of those that have them. */
  readonly named: ReadonlyMap<string, readonly number[]>;
  at: number;
  groups: number;
}

const namesIn = (found: readonly string[]): Map<string, number[]> => {
  const named = new Map<string, number[]>();
  let groups = 0;
  for (const token of found) {
    const name = /^\(\?<([^=!].*)>$/su.exec(token)?.[1];
    if (token === "(" || name !== undefined) groups++;
    if (name !== undefined) named.set(name, [...(named.get(name) ?? []), groups]);
  }
  return named;
};

/**
 * The parts of a pattern that the runtime takes with the flag `u`, and how many groups it has. Throws `TooMuch`. What the
 * runtime refuses is never asked for here.
 */
export const readPattern = (pattern: string): { readonly part: Part; readonly groups: number } => {
  const found = pattern.match(tokens) ?? [];
  const reader: Reader = { tokens: found, named: namesIn(found), at: 0, groups: 0 };
  const part = readChoice(reader, "", 0);
  return { part, groups: reader.groups };
};

/** Up to the end of the group, whose bracket it takes. */
const readChoice = (reader: Reader, flags: Flags, depth: number): Part => {
  if (depth > deepest) throw new TooMuch();
  const choices: Part[] = [];
  let parts: Part[] = [];
  for (let token = reader.tokens[reader.at++]; token !== undefined && token !== ")"; token = reader.tokens[reader.at++]) {
    if (token === "|") {
      choices.push({ kind: "sequence", parts });
      parts = [];
    } else {
      const before = reader.groups;
      const part = readPart(reader, token, { flags, depth });
      const times = readTimes(reader.tokens[reader.at]);
      if (times !== undefined) reader.at++;
      const groups = Array.from({ length: reader.groups - before }, (_, index) => before + index + 1);
      parts.push(times === undefined ? part : { kind: "repeat", part, times, groups });
    }
  }
  choices.push({ kind: "sequence", parts });
  return choices.length === 1 && choices[0] !== undefined ? choices[0] : { kind: "choice", choices };
};

const readPart = (reader: Reader, token: string, { flags, depth }: { flags: Flags; depth: number }): Part => {
  const inside = (within: Flags = flags): Part => readChoice(reader, within, depth + 1);
  if (token === "^" || token === "$" || token === "\\b" || token === "\\B") return { kind: "edge", edge: token, flags };
  const look = /^\(\?(<?)([=!])$/.exec(token);
  if (look !== null) return { kind: "look", isBehind: look[1] === "<", isNegative: look[2] === "!", part: inside() };
  const change = /^\(\?(.*):$/s.exec(token)?.[1];
  if (change !== undefined) return inside(changeFlags(flags, change));
  if (token.startsWith("(")) {
    const number = ++reader.groups;
    return { kind: "group", number, part: inside() };
  }
  if (/^\\[1-9]/.test(token)) return { kind: "again", groups: [Number(token.slice(1))], flags };
  if (token.startsWith("\\k")) return { kind: "again", groups: reader.named.get(token.slice(3, -1)) ?? [], flags };
  const next = reader.tokens[reader.at];
  if (!isPair(token, next)) return { kind: "character", source: token, flags };
  reader.at++;
  return { kind: "character", source: `${token}${next}`, flags };
};

const readTimes = (token: string | undefined): Times | undefined => {
  const [, sign, from, comma, to] = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??$/.exec(token ?? "") ?? [];
  if (sign === undefined && from === undefined) return undefined;
  const isLazy = token !== sign && token?.endsWith("?") === true;
  if (sign !== undefined) return { least: sign === "+" ? 1 : 0, most: sign === "?" ? 1 : Number.POSITIVE_INFINITY, isLazy };
  const most = to === "" ? Number.POSITIVE_INFINITY : Number(to ?? from);
  return { least: Number(from), most: comma === undefined ? Number(from) : most, isLazy };
};
