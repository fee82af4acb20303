import { endOf, type GraphModel } from "./graph-model.ts";
import { hasEnded, hasFailed, isWaiting, stateCodes, stateCount } from "./state-codes.ts";

/** The runs of one task. Durations and times are milliseconds, NaN where nothing has ended or begun. */
export interface TaskGroup {
  readonly name: string;
  readonly members: Uint32Array;
  /** How many are in states of each type, by its code. */
  readonly counts: Uint32Array;
  readonly failed: number;
  readonly running: number;
  readonly p50: number;
  readonly p95: number;
  readonly start: number;
  readonly end: number;
}

/** The runs of a model by task, in the order their first run stands in. */
export const groupByTask = (model: GraphModel, now: number): TaskGroup[] => {
  const members: number[][] = model.tasks.map(() => []);
  for (const [index, task] of model.taskOf.entries()) members[task]?.push(index);
  return members.map((list, task) => createGroup(model, { name: model.tasks[task] ?? "", members: Uint32Array.from(list), now }));
};

export const createGroup = (
  model: GraphModel,
  { name, members, now }: { readonly name: string; readonly members: Uint32Array; readonly now: number },
): TaskGroup => {
  const counts = new Uint32Array(stateCount);
  const durations: number[] = [];
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const index of members) {
    const code = model.states[index] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
    start = Math.min(start, model.starts[index] ?? start);
    if (isWaiting(code)) continue;
    const stop = endOf(model, index, now);
    end = Math.max(end, stop);
    if (hasEnded(code)) durations.push(stop - (model.starts[index] ?? stop));
  }
  durations.sort((one, other) => one - other);
  return {
    name,
    members,
    counts,
    failed: counts.reduce((sum, count, code) => (hasFailed(code) ? sum + count : sum), 0),
    running: counts[stateCodes.RUNNING] ?? 0,
    p50: quantile(durations, 0.5),
    p95: quantile(durations, 0.95),
    start: Number.isFinite(start) ? start : Number.NaN,
    end: Number.isFinite(end) ? end : Number.NaN,
  };
};

/** The least entry of an ascending list that at least this share of its entries does not exceed; NaN of an empty one. */
export const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.max(Math.ceil(ascending.length * share) - 1, 0)] ?? Number.NaN;
