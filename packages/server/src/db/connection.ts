import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type DialectAdapter,
  type KyselyPlugin,
  type QueryCompiler,
  QueryCreator,
  type QueryExecutor,
  type QueryExecutorProvider,
  type QueryResult,
} from "kysely";
import type { Dialect, TableName } from "./dialect.ts";
import type { Tables } from "./schema.ts";

/** A query as a database takes it. */
export interface SqlText extends Pick<CompiledQuery, "sql" | "parameters"> {
  /** One of few texts that come again and again, which a database may keep planned. */
  readonly repeated?: true;
  /** A write whose only parameter is a JSON list of rows: several of one text are one with all their rows. */
  readonly takesRows?: true;
  /** A read of rows by their `id`, which is its only parameter: several of one text are one with the ids of all. */
  readonly takesId?: true;
}

/** Runs one query on some connection. The only thing a driver has to offer to be spoken to. */
export type RunQuery = (query: SqlText) => Promise<QueryResult<unknown>>;

/** How a dialect turns a query into SQL text and values. */
export interface QueryLanguage {
  readonly dialect: Dialect;
  readonly adapter: DialectAdapter;
  readonly compiler: QueryCompiler;
  readonly plugins: KyselyPlugin[];
}

const notHere = (): never => {
  throw new Error("Rows are read whole here; page through them instead of streaming.");
};

/** A handle to build and run queries with. On a reading connection the database itself refuses writes. */
export class Queries extends QueryCreator<Tables> implements QueryExecutorProvider {
  readonly dialect: Dialect;
  /** Runs SQL text as it is, for what is assembled by hand in the dialects. */
  readonly run: RunQuery;
  readonly #executor: QueryExecutor;

  constructor(language: QueryLanguage, run: RunQuery) {
    const connection: DatabaseConnection = {
      executeQuery: <R>(query: CompiledQuery) => run(query) as Promise<QueryResult<R>>,
      streamQuery: notHere,
    };
    const provider = {
      provideConnection: <T>(consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> => consumer(connection),
    };
    const executor = new DefaultQueryExecutor(language.compiler, language.adapter, provider, language.plugins);
    super({ executor });
    this.dialect = language.dialect;
    this.run = run;
    this.#executor = executor;
  }

  getExecutor(): QueryExecutor {
    return this.#executor;
  }
}

/** A row as it was when it was read; the version changes with every write to the row. */
export interface HeldRow {
  readonly table: TableName;
  readonly id: string;
  readonly row_version: string;
}

/** What a transaction of a database with more than one writer can do besides. */
export interface TxOptions {
  /** Takes a write that may wait for the next query or the commit; without it, writes do not wait. */
  readonly runLater: RunQuery;
  /** Whether a row shall be locked before it is read, or is noted by `note` to be compared when something is written. */
  readonly holding: { readonly lock: () => boolean; readonly note: (row: HeldRow) => Promise<void> };
}

/** The handle of one running transaction. Writes need it, and only `transact` hands it out. */
export class Tx extends Queries {
  readonly #afterCommit: (() => void)[] = [];
  readonly #life: { over: boolean };
  readonly #sendLater: () => Queries;
  readonly #holding: TxOptions["holding"] | undefined;
  #later: Queries | undefined;

  constructor(language: QueryLanguage, run: RunQuery, { runLater, holding }: Partial<TxOptions> = {}) {
    const life = { over: false };
    const whileAlive =
      (send: RunQuery): RunQuery =>
      async (query) => {
        // Queries sent side by side go on when one of them has failed; they must not reach the connection's next transaction.
        if (life.over) throw new Error("This transaction is over.");
        return send(query);
      };
    super(language, whileAlive(run));
    this.#life = life;
    this.#holding = holding;
    this.#sendLater = () => (runLater === undefined ? this : new Queries(language, whileAlive(runLater)));
  }

  /**
   * The handle for writes whose outcome the work does not look at. They keep their place before later queries, and may travel
   * with the next one or with the commit. One that fails makes the transaction fail.
   */
  get later(): Queries {
    this.#later ??= this.#sendLater();
    return this.#later;
  }

  /**
   * Reads a row so that nobody else changes it before this transaction has written. Where nobody does, which is nearly
   * always, the row is not even locked: a write that meets a newer version undoes everything, and the work runs again.
   */
  async hold<Row extends { readonly row_version: string }>(
    { table, id }: Pick<HeldRow, "table" | "id">,
    read: () => Promise<readonly Row[]>,
  ): Promise<Row | undefined> {
    const locked = this.#holding?.lock() === false ? undefined : this.dialect.lockRow(this, table, id);
    const [[row]] = await Promise.all([read(), locked]);
    if (row !== undefined && locked === undefined) await this.#holding?.note({ table, id, row_version: row.row_version });
    return row;
  }

  /** Runs `hook` once what this transaction wrote is durable; never when it is rolled back. */
  afterCommit(hook: () => void): void {
    this.#afterCommit.push(hook);
  }

  /** For `transact` alone: the work is done or has failed, and takes no query any more. */
  end(): void {
    this.#life.over = true;
  }

  /** For `transact` alone: the transaction is durable. */
  committed(): void {
    for (const hook of this.#afterCommit) hook();
  }
}
