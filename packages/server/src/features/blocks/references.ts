import type { Json, JsonObject } from "@millrace/contract";
import type { Tx } from "../../db/connection.ts";
import { badRequest } from "../../errors.ts";
import { hasKeys } from "../../exact-numbers.ts";
import { parseUuid } from "../../wire/read-scalars.ts";

/** Data as it is kept: its own values apart from the documents it refers to, by key. */
export interface SplitData {
  readonly own: JsonObject;
  readonly references: ReadonlyMap<string, string>;
}

/** Parts the values `{"$ref": {"block_document_id": …}}` at the top of the data from the rest. */
export const splitData = (data: JsonObject): SplitData => {
  const references = new Map<string, string>();
  const own = Object.entries(data).filter(([key, value]) => {
    if (!hasKeys(value) || !Object.hasOwn(value, "$ref")) return true;
    references.set(key, readReference(key, value.$ref));
    return false;
  });
  return { own: Object.fromEntries(own), references };
};

const readReference = (key: string, reference: Json | undefined): string => {
  const id = hasKeys(reference) ? (reference.block_document_id ?? null) : null;
  if (id === null) throw badRequest(`Received block reference without a block_document_id in key ${key}`);
  const uuid = parseUuid(id);
  if (uuid === undefined) throw badRequest(`Received block reference with a block_document_id that is no id in key ${key}`);
  return uuid;
};

/** Ties a document to those it refers to. Refuses one that would contain itself (`bad-request`) and one that is not there (`conflict`). */
export const insertReferences = async (tx: Tx, parent: string, references: ReadonlyMap<string, string>): Promise<void> => {
  for (const [name, reference] of references) {
    if (await contains(tx, reference, parent)) {
      throw badRequest(
        "Cannot create block document reference: it would introduce a cycle into the block_document_reference graph " +
          `(parent=${parent}, reference=${reference}).`,
      );
    }
    const row = { parent_block_document_id: parent, name, reference_block_document_id: reference };
    await tx.insertInto("block_document_reference").values(row).execute();
  }
};

/** Whether a document is another, or refers to it over however many others. */
const contains = async (tx: Tx, outer: string, inner: string): Promise<boolean> => {
  const seen = new Set<string>();
  for (let level = [outer]; level.length > 0; ) {
    if (level.includes(inner)) return true;
    for (const id of level) seen.add(id);
    const rows = await tx
      .selectFrom("block_document_reference")
      .select("reference_block_document_id")
      .where("parent_block_document_id", "in", level)
      .execute();
    level = [...new Set(rows.map((row) => row.reference_block_document_id))].filter((id) => !seen.has(id));
  }
  return false;
};
