/** The jobs on many runs that this process works at. They are kept in the database: what it leaves, another goes on with. */
export interface BulkJobs {
  /** Works at a job from now on. `work` ends soon once it sees that the server stops. */
  begin(id: string, work: (isStopping: () => boolean) => Promise<void>): void;
  isAt(id: string): boolean;
  /** Resolves when this process does not work at the job any more. */
  untilLeft(id: string): Promise<void>;
  /** Leaves all of them. */
  stopAll(): Promise<void>;
}

export const createBulkJobs = (): BulkJobs => {
  const jobs = new Map<string, Promise<void>>();
  let stopping = false;
  return {
    begin(id, work) {
      const job = work(() => stopping).finally(() => jobs.delete(id));
      jobs.set(id, job);
    },
    isAt: (id) => jobs.has(id),
    untilLeft: async (id) => jobs.get(id),
    async stopAll() {
      stopping = true;
      await Promise.all(jobs.values());
    },
  };
};
