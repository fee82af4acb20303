import type { Queries, Tx } from "./connection.ts";
import type { Dialect } from "./dialect.ts";
import type { Messages } from "./postgres-messages.ts";

/**
 * Work that runs in one transaction. It may be run again when the database asks for it, so it only touches the database
 * and its own variables, and waits for nothing but its own queries.
 */
export type Work<T> = (tx: Tx) => Promise<T>;

/** An open database. */
export interface Database {
  readonly dialect: Dialect;
  /** Where the data lives, without password, for messages. */
  readonly location: string;
  /** Whether other servers may be writing to it too. */
  readonly isShared: boolean;
  /** What an error of the database means to whoever runs the server, and what to do; undefined for one that is our own mistake. */
  readonly explain: (error: unknown) => string | undefined;
  /** Short reads, such as one row by its key. Sees everything that was acknowledged. */
  readonly read: Queries;
  /** Reads that may take long, kept off the thread that serves requests. */
  readonly heavyRead: Queries;
  /** Runs `work` atomically and resolves when what it wrote is durable. */
  transact<T>(work: Work<T>): Promise<T>;
  /** Between the servers of the database; missing where there is one server alone, or a pooler in between. */
  readonly messages?: Messages;
  close(): Promise<void>;
}
