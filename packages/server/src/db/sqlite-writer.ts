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

interface Options {
  /** Calls `run` once what has arrived by now has been taken in. */
  readonly defer: (run: () => void) => void;
  /** Resolves when every commit made before the call is on disk. */
  readonly sync: () => Promise<void>;
}

/**
 * The one writer of a SQLite file. Everything that waits when it gets to work shares one transaction and so one sync of
 * the disk, each in a savepoint of its own: a work that fails takes back only its own writes. While the disk is busy with
 * one group, the next one already writes; it commits when the disk has come to rest. Nobody is told of success before
 * the shared commit is on disk.
 */
export const createWriter = (database: DatabaseSync, { defer, sync }: Options) => {
  const connection = connectionTo(database);
  const disk = createDisk(sync);
  const queue: Waiting[] = [];
  let working: Promise<void> | undefined;

  const runQueued = async (group: Waiting[]): Promise<void> => {
    while (group.length < largestGroup) {
      const waiting = queue.shift();
      if (waiting === undefined) return;
      group.push(waiting);
      await waiting.run();
    }
  };

  const commitGroup = async (): Promise<void> => {
    const group: Waiting[] = [];
    try {
      disk.check();
      connection.execute("begin immediate");
      await runQueued(group);
      while (disk.isBusy()) {
        await disk.stirred();
        await runQueued(group);
      }
      disk.check();
      connection.execute("commit");
    } catch (error) {
      if (database.isTransaction) connection.execute("rollback");
      // Whoever comes to a database that takes nothing is told at once.
      if (group.length === 0) group.push(...queue.splice(0));
      for (const waiting of group) waiting.fail(error);
      return;
    }
    disk.take(group);
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
        queue.push(attempt(connection, task, { resolve, reject }));
        disk.stir();
        working ??= new Promise<void>(defer).then(work);
      });
    },
    /** Resolves when nothing waits any more. */
    async idle(): Promise<void> {
      await working;
      await disk.rest();
    },
  };
};

const connectionTo = (database: DatabaseSync) => {
  const run = runOn(database);
  return { run, execute: (text: string): void => void run({ sql: text, parameters: [] }), isOpen: () => database.isTransaction };
};

interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

const attempt = <T>(connection: ReturnType<typeof connectionTo>, work: Work<T>, settle: Settle<T>): Waiting => {
  const tx = new Tx(sqliteLanguage, async (query) => connection.run(query));
  let result: { value: T } | undefined;
  return {
    async run() {
      connection.execute("savepoint work");
      try {
        result = { value: await work(tx) };
      } catch (error) {
        // A full disk ends the whole transaction: then nothing of the group may be told as kept.
        if (!connection.isOpen()) throw error;
        connection.execute("rollback to work");
        settle.reject(error);
      } finally {
        tx.end();
      }
      connection.execute("release work");
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

/** The disk below the database, which brings one group after the other to rest. */
const createDisk = (sync: () => Promise<void>) => {
  let failure: Error | undefined;
  let syncing: Promise<void> | undefined;
  let stir = (): void => undefined;

  const tellOnceSynced = async (group: readonly Waiting[]): Promise<void> => {
    try {
      await sync();
    } catch (error) {
      // What a failed sync leaves on disk is unknown, and a later one that succeeds says nothing of it.
      failure = new Error(
        `The disk did not keep what was written to the database (${(error as Error).message}). Nothing more is written; look after the disk, then start the server again.`,
        { cause: error },
      );
    }
    for (const waiting of group) {
      if (failure === undefined) waiting.succeed();
      else waiting.fail(failure);
    }
    syncing = undefined;
    stir();
  };

  return {
    isBusy: () => syncing !== undefined,
    /** Tells the group of its success once it is on disk. */
    take(group: readonly Waiting[]): void {
      syncing = tellOnceSynced(group);
    },
    /** Resolves when somebody stirs or the disk has come to rest. */
    stirred: () =>
      new Promise<void>((resolve) => {
        stir = resolve;
      }),
    stir: () => stir(),
    /** Throws when the disk has failed. */
    check(): void {
      if (failure !== undefined) throw failure;
    },
    rest: () => syncing ?? Promise.resolve(),
  };
};
