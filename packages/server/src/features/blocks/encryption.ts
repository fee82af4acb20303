import type { JsonObject } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { findConfiguration } from "../../db/configuration.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import { DomainError } from "../../errors.ts";
import { hasKeys, parseExactly } from "../../exact-numbers.ts";
import { createKey, decrypt, encrypt } from "./fernet.ts";

/** The row of the server's own configuration that keeps the key nobody configured. */
const configurationKey = "ENCRYPTION_KEY";

const findKeptKey = async (db: Queries): Promise<string | undefined> => {
  const data = await findConfiguration(db, configurationKey);
  const key = hasKeys(data) ? data.fernet_key : undefined;
  return typeof key === "string" ? key : undefined;
};

/** Every key that may have encrypted a value, the present one first. A key once made by the server itself goes on decrypting. */
export const readKeys = async ({ settings }: Pick<Context, "settings">, db: Queries): Promise<readonly string[]> => {
  const kept = await findKeptKey(db);
  return kept === undefined ? settings.encryptionKeys : [...settings.encryptionKeys, kept];
};

/** The key to encrypt with. The first time, where none is configured, one is made and kept; two servers agree on one. */
const getKey = async (ctx: Context, tx: Tx): Promise<string> => {
  const [configured] = ctx.settings.encryptionKeys;
  const known = configured ?? (await findKeptKey(tx));
  if (known !== undefined) return known;
  const now = ctx.clock.now();
  const row = { id: ctx.newId(), created: now, updated: now, key: configurationKey, data: { fernet_key: createKey() } };
  await tx
    .insertInto("configuration")
    .values(row)
    .onConflict((on) => on.column("key").doNothing())
    .execute();
  return (await findKeptKey(tx)) ?? row.data.fernet_key;
};

export const encryptData = async (ctx: Context, tx: Tx, data: JsonObject): Promise<string> =>
  encrypt(await getKey(ctx, tx), JSON.stringify(data), ctx.clock.micros() / 1_000_000);

/** The values of a document. Throws `locked` when the key they were encrypted with is not among those given. */
export const decryptData = (keys: readonly string[], { id, encrypted_data }: { id: string; encrypted_data: string }): JsonObject => {
  const text = decrypt(keys, encrypted_data);
  if (text === undefined) {
    const remedy = "Add that key to PREFECT_SERVER_ENCRYPTION_KEY, after the present one and a comma, and start the server again.";
    throw new DomainError(
      "locked",
      `The values of block document ${id} were encrypted with a key that this server does not have. ${remedy}`,
    );
  }
  const data = parseExactly(text);
  return hasKeys(data) ? data : {};
};
