import type { Instant, Json } from "@millrace/contract";
import type { Queries, Tx } from "./connection.ts";

/** The server's own notes: small values by name, the same for every server of a database. */
export const findConfiguration = async (db: Queries, key: string): Promise<Json | undefined> =>
  (await db.selectFrom("configuration").select("data").where("key", "=", key).executeTakeFirst())?.data;

export interface Configuration {
  readonly key: string;
  readonly data: Json;
  /** For the row, should it be new. */
  readonly id: string;
  readonly now: Instant;
}

/** Writes a value, in place of the one that was there. */
export const setConfiguration = async (tx: Tx, { key, data, id, now }: Configuration): Promise<void> => {
  await tx
    .insertInto("configuration")
    .values({ id, created: now, updated: now, key, data })
    .onConflict((on) => on.column("key").doUpdateSet({ data, updated: now }))
    .execute();
};

export const deleteConfiguration = async (tx: Tx, key: string): Promise<void> => {
  await tx.deleteFrom("configuration").where("key", "=", key).execute();
};
