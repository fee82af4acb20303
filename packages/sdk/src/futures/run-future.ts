import { currentContext } from "../context.ts";
import { RunTimeout } from "../errors.ts";
import { type Outcome, type ResultOptions, type RunFuture, type RunList, type RunState, type Tracked, tracked } from "./pending.ts";

export interface FutureFacts<T> extends Tracked {
  readonly name: string;
  readonly settled: Promise<Outcome<T>>;
  readonly state: () => RunState;
  readonly cancel: (reason?: string) => void;
}

/** Waits without holding the slot of the run that waits. */
const waitIn = <T>(waiting: Promise<T>): Promise<T> => {
  const { task } = currentContext();
  return task === undefined ? waiting : task.whileWaiting(waiting);
};

const unwrap = <T>(outcome: Outcome<T>): T => {
  if (outcome.ok) return outcome.value;
  throw outcome.error;
};

const limited = async <T>(waiting: Promise<T>, { timeout, signal }: ResultOptions, name: string): Promise<T> => {
  if (timeout === undefined && signal === undefined) return waiting;
  const limit = timeout === undefined ? undefined : AbortSignal.timeout(timeout * 1000);
  const stop = AbortSignal.any([limit, signal].filter((one) => one !== undefined));
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(limit?.aborted ? new RunTimeout(`${name} did not end within ${timeout} s; it goes on.`) : stop.reason);
  if (stop.aborted) onAbort();
  stop.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([waiting, promise]);
  } finally {
    stop.removeEventListener("abort", onAbort);
  }
};

/** A future over a run. Promises that reject are made only for those who ask, so a failure nobody awaits never ends the process. */
export const createRunFuture = <T>(facts: FutureFacts<T>): RunFuture<T> => {
  const outcome = (): Promise<Outcome<T>> => {
    facts.observe();
    return waitIn(facts.settled);
  };
  const result = async (options: ResultOptions = {}): Promise<T> => unwrap(await limited(outcome(), options, facts.name));
  return {
    [tracked]: facts,
    runId: facts.input.id,
    name: facts.name,
    get state() {
      return facts.state();
    },
    // biome-ignore lint/suspicious/noThenProperty: a future is awaitable by design.
    then: (onValue, onError) => result().then(onValue, onError),
    result,
    outcome,
    cancel: facts.cancel,
  };
};

/** A list of futures that is awaitable itself. */
export const createRunList = <T>(futures: readonly RunFuture<T>[]): RunList<T> => {
  const outcomes = (): Promise<Outcome<T>[]> => Promise.all(futures.map((future) => future.outcome()));
  const values = async (): Promise<T[]> => Promise.all(futures.map((future) => future.result()));
  const list = [...futures];
  Object.defineProperties(list, {
    outcomes: { value: outcomes },
    // biome-ignore lint/suspicious/noThenProperty: a list of runs is awaitable by design.
    then: {
      value: (onValue: Parameters<RunList<T>["then"]>[0], onError: Parameters<RunList<T>["then"]>[1]) => values().then(onValue, onError),
    },
  });
  return list as unknown as RunList<T>;
};
