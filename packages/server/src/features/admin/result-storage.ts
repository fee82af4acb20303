import type { DefaultResultStorage } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { invalid, notFound } from "../../errors.ts";

/** The row of the server's own configuration that names the block. */
const key = "server-default-result-storage";

const findBlock = (db: Queries, id: string) =>
  db
    .selectFrom("block_document")
    .innerJoin("block_schema", "block_schema.id", "block_document.block_schema_id")
    .select("block_schema.capabilities")
    .where("block_document.id", "=", id)
    .executeTakeFirst();

/** The block of the default storage; none once it has been deleted. */
export const getDefaultResultStorage = async (db: Queries): Promise<DefaultResultStorage> => {
  const row = await db.selectFrom("configuration").select("data").where("key", "=", key).executeTakeFirst();
  const id = typeof row?.data === "string" && (await findBlock(db, row.data)) !== undefined ? row.data : null;
  return { default_result_storage_block_id: id };
};

/** Refuses a block there is none of (`not-found`), and one that results cannot be written to (`invalid`). */
export const setDefaultResultStorage = (ctx: Context, id: string): Promise<DefaultResultStorage> =>
  ctx.transact(async (tx) => {
    const block = await findBlock(tx, id);
    if (block === undefined) throw notFound(`Block document ${id} not found.`);
    if (!block.capabilities.includes("write-path")) throw invalid(`Block document ${id} cannot be used for result storage.`);
    const now = ctx.clock.now();
    await tx
      .insertInto("configuration")
      .values({ id: ctx.newId(), created: now, updated: now, key, data: id })
      .onConflict((on) => on.column("key").doUpdateSet({ data: id, updated: now }))
      .execute();
    return { default_result_storage_block_id: id };
  });

export const clearDefaultResultStorage = (ctx: Context): Promise<void> =>
  ctx.transact(async (tx) => {
    await tx.deleteFrom("configuration").where("key", "=", key).execute();
  });
