import type { BulkAction, BulkJob, BulkOutcome, Instant } from "@millrace/contract";

interface NewJob {
  readonly id: string;
  readonly action: BulkAction;
  readonly ids: readonly string[];
  /** Deals with some of the runs. */
  readonly work: (ids: readonly string[]) => Promise<readonly BulkOutcome[]>;
  /** The job came to its end, whatever it was. */
  readonly onEnd: (job: BulkJob) => void;
}

/** The jobs on many runs that this process works at or has worked at lately. They end with it. */
export interface BulkJobs {
  /** Begins a job, which goes on by itself. Undefined while as many are under way as may be. */
  start(job: NewJob): BulkJob | undefined;
  find(id: string): BulkJob | undefined;
  list(): readonly BulkJob[];
  listOutcomes(id: string): readonly BulkOutcome[] | undefined;
  /** Lets a job do nothing more; resolves when it does nothing any more. */
  stop(id: string): Promise<BulkJob | undefined>;
  /** The same for all of them. */
  stopAll(): Promise<void>;
}

/** Jobs under way at once: each keeps the database busy. */
const mostRunning = 4;
/** Jobs that are remembered after their end, with what became of each run. */
const mostRemembered = 10;
/** Runs between two looks at whether a job was stopped. */
const chunk = 50;

interface Job {
  readonly id: string;
  readonly action: BulkAction;
  readonly created: Instant;
  readonly total: number;
  readonly outcomes: BulkOutcome[];
  ended: Instant | null;
  isStopped: boolean;
  error: string | null;
  over: Promise<void>;
}

const viewOf = ({ id, action, created, ended, total, outcomes, isStopped, error }: Job): BulkJob => {
  const count = (outcome: BulkOutcome["outcome"]): number => outcomes.filter((one) => one.outcome === outcome).length;
  const cut = isStopped && outcomes.length < total;
  const state = ended === null ? "running" : error !== null ? "failed" : cut ? "stopped" : "finished";
  const counts = { processed: outcomes.length, done: count("done"), refused: count("refused"), failed: count("failed") };
  return { id, action, state, created, ended, total, ...counts, error };
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const createBulkJobs = (now: () => Instant): BulkJobs => {
  const jobs = new Map<string, Job>();

  const forgetOldest = (): void => {
    const ended = [...jobs.values()].filter((job) => job.ended !== null);
    for (const { id } of ended.slice(0, Math.max(0, ended.length - mostRemembered))) jobs.delete(id);
  };

  const run = async (job: Job, { ids, work, onEnd }: NewJob): Promise<void> => {
    try {
      for (let start = 0; start < ids.length && !job.isStopped; start += chunk) {
        job.outcomes.push(...(await work(ids.slice(start, start + chunk))));
      }
    } catch (error) {
      job.error = messageOf(error);
    }
    job.ended = now();
    forgetOldest();
    onEnd(viewOf(job));
  };

  const end = async (job: Job): Promise<BulkJob> => {
    job.isStopped = true;
    await job.over;
    return viewOf(job);
  };

  return {
    start(given) {
      if ([...jobs.values()].filter((job) => job.ended === null).length >= mostRunning) return undefined;
      const { id, action, ids } = given;
      const state = { ended: null, isStopped: false, error: null, over: Promise.resolve() };
      const job: Job = { id, action, created: now(), total: ids.length, outcomes: [], ...state };
      jobs.set(id, job);
      job.over = run(job, given);
      return viewOf(job);
    },
    find(id) {
      const job = jobs.get(id);
      return job && viewOf(job);
    },
    list: () => [...jobs.values()].reverse().map(viewOf),
    listOutcomes: (id) => jobs.get(id)?.outcomes,
    async stop(id) {
      const job = jobs.get(id);
      return job && end(job);
    },
    async stopAll() {
      await Promise.all([...jobs.values()].map(end));
    },
  };
};
