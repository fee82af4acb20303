import type { BlockDocument, Json, JsonObject } from "@millrace/contract";
import { isObject } from "./json.ts";

/** How a reference to a stored block is written: in parameters, or in the data of another block (ui.md §1.8). */
export type ReferenceStyle = "short" | "document";

/** The document a value refers to, in either style. */
export const findReference = (value: Json | undefined): string | undefined => {
  const reference = isObject(value) ? value.$ref : undefined;
  if (typeof reference === "string") return reference;
  const id = isObject(reference) ? reference.block_document_id : undefined;
  return typeof id === "string" ? id : undefined;
};

export const referenceTo = (id: string, style: ReferenceStyle): JsonObject => ({
  $ref: style === "short" ? id : { block_document_id: id },
});

/** The data of a document as a form takes it: blocks it refers to as references again, which the server had replaced by their data. */
export const blockFormValues = ({
  data,
  block_document_references: references,
}: Pick<BlockDocument, "data" | "block_document_references">): JsonObject => {
  const restored = Object.entries(references).flatMap(([key, { block_document: document }]): [string, JsonObject][] => {
    const id = isObject(document) ? document.id : undefined;
    return typeof id === "string" ? [[key, referenceTo(id, "document")]] : [];
  });
  return { ...data, ...Object.fromEntries(restored) };
};
