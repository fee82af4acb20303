/** How long the runs of one task took together in one run, and how many there were. */
export interface TaskTime {
  readonly name: string;
  readonly count: number;
  /** Seconds. */
  readonly total: number;
  readonly failed: number;
}

/** One task in each of the compared runs; undefined where a run had none of it. */
export interface ComparedTask {
  readonly name: string;
  readonly times: readonly (TaskTime | undefined)[];
  /** Seconds the last run took longer than the first; undefined for a task that one of them had not. */
  readonly change: number | undefined;
}

/** Every task of the runs, those first that became slower by most from the first run to the last; then those that one has alone. */
export const compareTasks = (runs: readonly (readonly TaskTime[])[]): readonly ComparedTask[] => {
  const names = [...new Set(runs.flatMap((tasks) => tasks.map(({ name }) => name)))];
  const tasks = names.map((name): ComparedTask => {
    const times = runs.map((own) => own.find((task) => task.name === name));
    const [first, last] = [times[0], times.at(-1)];
    return { name, times, change: first === undefined || last === undefined ? undefined : last.total - first.total };
  });
  return tasks.toSorted((one, other) => (other.change ?? Number.NEGATIVE_INFINITY) - (one.change ?? Number.NEGATIVE_INFINITY));
};
