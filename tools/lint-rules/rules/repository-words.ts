import type { Rule } from "../rule.ts";
import type { TextFile } from "../source-file.ts";

interface BannedWord {
  readonly pattern: RegExp;
  readonly why: string;
}

/** The patterns are put together from parts so that this file passes its own rule. */
const words = (...parts: string[]): RegExp => new RegExp(parts.join(""), "i");

const banned: readonly BannedWord[] = [
  {
    pattern: words("registry\\.", "npm", "js\\.org|registry\\.", "yarn", "pkg\\.com|", "pypi", "\\.org/simple"),
    why: "names a package registry",
  },
  { pattern: words("(?:^|[\\s\"'`(=:])/", "(?:work|root|home/[a-z]+)/"), why: "is a path of one machine" },
  { pattern: words("\\b(?:chat", "gpt|clau", "de|co", "pilot|l", "lm|open", "ai|anth", "ropic)\\b"), why: "is not about Millrace" },
  {
    pattern: words(
      "\\bA",
      "I[ -](?:agent|assistant|generated|session|tool|written)|\\b(?:agent|coding)[ -]",
      "session|language ",
      "model\\b",
    ),
    why: "is not about Millrace",
  },
  { pattern: words("\\.\\./", "shared/|\\bthe ", "founder\\b"), why: "speaks of what a reader of this repository does not have" },
];

const skipped = /(^|\/)(package-lock\.json|LICENSE|[^/]+\.(png|ico|db|woff2?|svg))$/;

/** The repository speaks of Millrace alone. */
export const repositoryWordRule: Rule<TextFile> = {
  name: "repository-words",
  covers: (path) => !skipped.test(path),
  check: ({ text }) =>
    text.split("\n").flatMap((line, index) =>
      banned.flatMap(({ pattern, why }) => {
        const [found] = pattern.exec(line) ?? [];
        return found === undefined ? [] : [{ line: index + 1, message: `"${found.trim()}" ${why}.` }];
      }),
    ),
};
