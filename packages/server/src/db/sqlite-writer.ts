import type { DatabaseSync } from "node:sqlite";
import { Tx } from "./connection.ts";
import { sqliteLanguage } from "./sqlite.ts";
import { runOn } from "./sqlite-rows.ts";
import type { Work } from "./transaction.ts";

interface Waiting {
  readonly run: () => Promise<void>;
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
}

/** How many waiting works share a commit at most; more would make the first of them wait for the last. */
const largestGroup = 256;

/**
 * The one writer of a SQLite file. Everything that waits when it gets to work shares one transaction and so one sync of
 * the disk, each in a savepoint of its own: a work that fails takes back only its own writes. Nobody is told of success
 * before the shared commit is on disk.
 */
export const createWriter = (database: DatabaseSync, defer: (run: () => void) => void) => {
  const run = runOn(database);
  const execute = (text: string): void => void run({ sql: text, parameters: [] });
  const queue: Waiting[] = [];
  let working: Promise<void> | undefined;

  const attempt = <T>(work: Work<T>, settle: { resolve: (value: T) => void; reject: (error: unknown) => void }): Waiting => {
    const tx = new Tx(sqliteLanguage, async (query) => run(query));
    let result: { value: T } | undefined;
    return {
      async run() {
        execute("savepoint work");
        try {
          result = { value: await work(tx) };
        } catch (error) {
          // A full disk ends the whole transaction: then nothing of the group may be told as kept.
          if (!database.isTransaction) throw error;
          execute("rollback to work");
          settle.reject(error);
        } finally {
          tx.end();
        }
        execute("release work");
      },
      succeed() {
        if (result === undefined) return;
        try {
          tx.committed();
          settle.resolve(result.value);
        } catch (error) {
          settle.reject(error);
        }
      },
      fail: settle.reject,
    };
  };

  const commitGroup = async (): Promise<void> => {
    const group = queue.splice(0, largestGroup);
    try {
      execute("begin immediate");
      for (const waiting of group) await waiting.run();
      execute("commit");
    } catch (error) {
      if (database.isTransaction) execute("rollback");
      for (const waiting of group) waiting.fail(error);
      return;
    }
    for (const waiting of group) waiting.succeed();
  };

  const work = async (): Promise<void> => {
    while (queue.length > 0) {
      await commitGroup();
      // Let requests that arrived meanwhile join the next group instead of each paying for a sync of its own.
      await new Promise<void>(defer);
    }
    working = undefined;
  };

  return {
    transact<T>(task: Work<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        queue.push(attempt(task, { resolve, reject }));
        working ??= new Promise<void>(defer).then(work);
      });
    },
    /** Resolves when nothing waits any more. */
    async idle(): Promise<void> {
      await working;
    },
  };
};
