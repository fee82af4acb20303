import { Worker } from "node:worker_threads";
import type { QueryResult } from "kysely";
import type { RunQuery, SqlText } from "./connection.ts";
import { decodeRows, type FoundRows } from "./sqlite-rows.ts";

interface Pending {
  readonly resolve: (result: QueryResult<unknown>) => void;
  readonly reject: (error: unknown) => void;
}

type Answer =
  | { readonly id: number; readonly found: FoundRows }
  | { readonly id: number; readonly failure: Error; readonly errcode: number | undefined };

interface Options {
  readonly path: string;
  readonly busyMillis: number;
  /** Calls `run` after the given milliseconds; returns how to call it off. */
  readonly after: (millis: number, run: () => void) => () => void;
}

/** The thread costs memory, so it goes home when nobody has asked it for this long. */
const idleMillis = 30_000;

/**
 * Runs queries in a thread of its own, so that a dashboard's long read never delays a transition. The thread is started
 * by the first query and ends when idle.
 */
export const createHeavyReads = ({ path, busyMillis, after }: Options): { run: RunQuery; close: () => Promise<void> } => {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let lastId = 0;
  let callOff = (): void => undefined;

  const fail = (error: unknown): void => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
    worker = undefined;
  };

  const stop = async (): Promise<void> => {
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };

  const start = (): Worker => {
    const started = new Worker(new URL("./sqlite-reader.ts", import.meta.url), { workerData: { path, busyMillis } });
    started.on("message", (answer: Answer) => {
      const asked = pending.get(answer.id);
      pending.delete(answer.id);
      if ("found" in answer) asked?.resolve({ rows: decodeRows(answer.found) });
      else asked?.reject(Object.assign(answer.failure, { errcode: answer.errcode }));
      if (pending.size === 0) {
        started.unref();
        callOff = after(idleMillis, () => void stop());
      }
    });
    started.on("error", fail);
    return started;
  };

  return {
    run({ sql, parameters }: SqlText) {
      callOff();
      worker ??= start();
      worker.ref();
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        worker?.postMessage({ id, query: { sql, parameters } });
      });
    },
    async close() {
      callOff();
      await stop();
      fail(new Error("The database is closed."));
    },
  };
};
