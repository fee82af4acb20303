import type { Pool, PoolClient } from "pg";
import type { Clock } from "../clock.ts";
import { DomainError } from "../errors.ts";
import type { RunQuery, SqlText } from "./connection.ts";
import { joinReads, rowsOf } from "./join-reads.ts";
import type { Whole, WriteJoiner } from "./join-writes.ts";
import { postgresLanguage } from "./postgres.ts";
import { gather, type NameOf, runOn } from "./postgres-queries.ts";

/** How much may wait for each connection that is busy before another one is taken: the database is not to rest while we read its answers. */
const depth = 4;
/** Milliseconds after which a connection is taken to wait for somebody's lock, and what waits for it gets another one. */
const patience = 100;
/** How many transactions share a statement at most; more would make the first of them wait for the last. */
const largestGroup = 64;

/**
 * Connections that take statements of many callers, each a transaction by itself. While a connection is busy, what is asked
 * gathers: then it travels in one packet, and writes in one statement, with one sync of the disk.
 */
export interface Lanes {
  read(query: SqlText): ReturnType<RunQuery>;
  /** Resolves when the writes are durable. Those that fail leave alone what they travelled with, those that wait for a lock do not. */
  write(whole: Whole): Promise<void>;
}

/** Something asked, and who waits for the answer. */
interface Asked {
  readonly query: SqlText;
  readonly whole: Whole | undefined;
  readonly resolve: (answer: Awaited<ReturnType<RunQuery>>) => void;
  readonly reject: (error: unknown) => void;
}

interface LaneOptions {
  readonly nameOf: NameOf;
  readonly joiner: WriteJoiner;
  readonly clock: Clock;
  /** How many connections it may take. */
  readonly most: number;
}

/** Undefined where the pool is too small to share connections of it. */
export const createLanes = (pool: Pool, { nameOf, joiner, clock, most }: LaneOptions): Lanes | undefined => {
  if (most < 1) return undefined;
  const waiting: Asked[] = [];
  let open = 0;
  let stuck = 0;
  const openOneMore = (): void => {
    if (open < most && waiting.length > 0) void serve();
  };
  const serve = async (): Promise<void> => {
    open++;
    let client: PoolClient | undefined;
    let failure: Error | undefined;
    try {
      client = await pool.connect().catch(explainWait);
      const run = runOn(client, nameOf);
      const startGathering = gather(client, process.nextTick);
      while (failure === undefined) {
        // Until everything that came in with the requests of this moment has been asked.
        await new Promise<void>(clock.soon);
        if (waiting.length === 0) break;
        let isStuck = false;
        const stopWatching = clock.after(patience, () => {
          isStuck = true;
          stuck++;
          openOneMore();
        });
        startGathering();
        failure = await answer(run, joiner, waiting.splice(0, largestGroup));
        stopWatching();
        if (isStuck) stuck--;
      }
    } catch (error) {
      if (open === 1) for (const { reject } of waiting.splice(0)) reject(error);
    }
    open--;
    client?.release(failure);
    if (client !== undefined) openOneMore();
  };
  const ask = (query: SqlText, whole?: Whole): ReturnType<RunQuery> =>
    new Promise((resolve, reject) => {
      waiting.push({ query, whole, resolve, reject });
      if (open === stuck || waiting.length > depth * open) openOneMore();
    });
  return {
    read: (query) => ask(query),
    async write(whole) {
      await ask(whole.statement, whole);
    },
  };
};

const isPassing = (error: unknown): boolean => postgresLanguage.dialect.refusal(error) === "retryable";

/** Answers all that is asked; returns the error after which the connection is of no more use. */
const answer = async (run: RunQuery, joiner: WriteJoiner, asked: readonly Asked[]): Promise<Error | undefined> => {
  let failure: Error | undefined;
  const refuse = ({ whole, reject }: Asked, error: unknown): void => {
    if (isPassing(error)) failure = error as Error;
    reject(whole === undefined ? error : explainCommit(error));
  };
  const alone = (one: Asked): Promise<void> => run(one.query).then(one.resolve, (error: unknown) => refuse(one, error));
  const together = async (first: Asked, others: readonly Asked[]): Promise<void> => {
    const group = [first, ...others];
    try {
      const wholes = group.flatMap(({ whole }) => whole ?? []);
      const queries = others.map(({ query }) => query);
      const answered = await run(first.whole === undefined ? joinReads(first.query, queries) : joiner.merge(wholes));
      for (const { query, whole, resolve } of group) resolve(whole === undefined ? rowsOf(query, answered) : answered);
    } catch (error) {
      if (isPassing(error)) for (const one of group) refuse(one, error);
      // Whose fault it was shows when each is asked by itself.
      else await Promise.all(group.map(alone));
    }
  };
  await Promise.all(groupsOf(asked).map(([first, ...others]) => (others.length === 0 ? alone(first) : together(first, others))));
  return failure;
};

/** Those that may become one are one group; any other is a group by itself. */
const groupsOf = (asked: readonly Asked[]): readonly [Asked, ...Asked[]][] => {
  const groups = new Map<unknown, [Asked, ...Asked[]]>();
  for (const one of asked) {
    const { query, whole } = one;
    const kind = whole?.isMergeable === true ? "writes" : query.takesId === true ? query.sql : one;
    const group = groups.get(kind);
    if (group === undefined) groups.set(kind, [one]);
    else group.push(one);
  }
  return [...groups.values()];
};

/** A commit whose answer was lost may have happened, so the work must not run again; only its caller can find out. */
export const explainCommit = (error: unknown): unknown => {
  const conflict = ["40001", "40P01"].includes((error as { code?: string }).code ?? "");
  if (conflict || !isPassing(error)) return error;
  return new DomainError("unavailable", "The connection to the database was lost while the change was being stored.", { cause: error });
};

/** Whoever has waited for a connection for as long as the settings allow does not wait again. */
export const explainWait = (error: unknown): never => {
  if (!String(error).includes("timeout exceeded")) throw error;
  throw new DomainError("unavailable", "Every connection to the database is taken. Try again shortly.", { cause: error });
};
