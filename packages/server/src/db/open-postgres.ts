import { whereWeAre } from "@millrace/settings";
import type { Pool, PoolConfig } from "pg";
import { PreconditionError } from "../errors.ts";
import { parseJson } from "../exact-numbers.ts";
import { Queries } from "./connection.ts";
import { createWriteJoiner } from "./join-writes.ts";
import type { DatabaseOptions } from "./open-database.ts";
import { postgresLanguage, readPostgresTime } from "./postgres.ts";
import { createLanes } from "./postgres-lanes.ts";
import { createMessages } from "./postgres-messages.ts";
import { type NameOf, runOn } from "./postgres-queries.ts";
import { createReadTest, transactOn } from "./postgres-transactions.ts";
import type { Database } from "./transaction.ts";

const timestamptz = 1184;
const int8 = 20;
const json = 114;
const jsonb = 3802;

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

/** Listening takes one connection of the pool, which smaller ones cannot spare. */
const leastForMessages = 4;

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

/** To compile a query that is expected to be long takes longer than most of ours run: their costs are guessed far too high. */
const noCompiling = "set jit = off";

/** For the one connection there is and those to come. Where the server knows no such setting, it compiles nothing. */
const compileNothing = async (pool: Pool): Promise<void> => {
  const settle = (client: { query(text: string): Promise<unknown> }): Promise<unknown> => client.query(noCompiling).catch(() => undefined);
  await settle(pool);
  pool.on("connect", (client) => void settle(client));
};

/** Opens a pool on PostgreSQL. No session needs to be set up, and statements are named only where no transaction-mode pooler sits between. */
export const openPostgres = async (url: URL, options: DatabaseOptions): Promise<Database> => {
  const { default: pg } = await import("pg");
  const location = `${url.protocol}//${url.username === "" ? "" : `${url.username}@`}${url.host}${url.pathname}`;
  const pool = await connect(url, (address) => createPool(pg, address, options)).catch((error: unknown) => {
    throw new PreconditionError(
      `The database ${location} cannot be reached: ${(error as Error).message || String(error)}. ` +
        "Check that PostgreSQL runs there and that host, port, user, password and database name in PREFECT_SERVER_DATABASE_CONNECTION_URL are right.",
      error,
    );
  });
  const direct = await isDirect(pool);
  if (direct) await compileNothing(pool);
  const nameOf = direct ? createNames() : unnamed;
  const joiner = createWriteJoiner();
  const lanes = createLanes(pool, { nameOf, joiner, clock: options.clock, most: Math.floor(options.poolSize / 4) });
  const read = new Queries(postgresLanguage, runOn(pool, nameOf));
  return {
    dialect: postgresLanguage.dialect,
    location,
    isShared: true,
    explain: (error) => explain(location, error),
    read,
    heavyRead: read,
    transact: transactOn({ pool, nameOf, lanes, joiner, isRead: createReadTest() }, options),
    ...(direct && options.poolSize >= leastForMessages ? { messages: createMessages(pool, options.clock) } : {}),
    close: () => pool.end(),
  };
};

const createPool = ({ Pool: NewPool, types }: Pick<typeof import("pg"), "Pool" | "types">, url: URL, options: DatabaseOptions): Pool => {
  const parserOf = (oid: number): ((value: string) => unknown) => {
    if (oid === timestamptz) return readPostgresTime;
    if (oid === json || oid === jsonb) return parseJson;
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

const isOnThisMachine = ({ hostname }: URL): boolean => /^(localhost|127\.[\d.]+|\[::1\]|)$/.test(hostname);

/**
 * What is tried in turn, as PostgreSQL's own programs and Python's drivers do it: without a word encryption where the server
 * offers it; on this machine, where it would cost and protect nothing, only where the server wants it.
 */
const modesOf = (url: URL): readonly (string | undefined)[] => {
  const { searchParams } = url;
  const said = searchParams.get("sslmode") ?? whereWeAre().env.PGSSLMODE;
  if (said === undefined && searchParams.has("sslrootcert")) return [undefined];
  const mode = said ?? (isOnThisMachine(url) ? "allow" : "prefer");
  if (mode === "prefer") return ["require", "disable"];
  return mode === "allow" ? ["disable", "require"] : [mode];
};

/** A pool that has reached the database. Where both ways to it fail, throws what says more than that it does not encrypt. */
const connect = async (url: URL, poolFor: (url: URL) => Pool): Promise<Pool> => {
  let failure: unknown;
  for (const mode of modesOf(url)) {
    const address = new URL(url);
    if (mode !== undefined) address.searchParams.set("sslmode", mode);
    const pool = poolFor(address);
    try {
      await pool.query("select 1");
      return pool;
    } catch (error) {
      await pool.end();
      if (failure === undefined || !String(error).includes("does not support SSL")) failure = error;
      // What has nothing to do with encryption fails the other way too.
      if (!/ssl|tls|encrypt|insecure/i.test(String(error))) break;
    }
  }
  throw failure;
};

/** What PostgreSQL refuses for how it is set up, by its codes. */
const explain = (location: string, error: unknown): string | undefined => {
  const { code = "", message = "" } = error as { code?: string; message?: string };
  const refused = `The database ${location} refuses what the server needs (${message}).`;
  if (code === "42501" || code === "3F000") {
    return `${refused} Give its user the right to make tables there, such as with: grant create on schema public to "user"; or make it the database's owner.`;
  }
  if (code === "25006")
    return `${refused} It only reads, as a standby does. Give PREFECT_SERVER_DATABASE_CONNECTION_URL the address of the primary.`;
  if (code === "53100") return `${refused} Make room on its disk.`;
  return undefined;
};
