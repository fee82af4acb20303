import type { BlockType } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import { type BlockFilters, typesWhere } from "./filters.ts";

export interface Slice {
  readonly limit: number;
  readonly offset: number;
}

export const noBlockType = () => notFound("Block type not found");

export const getBlockType = async (db: Queries, id: string): Promise<BlockType> => {
  const type = await db.selectFrom("block_type").selectAll().where("id", "=", id).executeTakeFirst();
  if (type === undefined) throw noBlockType();
  return type;
};

export const findBlockTypeBySlug = (db: Queries, slug: string): Promise<BlockType | undefined> =>
  db.selectFrom("block_type").selectAll().where("slug", "=", slug).executeTakeFirst();

export const getBlockTypeBySlug = async (db: Queries, slug: string): Promise<BlockType> => {
  const type = await findBlockTypeBySlug(db, slug);
  if (type === undefined) throw noBlockType();
  return type;
};

/** Types by their ids, which may repeat. */
export const listBlockTypesById = async (db: Queries, ids: readonly string[]): Promise<ReadonlyMap<string, BlockType>> => {
  if (ids.length === 0) return new Map();
  const types = await db
    .selectFrom("block_type")
    .selectAll()
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map(types.map((type) => [type.id, type]));
};

export const listBlockTypes = (db: Queries, filters: BlockFilters, { limit, offset }: Slice): Promise<BlockType[]> => {
  const where = typesWhere(db.dialect, filters);
  const types = db.selectFrom("block_type");
  const matching = where === undefined ? types : types.where(where);
  return matching.selectAll().orderBy("name").orderBy("id").limit(limit).offset(offset).execute();
};
