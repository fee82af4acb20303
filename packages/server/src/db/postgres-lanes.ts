import type { Pool, PoolClient } from "pg";
import { DomainError } from "../errors.ts";
import type { RunQuery, SqlText } from "./connection.ts";
import { postgresLanguage } from "./postgres.ts";
import { gather, type NameOf, runOn } from "./postgres-queries.ts";

/** How many statements may wait for each other on one connection before the next connection is opened for more. */
const depth = 8;

/**
 * Connections that take statements of many callers, each a transaction by itself: what several requests ask in the same
 * moment travels in one packet, and wakes the database once.
 */
export interface Lanes {
  /** `explain` is asked about an error of the statement, not about one of getting a connection. */
  run(query: SqlText, explain?: (error: unknown) => never): ReturnType<RunQuery>;
}

interface Lane {
  readonly client: PoolClient;
  readonly run: RunQuery;
  readonly startGathering: () => void;
}

interface Shared {
  readonly lane: Promise<Lane>;
  inFlight: number;
  failure: Error | undefined;
}

/** Undefined where the pool is too small to share connections of it. */
export const createLanes = (pool: Pool, { nameOf, most }: { nameOf: NameOf; most: number }): Lanes | undefined => {
  if (most < 1) return undefined;
  let open: Shared[] = [];
  const close = (shared: Shared): void => {
    open = open.filter((one) => one !== shared);
  };
  const choose = (): Shared => {
    const least = open.reduce<Shared | undefined>(
      (best, one) => (best === undefined || one.inFlight < best.inFlight ? one : best),
      undefined,
    );
    const free = open.find(({ inFlight }) => inFlight < depth) ?? (open.length < most ? undefined : least);
    if (free !== undefined) return free;
    const shared: Shared = { lane: openLane(pool, nameOf), inFlight: 0, failure: undefined };
    open.push(shared);
    return shared;
  };
  return {
    async run(query, explain = rethrow) {
      const shared = choose();
      shared.inFlight++;
      const lane = await shared.lane.catch((error: unknown) => {
        close(shared);
        throw error;
      });
      lane.startGathering();
      return lane
        .run(query)
        .catch((error: unknown) => {
          if (postgresLanguage.dialect.refusal(error) === "retryable") {
            shared.failure = error as Error;
            close(shared);
          }
          return explain(error);
        })
        .finally(() => {
          if (--shared.inFlight > 0) return;
          close(shared);
          lane.client.release(shared.failure);
        });
    },
  };
};

const rethrow = (error: unknown): never => {
  throw error;
};

const openLane = async (pool: Pool, nameOf: NameOf): Promise<Lane> => {
  const client = await pool.connect().catch(explainWait);
  // Until everything that came in with the requests of this moment has been asked.
  return { client, run: runOn(client, nameOf), startGathering: gather(client, setImmediate) };
};

/** Whoever has waited for a connection for as long as the settings allow does not wait again. */
export const explainWait = (error: unknown): never => {
  if (!String(error).includes("timeout exceeded")) throw error;
  throw new DomainError("unavailable", "Every connection to the database is taken. Try again shortly.", { cause: error });
};
