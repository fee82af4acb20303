import type { Pool, PoolClient } from "pg";
import { DomainError } from "../errors.ts";
import { type HeldRow, type RunQuery, type SqlText, Tx } from "./connection.ts";
import { heldRowChanged, lockHeldRow, type WriteJoiner } from "./join-writes.ts";
import type { DatabaseOptions } from "./open-database.ts";
import { postgresLanguage } from "./postgres.ts";
import { explainCommit, explainWait, type Lanes } from "./postgres-lanes.ts";
import { gather, type NameOf, runOn } from "./postgres-queries.ts";
import type { Work } from "./transaction.ts";

const retries = 5;

interface Connections {
  readonly pool: Pool;
  readonly nameOf: NameOf;
  readonly joiner: WriteJoiner;
  readonly lanes: Lanes | undefined;
  readonly isRead: (query: SqlText) => boolean;
}

/**
 * Transactions that begin no earlier than they must. What a work reads first sees every commit before it, inside a
 * transaction as outside (READ COMMITTED), and a work whose writes make one statement needs no other transaction than that.
 */
export const transactOn = (connections: Connections, options: DatabaseOptions): (<T>(work: Work<T>) => Promise<T>) => {
  const { lanes } = connections;
  return async (work) => {
    let shared = lanes;
    for (let attempt = 1; ; attempt++) {
      try {
        return await attemptOnce({ ...connections, lanes: shared }, work);
      } catch (error) {
        if (shared !== undefined && (error as { code?: string }).code === heldRowChanged) {
          shared = undefined; // from here on with locks, so that somebody comes first
          continue;
        }
        if (postgresLanguage.dialect.refusal(error) !== "retryable") throw error;
        if (attempt > retries)
          throw new DomainError("unavailable", "The database is busy or restarting. Try again shortly.", { cause: error });
        await new Promise<void>((resolve) => options.clock.after(5 * 2 ** attempt * options.random(), resolve));
      }
    }
  };
};

const attemptOnce = async <T>(connections: Connections, work: Work<T>): Promise<T> => {
  const { tx, commit, rollback } = createAttempt(connections);
  let result: T;
  try {
    result = await work(tx).finally(() => tx.end());
    await commit();
  } catch (error) {
    await rollback(postgresLanguage.dialect.refusal(error) === "retryable" ? (error as Error) : undefined);
    throw error;
  }
  tx.committed();
  return result;
};

/** A transaction that has begun on a connection of its own. */
interface Begun {
  readonly client: PoolClient;
  readonly run: RunQuery;
  /** What was sent with the beginning: fails when that did. */
  readonly opened: Promise<unknown>;
}

/** Whether a text only reads, and locks nothing. Texts that come again and again are few, so that the answer is kept. */
export const createReadTest = (): ((query: SqlText) => boolean) => {
  const known = new Map<string, boolean>();
  return ({ sql, repeated }) => {
    if (repeated !== true) return false;
    const answer = known.get(sql) ?? (sql.startsWith("select ") && !/\bfor (?:no key )?(?:update|share)\b|\badvisory_/.test(sql));
    known.set(sql, answer);
    return answer;
  };
};

interface Attempt {
  readonly tx: Tx;
  commit(): Promise<void>;
  rollback(failure: Error | undefined): Promise<void>;
}

const createAttempt = (connections: Connections): Attempt => {
  const { lanes, joiner, isRead } = connections;
  const held: HeldRow[] = [];
  const waiting: SqlText[] = [];
  let begun: Promise<Begun> | undefined;
  const begin = (): Promise<Begun> => {
    begun ??= beginOn(connections, held);
    return begun;
  };
  const send: RunQuery = async (query) => {
    if (lanes !== undefined && begun === undefined && waiting.length === 0 && isRead(query)) return lanes.read(query);
    const earlier = waiting.splice(0);
    const { run, opened } = await begin();
    const sent = joiner.join(earlier).map(run);
    const [only = query] = joiner.join([query]);
    const asked = run(only);
    await allAfter(opened, [...sent, asked]);
    return asked;
  };
  const runLater: RunQuery = async (query) => {
    waiting.push(query);
    return { rows: [] };
  };
  const holding = {
    lock: () => lanes === undefined || begun !== undefined,
    async note(row: HeldRow) {
      held.push(row);
      // Queries sent side by side may have begun the transaction while the row was being read.
      if (begun === undefined) return;
      const { run, opened } = await begun;
      await allAfter(opened, [run(lockHeldRow(row))]);
    },
  };
  return {
    tx: new Tx(postgresLanguage, send, { runLater, holding }),
    async commit() {
      if (begun === undefined && waiting.length === 0) return;
      const whole = begun === undefined ? joiner.joinWhole(waiting, held) : undefined;
      if (lanes === undefined || whole === undefined) return commitOn(await begin(), joiner.join(waiting));
      await lanes.write(whole);
    },
    async rollback(failure) {
      const transaction = await begun?.catch(() => undefined);
      await transaction?.client.query("rollback").catch(() => undefined);
      transaction?.client.release(failure);
    },
  };
};

const beginOn = async ({ pool, nameOf }: Connections, held: readonly HeldRow[]): Promise<Begun> => {
  const client = await pool.connect().catch(explainWait);
  const startGathering = gather(client, process.nextTick);
  const direct = runOn(client, nameOf);
  const run: RunQuery = (query) => {
    startGathering();
    return direct(query);
  };
  startGathering();
  // Not awaited: the first query of the work travels in the same packet.
  const opened = Promise.all([client.query("begin"), ...held.map((row) => run(lockHeldRow(row)))]);
  opened.catch(() => undefined);
  return { client, run, opened };
};

/** Waits for all. Tells of the first in their order that failed, since what came after it failed only because of that. */
const allAfter = async (opened: Promise<unknown>, sent: readonly Promise<unknown>[]): Promise<void> => {
  const outcomes = await Promise.allSettled([opened, ...sent]);
  const failed = outcomes.find((one) => one.status === "rejected");
  if (failed !== undefined) throw failed.reason;
};

const commitOn = async ({ client, run, opened }: Begun, writes: readonly SqlText[]): Promise<void> => {
  const sent = writes.map(run);
  const committed = client.query("commit");
  await allAfter(opened, [...sent, committed]).catch((error: unknown) => {
    throw explainCommit(error);
  });
  // After a query that failed, whoever asked it, the database takes the commit for a rollback.
  if ((await committed).command !== "COMMIT") throw new Error("The transaction was rolled back: one of its queries had failed.");
  client.release();
};
