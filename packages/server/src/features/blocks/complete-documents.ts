import type { BlockDocument, BlockSchema, BlockType, JsonObject } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { BlockDocumentReferenceTable, BlockDocumentTable } from "../../db/schema.ts";
import { decryptData, readKeys } from "./encryption.ts";
import { listSchemasById } from "./schema-queries.ts";
import { hideSecrets, secretPathsOf } from "./secrets.ts";
import { listBlockTypesById } from "./type-queries.ts";

/** Documents with everything they refer to, however far away. */
interface Graph {
  readonly documents: ReadonlyMap<string, BlockDocumentTable>;
  readonly references: ReadonlyMap<string, readonly BlockDocumentReferenceTable[]>;
}

interface Stock extends Graph {
  readonly types: ReadonlyMap<string, BlockType>;
  readonly schemas: ReadonlyMap<string, BlockSchema>;
  readonly keys: readonly string[];
  readonly withSecrets: boolean;
}

/** Reads the documents that documents refer to: one round of queries per level of nesting. */
const readGraph = async (db: Queries, rows: readonly BlockDocumentTable[]): Promise<Graph> => {
  const documents = new Map(rows.map((row) => [row.id, row]));
  const references = new Map<string, BlockDocumentReferenceTable[]>();
  for (let level = [...documents.keys()]; level.length > 0; ) {
    const found = await db.selectFrom("block_document_reference").selectAll().where("parent_block_document_id", "in", level).execute();
    for (const reference of found) {
      const siblings = references.get(reference.parent_block_document_id) ?? [];
      references.set(reference.parent_block_document_id, [...siblings, reference]);
    }
    level = [...new Set(found.map((reference) => reference.reference_block_document_id))].filter((id) => !documents.has(id));
    if (level.length === 0) break;
    for (const row of await db.selectFrom("block_document").selectAll().where("id", "in", level).execute()) documents.set(row.id, row);
  }
  return { documents, references };
};

interface Asked {
  readonly rows: readonly BlockDocumentTable[];
  /** False puts asterisks in place of secret values, those of nested documents too. */
  readonly withSecrets: boolean;
}

/** Documents as they are shown: decrypted, with what they refer to in place. Throws `locked` when a key is missing. */
export const completeDocuments = async (
  ctx: Pick<Context, "settings">,
  db: Queries,
  { rows, withSecrets }: Asked,
): Promise<BlockDocument[]> => {
  if (rows.length === 0) return [];
  const graph = await readGraph(db, rows);
  const all = [...graph.documents.values()];
  const [types, schemas, keys] = await Promise.all([
    listBlockTypesById(
      db,
      all.map((row) => row.block_type_id),
    ),
    listSchemasById(
      db,
      all.map((row) => row.block_schema_id),
    ),
    readKeys(ctx, db),
  ]);
  return rows.map((row) => showDocument({ ...graph, types, schemas, keys, withSecrets }, row, []));
};

/** `path` holds the documents it stands in, so that no row can make it go in circles. */
const showDocument = (stock: Stock, row: BlockDocumentTable, path: readonly string[]): BlockDocument => {
  const type = stock.types.get(row.block_type_id) ?? null;
  const schema = stock.schemas.get(row.block_schema_id) ?? null;
  const own = decryptData(stock.keys, row);
  const inner = listNested(stock, row, [...path, row.id]);
  return {
    id: row.id,
    created: row.created,
    updated: row.updated,
    name: row.name,
    data: {
      ...(stock.withSecrets ? own : hideSecrets(own, secretPathsOf(schema?.fields ?? {}))),
      ...Object.fromEntries(inner.map(([name, document]) => [name, document.data])),
    },
    block_schema_id: row.block_schema_id,
    block_schema: schema,
    block_type_id: row.block_type_id,
    block_type_name: type?.name ?? null,
    block_type: type,
    block_document_references: Object.fromEntries(inner.map(([name, document]) => [name, { block_document: summaryOf(document) }])),
    is_anonymous: row.is_anonymous,
  };
};

const listNested = (stock: Stock, { id }: BlockDocumentTable, path: readonly string[]): [string, BlockDocument][] =>
  (stock.references.get(id) ?? []).flatMap(({ name, reference_block_document_id }): [string, BlockDocument][] => {
    const row = stock.documents.get(reference_block_document_id);
    return row === undefined || path.includes(row.id) ? [] : [[name, showDocument(stock, row, path)]];
  });

const summaryOf = ({ id, name, block_type, is_anonymous, block_document_references }: BlockDocument): JsonObject => ({
  id,
  name,
  block_type: block_type === null ? null : { ...block_type },
  is_anonymous,
  block_document_references,
});
