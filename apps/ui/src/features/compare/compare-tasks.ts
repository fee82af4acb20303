/** How long the runs of one task took together in one run, and how many there were. */
export interface TaskTime {
  readonly name: string;
  readonly count: number;
  /** Seconds. */
  readonly total: number;
  readonly failed: number;
}

/** How much longer than in the first run a task took in another one. */
interface TaskChange {
  readonly seconds: number;
  /** Which run that is. */
  readonly run: number;
}

/** One task in each of the compared runs; undefined where a run had none of it. */
export interface ComparedTask {
  readonly name: string;
  readonly times: readonly (TaskTime | undefined)[];
  /** Against the run that it took longest in; undefined for a task that only the first one has, or only others. */
  readonly change: TaskChange | undefined;
}

const changeOf = ([first, ...others]: readonly (TaskTime | undefined)[]): TaskChange | undefined => {
  if (first === undefined) return undefined;
  const changes = others.flatMap((time, index) => (time === undefined ? [] : { seconds: time.total - first.total, run: index + 1 }));
  return changes.toSorted((one, other) => other.seconds - one.seconds)[0];
};

const secondsOf = ({ change }: ComparedTask): number => change?.seconds ?? Number.NEGATIVE_INFINITY;

/** Every task of the runs, those first that became slower by most since the first run; then those that it or the others have alone. */
export const compareTasks = (runs: readonly (readonly TaskTime[])[]): readonly ComparedTask[] => {
  const names = [...new Set(runs.flatMap((tasks) => tasks.map(({ name }) => name)))];
  const tasks = names.map((name): ComparedTask => {
    const times = runs.map((own) => own.find((task) => task.name === name));
    return { name, times, change: changeOf(times) };
  });
  return tasks.toSorted((one, other) => {
    const [before, after] = [secondsOf(one), secondsOf(other)];
    return before === after ? 0 : after - before;
  });
};
