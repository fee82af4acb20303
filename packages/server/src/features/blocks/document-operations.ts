import type { BlockDocument, CreateBlockDocument, JsonObject, UpdateBlockDocument } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import type { BlockDocumentTable } from "../../db/schema.ts";
import { badRequest, conflict, DomainError } from "../../errors.ts";
import { appendEvents } from "../../messaging/append-events.ts";
import { InvalidRequest, valueProblem } from "../../wire/problems.ts";
import { blockDocumentEvent } from "./block-events.ts";
import { getBlockDocument, noBlockDocument } from "./document-queries.ts";
import { decryptData, encryptData, readKeys } from "./encryption.ts";
import { insertReferences, splitData } from "./references.ts";
import { listSchemasById } from "./schema-queries.ts";
import { keepHiddenSecrets, secretPathsOf } from "./secrets.ts";

const nameRule = "Block document name must only contain lowercase letters, numbers, and dashes.";

const checkName = ({ name, is_anonymous }: CreateBlockDocument, sent: unknown): void => {
  if (!name && !is_anonymous) throw new InvalidRequest([valueProblem(["body"], "Names must be provided for block documents.", sent)]);
  if (name && !/^[a-z0-9-]*$/.test(name)) throw new InvalidRequest([valueProblem(["body", "name"], nameRule, name)]);
};

const getHidden = (ctx: Context, tx: Tx, id: string): Promise<BlockDocument> => getBlockDocument(ctx, tx, { id, include_secrets: false });

/** Anonymous documents come and go with what uses them; nobody is told. */
const tell = async (ctx: Context, tx: Tx, { kind, document }: { kind: "created" | "updated" | "deleted"; document: BlockDocument }) => {
  if (!document.is_anonymous) await appendEvents(ctx, tx, [blockDocumentEvent(ctx, kind, document)]);
};

/** Stores a document, its values encrypted. Answers with its secrets hidden. Refuses a name in use (`conflict`). */
export const createBlockDocument = (ctx: Context, input: CreateBlockDocument): Promise<BlockDocument> => {
  checkName(input, input);
  return ctx.transact(async (tx) => {
    const { own, references } = splitData(input.data);
    const now = ctx.clock.now();
    const { block_schema_id, block_type_id, is_anonymous } = input;
    const row = {
      id: ctx.newId(),
      created: now,
      updated: now,
      name: input.name || `anonymous-${ctx.newId()}`,
      encrypted_data: await encryptData(ctx, tx, own),
      is_anonymous,
      block_type_id,
      block_schema_id,
    };
    const insert = tx
      .insertInto("block_document")
      .values(row)
      .onConflict((on) => on.columns(["block_type_id", "name"]).doNothing())
      .returning("id");
    if ((await insert.execute()).length === 0) throw conflict("Block already exists");
    await insertReferences(tx, row.id, references);
    const document = await getHidden(ctx, tx, row.id);
    await tell(ctx, tx, { kind: "created", document });
    return document;
  });
};

/** Changes values, schema or both. Merging goes by the keys at the top; the keys not sent keep their values and references. */
export const updateBlockDocument = (ctx: Context, id: string, input: UpdateBlockDocument): Promise<void> =>
  ctx.transact(async (tx) => {
    await tx.dialect.lockRow(tx, "block_document", id);
    const row = await tx.selectFrom("block_document").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw noBlockDocument();
    const schemaId = input.block_schema_id ?? row.block_schema_id;
    if (schemaId !== row.block_schema_id) await checkSchema(tx, row, schemaId);
    const data = input.data ?? (input.merge_existing_data ? undefined : {});
    const encrypted_data =
      data === undefined ? row.encrypted_data : await replaceData(ctx, tx, { row, data, merge: input.merge_existing_data });
    const changes = { encrypted_data, block_schema_id: schemaId, updated: ctx.clock.now() };
    await tx.updateTable("block_document").set(changes).where("id", "=", id).execute();
    await tell(ctx, tx, { kind: "updated", document: await getHidden(ctx, tx, id) });
  });

/** A document may move to another schema of its own type. One that does not exist is left to the database to refuse. */
const checkSchema = async (tx: Tx, row: BlockDocumentTable, schemaId: string): Promise<void> => {
  const schema = (await listSchemasById(tx, [schemaId])).get(schemaId);
  if (schema !== undefined && schema.block_type_id !== row.block_type_id) {
    throw badRequest("Must migrate block document to a block schema of the same block type.");
  }
};

interface NewData {
  readonly row: BlockDocumentTable;
  readonly data: JsonObject;
  readonly merge: boolean;
}

/** Writes the references of new data and returns the rest of it, encrypted. */
const replaceData = async (ctx: Context, tx: Tx, { row, data, merge }: NewData): Promise<string> => {
  const schema = (await listSchemasById(tx, [row.block_schema_id])).get(row.block_schema_id);
  const current = decryptData(await readKeys(ctx, tx), row);
  const { own, references } = splitData(keepHiddenSecrets(data, current, secretPathsOf(schema?.fields ?? {})));
  const present = tx.deleteFrom("block_document_reference").where("parent_block_document_id", "=", row.id);
  const replaced = Object.keys(data);
  if (!merge) await present.execute();
  else if (replaced.length > 0) await present.where("name", "in", replaced).execute();
  await insertReferences(tx, row.id, references);
  const kept = Object.entries(current).filter(([key]) => merge && !references.has(key));
  return encryptData(ctx, tx, { ...Object.fromEntries(kept), ...own });
};

/** Deletes a document; those that refer to it lose the key that held it. One whose key is lost goes too, without telling. */
export const deleteBlockDocument = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const document = await findReadable(ctx, tx, id);
    await tx.deleteFrom("block_document").where("id", "=", id).execute();
    if (document !== undefined) await tell(ctx, tx, { kind: "deleted", document });
  });

/** Undefined when the document is there but cannot be decrypted. */
const findReadable = async (ctx: Context, tx: Tx, id: string): Promise<BlockDocument | undefined> => {
  try {
    return await getHidden(ctx, tx, id);
  } catch (error) {
    if (error instanceof DomainError && error.code === "locked") return undefined;
    throw error;
  }
};
