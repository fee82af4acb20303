import type { BlockSchema, CreateBlockSchema, Json, JsonObject } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { conflict, DomainError, invalid, notFound } from "../../errors.ts";
import { hasKeys } from "../../exact-numbers.ts";
import { pythonText } from "../../wire/json-schema/python-text.ts";
import { checksumOf, definitionsNeeded, listReferences } from "./checksum.ts";
import { completeSchemas, findSchemaRow, noBlockSchema } from "./schema-queries.ts";
import { findBlockTypeBySlug, getBlockType, listBlockTypesById } from "./type-queries.ts";

/** Stores a schema, or finds the one that has its checksum and version. Schemas it refers to are stored with it. */
export const createBlockSchema = (ctx: Context, input: CreateBlockSchema): Promise<{ schema: BlockSchema; created: boolean }> =>
  ctx.transact(async (tx) => {
    const types = await listBlockTypesById(tx, [input.block_type_id]);
    if (types.size === 0) throw notFound(`Block type ${input.block_type_id} not found.`);
    return insertBlockSchema(ctx, tx, input);
  });

export const insertBlockSchema = async (
  ctx: Context,
  tx: Tx,
  input: CreateBlockSchema,
): Promise<{ schema: BlockSchema; created: boolean }> => {
  const { fields, version, capabilities, block_type_id } = input;
  const checksum = checksumOf(fields);
  const find = () => findSchemaRow(tx, checksum, version);
  const existing = await find();
  if (existing === undefined) await insertNestedSchemas(ctx, tx, fields);
  const now = ctx.clock.now();
  const row = { id: ctx.newId(), created: now, updated: now, checksum, version, capabilities, block_type_id };
  const insert = tx
    .insertInto("block_schema")
    .values({ ...row, fields: JSON.stringify(storableFields(fields)) })
    .onConflict((on) => on.columns(["checksum", "version"]).doNothing())
    .returning("id");
  const created = existing === undefined && (await insert.execute()).length === 1;
  const stored = existing ?? (await find());
  const [schema] = stored === undefined ? [] : await completeSchemas(tx, [stored]);
  if (schema === undefined) throw noBlockSchema();
  return { schema, created };
};

/** Fields as they are kept: with the definitions that are needed, and with what they refer to even when that is nothing. */
const storableFields = ({ definitions, ...fields }: JsonObject): JsonObject => {
  const needed = hasKeys(definitions) ? definitionsNeeded([fields], definitions) : {};
  return {
    ...fields,
    block_schema_references: fields.block_schema_references ?? {},
    ...(Object.keys(needed).length > 0 ? { definitions: needed } : {}),
  };
};

interface Nested {
  readonly key: string;
  readonly slug: string;
  readonly checksum: string;
}

const listNestedSchemas = (fields: JsonObject): Nested[] => {
  const references = fields.block_schema_references;
  return Object.entries(hasKeys(references) ? references : {}).flatMap(([key, given]) =>
    (Array.isArray(given) ? given : [given]).map((one: Json): Nested => {
      const { block_type_slug: slug, block_schema_checksum: checksum } = hasKeys(one) ? one : {};
      if (typeof slug === "string" && typeof checksum === "string") return { key, slug, checksum };
      throw invalid(`The reference '${key}' of a block schema must have a block_type_slug and a block_schema_checksum.`);
    }),
  );
};

/** Stores the schemas that others refer to and that no client has registered by itself. */
const insertNestedSchemas = async (ctx: Context, tx: Tx, fields: JsonObject): Promise<void> => {
  for (const nested of listNestedSchemas(fields)) {
    const type = await findBlockTypeBySlug(tx, nested.slug);
    if (type === undefined) {
      const name = pythonText(nested.slug);
      throw conflict(`Cannot create block schema because block type ${name} was not found.Did you forget to register the block type?`);
    }
    if ((await findSchemaRow(tx, nested.checksum)) !== undefined) continue;
    const inner = { fields: fieldsOfNested(fields, nested), block_type_id: type.id, capabilities: [], version: "non-versioned" };
    await insertBlockSchema(ctx, tx, inner);
  }
};

/** The definition a reference is about: where a property may be one of several blocks, the one of the reference's type. */
const fieldsOfNested = (fields: JsonObject, { key, slug, checksum }: Nested): JsonObject => {
  const { properties, definitions } = fields;
  const property = hasKeys(properties) ? properties[key] : undefined;
  const known = hasKeys(definitions) ? definitions : {};
  const candidates = (property === undefined ? [] : listReferences(property)).map((name) => known[name]).filter(hasKeys);
  const found = candidates.length === 1 ? candidates[0] : candidates.find((definition) => definition.block_type_slug === slug);
  // A block cannot be defined by itself, so the definitions of those inside it never hold it again.
  const others = Object.fromEntries(Object.entries(known).filter(([, definition]) => definition !== found));
  if (found !== undefined) return { ...found, definitions: definitionsNeeded([found], others) };
  throw invalid(
    `The block schema refers to a schema of block type '${slug}' with the checksum ${checksum}, which is not registered, and does not define it.`,
  );
};

/** Deletes a schema with the documents that follow it. */
export const deleteBlockSchema = (ctx: Context, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const schema = await tx.selectFrom("block_schema").select("block_type_id").where("id", "=", id).executeTakeFirst();
    if (schema === undefined) throw noBlockSchema();
    const type = await getBlockType(tx, schema.block_type_id);
    if (type.is_protected) throw new DomainError("forbidden", "Block schemas for protected block types cannot be deleted.");
    await tx.deleteFrom("block_schema").where("id", "=", id).execute();
  });
