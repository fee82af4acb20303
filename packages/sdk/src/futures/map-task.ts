import { UsageError } from "../errors.ts";
import { isPending, type LaterList, type Outcome, type RunFuture, type RunList } from "./pending.ts";
import { createRunList } from "./run-future.ts";

export interface MapCall {
  readonly submit: (...args: readonly unknown[]) => RunFuture<unknown>;
  readonly items: unknown;
  readonly args: ((item: unknown, index: number) => readonly unknown[]) | undefined;
}

const startAll = ({ submit, args }: MapCall, items: readonly unknown[]): RunList<unknown> =>
  createRunList(items.map((item, index) => (args === undefined ? submit(item) : submit(...args(item, index)))));

const isLater = (items: unknown): items is PromiseLike<unknown> =>
  isPending(items) || (typeof items === "object" && items !== null && !Array.isArray(items) && "then" in items);

/** Starts a run for each item; a list that is still being made is waited for first. Throws a `UsageError` when it is no list. */
export const mapTask = (call: MapCall): RunList<unknown> | LaterList<unknown> => {
  if (call.args !== undefined && typeof call.args !== "function")
    throw new UsageError("The second argument of map is a function that gives the arguments of each call, such as (item) => [item, 10].");
  if (Array.isArray(call.items)) return startAll(call, call.items);
  if (!isLater(call.items)) throw new UsageError(`map takes an array or a future of one, not ${typeof call.items}.`);
  const list = Promise.resolve(call.items).then((items) => {
    if (!Array.isArray(items)) throw new UsageError(`map waited for an array, but got ${typeof items}.`);
    return startAll(call, items).map((future) => [future] as const);
  });
  // Whoever awaits the list learns of a failure; nobody else has to.
  list.catch(() => {});
  return {
    // biome-ignore lint/suspicious/noThenProperty: a list of runs is awaitable by design.
    then: (onValue, onError) => list.then((futures) => Promise.all(futures.map(([future]) => future.result()))).then(onValue, onError),
    outcomes: async (): Promise<Outcome<unknown>[]> => Promise.all((await list).map(([future]) => future.outcome())),
  };
};
