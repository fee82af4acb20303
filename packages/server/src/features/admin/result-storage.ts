import type { DefaultResultStorage } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { deleteConfiguration, findConfiguration, setConfiguration } from "../../db/configuration.ts";
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
  const id = await findConfiguration(db, key);
  const isThere = typeof id === "string" && (await findBlock(db, id)) !== undefined;
  return { default_result_storage_block_id: isThere ? id : null };
};

/** Refuses a block there is none of (`not-found`), and one that results cannot be written to (`invalid`). */
export const setDefaultResultStorage = (ctx: Context, id: string): Promise<DefaultResultStorage> =>
  ctx.transact(async (tx) => {
    const block = await findBlock(tx, id);
    if (block === undefined) throw notFound(`Block document ${id} not found.`);
    if (!block.capabilities.includes("write-path")) throw invalid(`Block document ${id} cannot be used for result storage.`);
    await setConfiguration(tx, { key, data: id, id: ctx.newId(), now: ctx.clock.now() });
    return { default_result_storage_block_id: id };
  });

export const clearDefaultResultStorage = (ctx: Context): Promise<void> => ctx.transact((tx) => deleteConfiguration(tx, key));
