import { invalid } from "../../errors.ts";
import { type Allowance, TooMuch } from "../patterns/allowance.ts";
import { compilePattern, type Program } from "../patterns/compile-pattern.ts";
import { hasMatch } from "../patterns/run-program.ts";

/** Says whether a text has a pattern. */
export type Matches = (pattern: string, text: string) => boolean;

/** Steps of our own matching that one check of values may take: about a tenth of a second. */
const mostSteps = 3_000_000;

/** The same for the runtime's own matching, by what its patterns could take; its steps are much faster. */
const mostOfRuntime = 20_000_000;

/** At most this many steps the runtime takes for a pattern and a text, of which it may try every way there is. */
const countWays = (pattern: string, text: string): number => {
  const bare = pattern.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/gs, "x").replaceAll("(?", "(");
  if (/\)[*+{]/.test(bare)) return Number.POSITIVE_INFINITY;
  const length = text.length + 1;
  const starts = bare.startsWith("^") && !bare.includes("|") ? 1 : length;
  const width = (bare.match(/\{\d+\}/g) ?? []).reduce((sum, times) => sum + Number(times.slice(1, -1)), pattern.length);
  const choices = bare.match(/[*+?|]|\{\d+,\d*\}/g) ?? [];
  return choices.reduce((ways, choice) => ways * (choice === "?" || choice === "|" ? 2 : length), starts * width);
};

/** What a pattern is to the runtime; undefined where it cannot read it. */
const findExpression = (pattern: string): RegExp | undefined => {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
};

const tooMuch = () =>
  invalid(
    `Matching these values with the patterns of their schema takes more than ${mostSteps} steps. Make the patterns shorter or the values, and let no pattern refer back to its own groups.`,
  );

interface Known {
  readonly expression: RegExp | undefined;
  program?: Program;
}

/**
 * Matches texts with patterns from outside for one check of values. The runtime tries every way through a pattern, which for
 * some such as `^(a+)+$` takes ages; these are matched by steps of our own, whose number is bounded. Throws `invalid`
 * where the check needs more of them than it may.
 */
export const startMatching = (): Matches => {
  const known = new Map<string, Known>();
  const ours: Allowance = { steps: mostSteps };
  let runtime = mostOfRuntime;
  return (pattern, text) => {
    const found: Known = known.get(pattern) ?? { expression: findExpression(pattern) };
    known.set(pattern, found);
    // A pattern that this runtime cannot read is no reason to refuse a value.
    if (found.expression === undefined) return true;
    const ways = countWays(pattern, text);
    if (ways <= runtime) {
      runtime -= ways;
      return found.expression.test(text);
    }
    try {
      found.program ??= compilePattern(pattern, ours);
      return hasMatch(found.program, text, ours);
    } catch (error) {
      if (error instanceof TooMuch) throw tooMuch();
      throw error;
    }
  };
};
