import { createContext, Script } from "node:vm";
import { invalid } from "../../errors.ts";

/** Says whether a text has a pattern. */
export type Matches = (pattern: string, text: string) => boolean;

/** A pattern that may take for ever on some text, met where nothing ends it. */
class SlowPattern extends Error {}

/** Longer ones take long with the simplest of patterns that repeat something. */
const longestQuick = 1000;

/** Whether a pattern comes to its end soon on any short text: nothing that repeats has parts, and at most one length is left open. */
const isQuick = (pattern: string): boolean => {
  const bare = pattern.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/gs, "x");
  const open = bare.match(/[*+?]|\{\d*,/g) ?? [];
  const hasParts = bare.includes("(");
  return open.length === 0 ? !(hasParts && bare.includes("{")) : open.length === 1 && !hasParts;
};

const test =
  (isTimed: boolean): Matches =>
  (pattern, text) => {
    try {
      const expression = new RegExp(pattern, "u");
      if (!isTimed && !(text.length <= longestQuick && isQuick(pattern))) throw new SlowPattern();
      return expression.test(text);
    } catch (error) {
      if (error instanceof SlowPattern) throw error;
      // A pattern that this runtime cannot read is no reason to refuse a value.
      return true;
    }
  };

const limitMillis = 250;
/** A machine that was busy with something else may do better at once. */
const tries = 3;

const isTimeout = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";

const runInTime = <T>(work: () => T): T => {
  for (let left = tries; ; left--) {
    try {
      return new Script("work()").runInContext(createContext({ work }), { timeout: limitMillis }) as T;
    } catch (error) {
      if (!isTimeout(error)) throw error;
      if (left === 1) break;
    }
  }
  throw invalid(
    `Matching these values with the patterns of their schema takes more than ${limitMillis} ms. Make the patterns simpler, above all where something that repeats has parts that repeat, or the values shorter.`,
  );
};

/**
 * Does a work that matches texts with patterns from outside, such as `^(a+)+$`, which on some texts take ages. One that
 * meets a pattern like that begins anew with a limit in time. Throws `invalid` where that is not enough.
 */
export const withPatterns = <T>(work: (matches: Matches) => T): T => {
  try {
    return work(test(false));
  } catch (error) {
    if (!(error instanceof SlowPattern)) throw error;
    return runInTime(() => work(test(true)));
  }
};
