import { expect, test } from "vitest";
import { TooMuch } from "./allowance.ts";
import { compilePattern } from "./compile-pattern.ts";
import { hasMatch } from "./run-program.ts";

const matches = (pattern: string, text: string, steps = 100_000): boolean => {
  const allowance = { steps };
  return hasMatch(compilePattern(pattern, allowance), text, allowance);
};

/** Numbers from 0 up to 1, the same ones for the same seed. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
};

const atoms = String.raw`a b c . [ab] [^a] \w \d \s \S \u0061 \x62 \u{1F600} \uD83D\uDE00 \. \n \p{L} [\]a] [a-c-] [] [^] K 1`.split(" ");
const repetitions = ["", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{0}", "{1,3}", "{0,2}?", "{1,}"];
const looks = ["(?=", "(?!", "(?<=", "(?<!"];
const groups = ["(", "(?:"];

/** Patterns of every kind but for flags of their own, which the runtime lets leak into what stands beside them. */
const writePattern = (random: () => number, refersBack: boolean): string => {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? "";
  let open = 0;
  const part = (depth: number): string => {
    const kind = random();
    if (kind < 0.08) return pick(["^", "$", "\\b", "\\B"]);
    if (depth > 0 && kind < 0.16) return `${pick(looks)}${sequence(depth - 1)})`;
    if (refersBack && open > 0 && kind < 0.3) return `\\${1 + Math.floor(random() * open)}${pick(["(?:)", "*", "{2}"])}`;
    if (depth === 0 || kind > 0.5) return `${pick(atoms)}${pick(repetitions)}`;
    const group = pick(groups);
    if (group === "(") open++;
    return `${group}${sequence(depth - 1)})${pick(repetitions)}`;
  };
  const sequence = (depth: number): string => {
    const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => part(depth)).join("");
    return depth > 0 && random() < 0.2 ? `${parts}|${sequence(depth - 1)}` : parts;
  };
  return sequence(refersBack ? 2 : 3);
};

const texts = ["", "a", "ab", "aab b", "AB a1", "k s", "aaaa", "abab1", "\u2028a", "a\nb", "bca.", "cabacab", "\r\nA"];

test.each([false, true])("says what the runtime says of whatever pattern, one that refers back: %s", (refersBack) => {
  const random = randomFrom(refersBack ? 11 : 12);
  for (let count = 0; count < 2000; count++) {
    const pattern = writePattern(random, refersBack);
    const expression = new RegExp(pattern, "u");
    for (const text of texts) {
      expect.soft({ pattern, text, has: matches(pattern, text, 10_000_000) }).toEqual({ pattern, text, has: expression.test(text) });
    }
  }
});

test.each([
  ["(?i:ab)c", "ABc", true],
  ["(?i:ab)c", "ABC", false],
  ["(?i:a(?-i:b))", "Ab", true],
  ["(?i:a(?-i:b))", "AB", false],
  ["^(?m:^b$)", "a\nb", false],
  ["(?m:^b$)", "a\nb", true],
  ["a(?s:.)b", "a\nb", true],
  ["(?i:(a)\\1)", "aA", true],
  ["(?<year>\\d{4})-\\k<year>", "2026-2026", true],
  ["(?<year>\\d{4})-\\k<year>", "2026-2027", false],
  ["(?:(?<x>a)|(?<x>b))\\k<x>", "ab", false],
  ["(?:(?<x>a)|(?<x>b))\\k<x>", "bb", true],
  ["^😀{2}$", "😀😀", true],
  ["^[😀]$", "😀", true],
  ["^\\uD83D$", "😀", false],
  ["^\\uD83D\\uDE00?$", "", true],
  ["(?:one|two|)$", "tw", true],
  ["(?<=\\1(a))b", "aab", true],
  ["(?<=\\1(a))b", "ab", false],
  ["(?:a|)*$", "aaa", true],
  ["^(a|b){0,20}$", "ab".repeat(10), true],
  ["^(a|b){0,20}$", "ab".repeat(11), false],
])("%s in %j", (pattern, text, has) => expect(matches(pattern, text)).toBe(has));

test.each([
  ["^(a+)+$", `${"a".repeat(1000)}!`],
  ["^(?=(a|aa){60}$)", `${"a".repeat(100)}!`],
  ["^a*a*a*a*a*a*$", `${"a".repeat(1000)}!`],
  ["a+$", `${"a".repeat(10_000)}!`],
  ["(x+x+)+y", "x".repeat(1000)],
  ["^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(5000)],
])("takes few steps for %s, which the runtime takes ages for", (pattern, text) => expect(matches(pattern, text)).toBe(false));

test.each([
  ["(a*)*\\1b", "a".repeat(40)],
  ["a*b", "a".repeat(60_000)],
  ["^(a{1000}){1000}$", "a"],
  ["(a|b){0,1000000000}", "a"],
  ["(?:){1000000000}", "a"],
  [`${"(".repeat(400)}a${")".repeat(400)}`, "a"],
])("ends where matching %s takes more than it may", (pattern, text) => expect(() => matches(pattern, text)).toThrow(TooMuch));
