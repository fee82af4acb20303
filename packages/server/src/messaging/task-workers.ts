import type { Instant, TaskWorker } from "@millrace/contract";

/** One connection of a task worker. */
export interface TaskWorkerConnection {
  /** Notes that the worker was given something. */
  touch(now: Instant): void;
  close(): void;
}

/** The task workers connected to this process. */
export interface TaskWorkers {
  connect(worker: TaskWorker): TaskWorkerConnection;
  /** Those that take one of the tasks; without tasks, all. A worker with several connections is one. */
  list(taskKeys?: readonly string[]): TaskWorker[];
}

export const createTaskWorkers = (): TaskWorkers => {
  const connections = new Map<symbol, TaskWorker>();
  return {
    connect(worker) {
      const connection = Symbol(worker.identifier);
      connections.set(connection, worker);
      return {
        touch: (timestamp) => void connections.set(connection, { ...worker, timestamp }),
        close: () => void connections.delete(connection),
      };
    },
    list(taskKeys) {
      const workers = new Map<string, TaskWorker>();
      for (const worker of connections.values()) {
        const known = workers.get(worker.identifier)?.task_keys ?? [];
        workers.set(worker.identifier, { ...worker, task_keys: [...new Set([...known, ...worker.task_keys])] });
      }
      const all = [...workers.values()];
      return taskKeys === undefined ? all : all.filter((worker) => worker.task_keys.some((key) => taskKeys.includes(key)));
    },
  };
};
