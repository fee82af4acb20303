import { problemOf } from "../../api/problem.ts";
import { refused } from "../../api/refused.ts";

/** How far one deed on many things has come. */
export interface ManyProgress {
  readonly total: number;
  readonly done: number;
  readonly failures: readonly { readonly name: string; readonly reason: string }[];
}

interface Work<T> {
  readonly items: readonly T[];
  readonly nameOf: (item: T) => string;
  readonly run: (item: T) => Promise<unknown>;
  readonly onProgress: (progress: ManyProgress) => void;
  /** Aborted, it begins nothing further. What is done stays done. */
  readonly signal: AbortSignal;
}

/** How many requests are under way at once. */
const lanes = 4;

/** Does one thing with many, a few at a time; one that fails is told, and the others go on. */
export const workThrough = async <T>({ items, nameOf, run, onProgress, signal }: Work<T>): Promise<ManyProgress> => {
  const waiting = [...items];
  let progress: ManyProgress = { total: items.length, done: 0, failures: [] };
  const note = (next: Partial<ManyProgress>): void => {
    progress = { ...progress, ...next };
    onProgress(progress);
  };
  note({});
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && !signal.aborted; item = waiting.shift()) {
      try {
        await run(item);
        note({ done: progress.done + 1 });
      } catch (error) {
        note({ failures: [...progress.failures, { name: nameOf(item), reason: problemOf(error).detail }] });
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return progress;
};

/** Rows that one call lists at most. */
const pageSize = 200;
/** Things that one order takes at most: each is a request of its own. */
export const mostMany = 2000;

/** All that match, page by page. Refuses more than an order takes. */
export const listMatching = async <T>(list: (page: { readonly limit: number; readonly offset: number }) => Promise<readonly T[]>) => {
  const all: T[] = [];
  for (;;) {
    const found = await list({ limit: pageSize, offset: all.length });
    all.push(...found);
    if (all.length > mostMany)
      throw refused(`More than ${mostMany.toLocaleString("en")} match. Nothing was done: narrow the list down first.`);
    if (found.length < pageSize) return all;
  }
};
