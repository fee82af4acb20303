import type { Finding, Rule } from "./rule.ts";
import { sourceRules, textRules } from "./rules.ts";
import { parseSource, type TextFile } from "./source-file.ts";

export interface Report extends Finding {
  readonly path: string;
  readonly rule: string;
}

const applyRules = <F extends TextFile>(rules: readonly Rule<F>[], file: F): Report[] =>
  rules
    .filter(({ covers }) => covers(file.path))
    .flatMap(({ name, check }) => check(file).map((finding) => ({ ...finding, path: file.path, rule: name })));

/** Everything the in-house rules have against a file. Throws a SyntaxError when it is TypeScript that does not parse. */
export const checkFile = (file: TextFile): Report[] => {
  const onText = applyRules(textRules, file);
  const isCovered = /\.tsx?$/.test(file.path) && sourceRules.some(({ covers }) => covers(file.path));
  return isCovered ? [...onText, ...applyRules(sourceRules, parseSource(file))] : onText;
};
