import type { BlockSchema } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import type { BlockSchemaTable } from "../../db/schema.ts";
import { notFound } from "../../errors.ts";
import { hasKeys, parseExactly } from "../../exact-numbers.ts";
import { type BlockFilters, schemasWhere } from "./filters.ts";
import { listBlockTypesById, type Slice } from "./type-queries.ts";

export const noBlockSchema = () => notFound("Block schema not found");

/** Schemas as they are shown: with their type, and their fields as they were written. */
export const completeSchemas = async (db: Queries, rows: readonly BlockSchemaTable[]): Promise<BlockSchema[]> => {
  const types = await listBlockTypesById(
    db,
    rows.map((row) => row.block_type_id),
  );
  return rows.map(({ fields: text, ...row }) => {
    const fields = parseExactly(text);
    return { ...row, fields: hasKeys(fields) ? fields : {}, block_type: types.get(row.block_type_id) ?? null };
  });
};

const getOnly = async (db: Queries, row: BlockSchemaTable | undefined): Promise<BlockSchema> => {
  const [schema] = row === undefined ? [] : await completeSchemas(db, [row]);
  if (schema === undefined) throw noBlockSchema();
  return schema;
};

export const getBlockSchema = async (db: Queries, id: string): Promise<BlockSchema> =>
  getOnly(db, await db.selectFrom("block_schema").selectAll().where("id", "=", id).executeTakeFirst());

/** The schema of a checksum; of several versions the one stored last, unless one is named. */
export const findSchemaRow = (db: Queries, checksum: string, version?: string | null): Promise<BlockSchemaTable | undefined> => {
  const schemas = db.selectFrom("block_schema").selectAll().where("checksum", "=", checksum);
  const matching = typeof version === "string" ? schemas.where("version", "=", version) : schemas;
  return matching.orderBy("created", "desc").orderBy("id", "desc").limit(1).executeTakeFirst();
};

export const getBlockSchemaByChecksum = async (db: Queries, checksum: string, version?: string | null): Promise<BlockSchema> =>
  getOnly(db, await findSchemaRow(db, checksum, version));

export const listSchemasById = async (db: Queries, ids: readonly string[]): Promise<ReadonlyMap<string, BlockSchema>> => {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("block_schema")
    .selectAll()
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map((await completeSchemas(db, rows)).map((schema) => [schema.id, schema]));
};

/** The newest first. */
export const listBlockSchemas = async (db: Queries, filters: BlockFilters, { limit, offset }: Slice): Promise<BlockSchema[]> => {
  const where = schemasWhere(db.dialect, filters);
  const schemas = db.selectFrom("block_schema");
  const matching = where === undefined ? schemas : schemas.where(where);
  const rows = await matching.selectAll().orderBy("created", "desc").orderBy("id", "desc").limit(limit).offset(offset).execute();
  return completeSchemas(db, rows);
};

/** Everything that some schema says its blocks can do. */
export const listCapabilities = async (db: Queries): Promise<string[]> => {
  const rows = await db.selectFrom("block_schema").select("capabilities").distinct().execute();
  return [...new Set(rows.flatMap((row) => row.capabilities))].sort();
};
