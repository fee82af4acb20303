import type { BlockDocument, BlockDocumentSort } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";
import { completeDocuments } from "./complete-documents.ts";
import { type BlockFilters, documentsWhere } from "./filters.ts";
import type { Slice } from "./type-queries.ts";

export const noBlockDocument = () => notFound("Block document not found");

/** A document by its id, or by its name and its type's slug. */
export type DocumentKey = { readonly id: string } | { readonly slug: string; readonly name: string };

interface Secrecy {
  readonly include_secrets: boolean;
}

const whereKey = (key: DocumentKey) =>
  "id" in key
    ? sql<boolean>`block_document.id = ${key.id}`
    : sql<boolean>`block_document.name = ${key.name} and block_document.block_type_id in (select id from block_type where slug = ${key.slug})`;

/** A document with its values; secret ones are asterisks unless `include_secrets`. */
export const getBlockDocument = async (ctx: Pick<Context, "settings">, db: Queries, key: DocumentKey & Secrecy): Promise<BlockDocument> => {
  const rows = await db.selectFrom("block_document").selectAll().where(whereKey(key)).limit(1).execute();
  const [document] = await completeDocuments(ctx, db, { rows, withSecrets: key.include_secrets });
  if (document === undefined) throw noBlockDocument();
  return document;
};

const typeName = sql<string>`(select name from block_type where block_type.id = block_document.block_type_id)`;

const matching = (db: Queries, filters: BlockFilters) => {
  const where = documentsWhere(db.dialect, filters);
  const documents = db.selectFrom("block_document");
  return where === undefined ? documents : documents.where(where);
};

export type DocumentList = BlockFilters & Slice & Secrecy & { readonly sort: BlockDocumentSort };

export const listBlockDocuments = async (ctx: Pick<Context, "settings">, db: Queries, asked: DocumentList): Promise<BlockDocument[]> => {
  const documents = matching(db, asked);
  const sorted = asked.sort === "BLOCK_TYPE_AND_NAME_ASC" ? documents.orderBy(typeName) : documents;
  const rows = await sorted
    .selectAll()
    .orderBy("name", asked.sort === "NAME_DESC" ? "desc" : "asc")
    .orderBy("id")
    .limit(asked.limit)
    .offset(asked.offset)
    .execute();
  return completeDocuments(ctx, db, { rows, withSecrets: asked.include_secrets });
};

export const countBlockDocuments = async (db: Queries, filters: BlockFilters): Promise<number> => {
  const row = await matching(db, filters).select(sql<number>`count(*)`.as("count")).executeTakeFirst();
  return row?.count ?? 0;
};
