import type { Client } from "pg";
import type { RunQuery, SqlText } from "./connection.ts";

/** The name under which a connection keeps a text planned; undefined for one that is planned each time. */
export type NameOf = (query: SqlText) => string | undefined;

interface Queryable {
  query(query: { name?: string; text: string; values: unknown[] }): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

/** Values of one query: their number travels in sixteen bits, and a larger one would be read as another. */
const mostParameters = 65_535;

/** Runs queries on a connection, or on a pool. */
export const runOn =
  (connection: Queryable, nameOf: NameOf): RunQuery =>
  async (query: SqlText) => {
    const { sql: text, parameters } = query;
    // The database's own code for too many arguments.
    if (parameters.length > mostParameters) throw Object.assign(new RangeError("Too many values for one query."), { code: "54023" });
    const name = nameOf(query);
    const values = parameters as unknown[];
    const { rows, rowCount } = await connection.query(name === undefined ? { text, values } : { name, text, values });
    return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  };

/** Gathers what is sent to a connection until `flush` comes round, so that it travels in one packet. */
export const gather = ({ connection }: Partial<Pick<Client, "connection">>, whenDone: (flush: () => void) => void): (() => void) => {
  let gathering = false;
  return () => {
    if (gathering || connection === undefined) return;
    gathering = true;
    connection.stream.cork();
    whenDone(() => {
      gathering = false;
      connection.stream.uncork();
    });
  };
};
