import { NonRetriable, RetryAfter } from "../errors.ts";
import { aDuration, aFunction, aShare, checkOptions, either, listOf, optionsOf, type TakesOf, wholeFrom } from "./check-options.ts";
import { type Duration, toSeconds } from "./duration.ts";

/** Seconds before a retry, counted from 0. */
export type Backoff = (retry: number) => number;
export type RetryDelay = Duration | readonly Duration[] | Backoff;

export interface RetryOptions {
  readonly max: number;
  /** One delay, one for each retry (the last repeats), or `backoff(...)`. None means at once. */
  readonly delay?: RetryDelay | undefined;
  /** Share of each delay that is added at random. */
  readonly jitter?: number | undefined;
  /** Whether this failure is worth another attempt; attempts count from 1. */
  readonly when?: ((error: unknown, attempt: number) => boolean | Promise<boolean>) | undefined;
}
export type Retries = number | RetryOptions;

const aDelay = either(aDuration, listOf(aDuration, "a list of these"), { ...aFunction, says: "backoff({ from, max })" });
const retryTakes: TakesOf<RetryOptions> = { max: wholeFrom(0), delay: aDelay, jitter: aShare, when: aFunction };

/** What the option takes, as tasks and flows have it. */
export const retriesTakes = {
  retries: either(wholeFrom(0), optionsOf(retryTakes, ["max"])),
  jitter: aShare,
} as const;

export interface RetryPlan {
  readonly max: number;
  /** Seconds before a retry, counted from 0, before jitter. */
  readonly delay: Backoff;
  readonly jitter: number;
  readonly when: RetryOptions["when"];
  /** The delays as the server shows them: one number or one for each retry. */
  readonly shown: number | readonly number[];
}

const backoffTakes = {
  from: aDuration,
  max: aDuration,
  factor: { fits: (value: unknown) => typeof value === "number" && value >= 1, says: "a number from 1" },
} as const;

/** Delays that grow by a factor, 2 unless given, from one bound to another. */
export const backoff = (options: { readonly from: Duration; readonly max: Duration; readonly factor?: number }): Backoff => {
  checkOptions("backoff", options, backoffTakes);
  const { from, max, factor = 2 } = options;
  const [first, longest] = [toSeconds(from), toSeconds(max)];
  return (retry) => Math.min(longest, first * factor ** retry);
};

const shownRetries = 50;

const delayOf = (delay: RetryDelay | undefined): Backoff => {
  if (delay === undefined) return () => 0;
  if (typeof delay === "function") return delay;
  if (typeof delay === "string" || !Array.isArray(delay)) {
    const seconds = toSeconds(delay as Duration);
    return () => seconds;
  }
  const list = delay.map(toSeconds);
  return (retry) => list[Math.min(retry, list.length - 1)] ?? 0;
};

/** Reads the option, which has been checked. */
export const planRetries = (retries: Retries | undefined, jitter = 0): RetryPlan => {
  const options = typeof retries === "object" ? retries : { max: retries ?? 0 };
  const delay = delayOf(options.delay);
  const delays = Array.from({ length: Math.min(options.max, shownRetries) }, (_, retry) => delay(retry));
  const [first = 0] = delays;
  const isConstant = delays.every((one) => one === first);
  return {
    max: options.max,
    delay,
    jitter: options.jitter ?? jitter,
    when: options.when,
    shown: isConstant ? first : delays,
  };
};

/** Seconds until the attempt after a failed one, counted from 1; undefined when there is none. A condition that throws means none. */
export const findNextDelay = async (
  plan: RetryPlan,
  failed: { readonly error: unknown; readonly attempt: number; readonly random: () => number },
): Promise<number | undefined> => {
  const { error, attempt, random } = failed;
  if (attempt > plan.max || error instanceof NonRetriable) return undefined;
  if (plan.when !== undefined) {
    try {
      if (!(await plan.when(error, attempt))) return undefined;
    } catch {
      return undefined;
    }
  }
  return error instanceof RetryAfter ? error.delay : plan.delay(attempt - 1) * (1 + plan.jitter * random());
};
