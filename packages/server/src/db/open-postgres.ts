import type { Client, Pool, PoolClient, PoolConfig } from "pg";
import { DomainError, PreconditionError } from "../errors.ts";
import { Queries, type RunQuery, type SqlText, Tx } from "./connection.ts";
import { createWriteJoiner } from "./join-writes.ts";
import type { DatabaseOptions } from "./open-database.ts";
import { postgresLanguage, readPostgresTime } from "./postgres.ts";
import type { Database, Work } from "./transaction.ts";

const timestamptz = 1184;
const int8 = 20;
const retries = 5;

interface Queryable {
  query(query: { name?: string; text: string; values: unknown[] }): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

/** The name under which a connection keeps a text planned; undefined for one that is planned each time. */
type NameOf = (query: SqlText) => string | undefined;

const runOn =
  (connection: Queryable, nameOf: NameOf): RunQuery =>
  async (query: SqlText) => {
    const { sql: text, parameters } = query;
    const name = nameOf(query);
    const values = parameters as unknown[];
    const { rows, rowCount } = await connection.query(name === undefined ? { text, values } : { name, text, values });
    return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  };

/** Plans take memory on every connection, so that there is an end to them. */
const mostNames = 200;

const createNames = (): NameOf => {
  const names = new Map<string, string>();
  return ({ sql, repeated }) => {
    if (repeated !== true) return undefined;
    const known = names.get(sql);
    if (known !== undefined || names.size >= mostNames) return known;
    const name = `millrace_${names.size}`;
    names.set(sql, name);
    return name;
  };
};

const unnamed: NameOf = () => undefined;

/** A pooler between us and the database tells an identity of its own; behind one, the next query may meet another connection. */
const isDirect = async (pool: Pool): Promise<boolean> => {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    return rows[0]?.pid === (client as { readonly processID?: number | null }).processID;
  } finally {
    client.release();
  }
};

/** Opens a pool on PostgreSQL. No session is set up, and statements are named only where no transaction-mode pooler sits between. */
export const openPostgres = async (url: URL, options: DatabaseOptions): Promise<Database> => {
    isShared: true,
  const { default: pg } = await import("pg");
  const location = `${url.protocol}//${url.username === "" ? "" : `${url.username}@`}${url.host}${url.pathname}`;
  const pool = await connect(url, (address) => createPool(pg, address, options)).catch((error: unknown) => {
    throw new PreconditionError(
      `The database ${location} cannot be reached: ${(error as Error).message || String(error)}. ` +
        "Check that PostgreSQL runs there and that host, port, user, password and database name in PREFECT_SERVER_DATABASE_CONNECTION_URL are right.",
      error,
    );
  });
  const nameOf = (await isDirect(pool)) ? createNames() : unnamed;
  const joinWrites = createWriteJoiner();
  const read = new Queries(postgresLanguage, runOn(pool, nameOf));
  return {
    dialect: postgresLanguage.dialect,
    location,
    read,
    heavyRead: read,
    transact: (work) => transact({ pool, nameOf, joinWrites }, work, options),
    close: () => pool.end(),
  };
};

const createPool = ({ Pool: NewPool, types }: Pick<typeof import("pg"), "Pool" | "types">, url: URL, options: DatabaseOptions): Pool => {
  const parserOf = (oid: number): ((value: string) => unknown) => {
    if (oid === timestamptz) return readPostgresTime;
    return oid === int8 ? Number : (types.getTypeParser(oid) as (value: string) => unknown);
  };
  const config: PoolConfig & { pipeline: boolean } = {
    connectionString: url.href,
    max: options.poolSize,
    connectionTimeoutMillis: options.connectionTimeoutMillis,
    idleTimeoutMillis: 30_000,
    application_name: "millrace",
    types: { getTypeParser: parserOf } as NonNullable<PoolConfig["types"]>,
    pipeline: true,
  };
  const pool = new NewPool(config);
  // A connection that dies in the pool is replaced when next needed; without a listener it would end the process.
  pool.on("error", (error) => options.warn(`A PostgreSQL connection was lost: ${error.message}`));
  // One that dies while it is lent out fails the queries on it, whose callers know what to do.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
};

/** A pool that has reached the database. As everywhere in PostgreSQL, `prefer` means encryption only where the server offers it. */
const connect = async (url: URL, poolFor: (url: URL) => Pool): Promise<Pool> => {
  const pool = poolFor(url);
  try {
    await pool.query("select 1");
    return pool;
  } catch (error) {
    await pool.end();
    const optional = ["prefer", "allow"].includes(url.searchParams.get("sslmode") ?? "");
    if (!optional || !String(error).includes("does not support SSL")) throw error;
    const plain = new URL(url);
    plain.searchParams.set("sslmode", "disable");
    return connect(plain, poolFor);
  }
};

interface Connections {
  readonly pool: Pool;
  readonly nameOf: NameOf;
  readonly joinWrites: ReturnType<typeof createWriteJoiner>;
}

const transact = async <T>(connections: Connections, work: Work<T>, options: DatabaseOptions): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(connections, work);
    } catch (error) {
      if (postgresLanguage.dialect.refusal(error) !== "retryable") throw error;
      if (attempt > retries)
        throw new DomainError("unavailable", "The database is busy or restarting. Try again shortly.", { cause: error });
      await new Promise<void>((resolve) => options.clock.after(5 * 2 ** attempt * options.random(), resolve));
    }
  }
};

/** Gathers what is sent to a connection until everything that can go on has gone on, so that it travels at once. */
const gather = ({ connection }: Partial<Pick<Client, "connection">>): (() => void) => {
  let gathering = false;
  return () => {
    if (gathering || connection === undefined) return;
    gathering = true;
    connection.stream.cork();
    process.nextTick(() => {
      gathering = false;
      connection.stream.uncork();
    });
  };
};

/** A transaction's handle, and how to send the writes that still wait. */
const createTx = (client: PoolClient, { nameOf, joinWrites }: Connections): { tx: Tx; flush: () => Promise<unknown>[] } => {
  const startGathering = gather(client);
  const run = runOn(client, nameOf);
  const send: RunQuery = (query) => {
    startGathering();
    return run(query);
  };
  const waiting: SqlText[] = [];
  const flush = (): Promise<unknown>[] => {
    startGathering();
    return joinWrites(waiting.splice(0)).map(send);
  };
  const sendAfterWaiting: RunQuery = async (query) => {
    const earlier = flush();
    const asked = send(query);
    await Promise.all([...earlier, asked]);
    return asked;
  };
  const sendLater: RunQuery = async (query) => {
    waiting.push(query);
    return { rows: [] };
  };
  startGathering();
  return { tx: new Tx(postgresLanguage, sendAfterWaiting, sendLater), flush };
};

/** Whoever has waited for a connection for as long as the settings allow does not wait again. */
const explainWait = (error: unknown): never => {
  if (!String(error).includes("timeout exceeded")) throw error;
  throw new DomainError("unavailable", "Every connection to the database is taken. Try again shortly.", { cause: error });
};

const attemptOnce = async <T>(connections: Connections, work: Work<T>): Promise<T> => {
  const client = await connections.pool.connect().catch(explainWait);
  let failure: Error | undefined;
  try {
    const { tx, flush } = createTx(client, connections);
    const result = await inTransaction(client, { work: () => work(tx).finally(() => tx.end()), flush });
    tx.committed();
    return result;
  } catch (error) {
    failure = postgresLanguage.dialect.refusal(error) === "retryable" ? (error as Error) : undefined;
    throw error;
  } finally {
    client.release(failure);
  }
};

interface Transaction<T> {
  readonly work: () => Promise<T>;
  readonly flush: () => Promise<unknown>[];
}

const inTransaction = async <T>(client: PoolClient, { work, flush }: Transaction<T>): Promise<T> => {
  // Not awaited: the first query of the work travels in the same packet.
  const begun = client.query("begin");
  begun.catch(() => undefined);
  try {
    const result = await work();
    const writes = flush();
    const committed = client.query("commit");
    await Promise.all([begun, ...writes, committed]).catch(explainCommit);
    // After a query that failed, whoever asked it, the database takes the commit for a rollback.
    if ((await committed).command !== "COMMIT") throw new Error("The transaction was rolled back: one of its queries had failed.");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
};

/** A commit whose answer was lost may have happened, so the work must not run again; only its caller can find out. */
const explainCommit = (error: unknown): never => {
  const conflict = ["40001", "40P01"].includes((error as { code?: string }).code ?? "");
  if (conflict || postgresLanguage.dialect.refusal(error) !== "retryable") throw error;
  throw new DomainError("unavailable", "The connection to the database was lost while the change was being stored.", { cause: error });
};
