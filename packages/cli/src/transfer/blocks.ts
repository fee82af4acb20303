import type { BlockDocument, BlockSchema, BlockType, JsonObject } from "@millrace/contract";
import { isObject } from "../files.ts";
import { findOrNothing } from "../missing.ts";
import { listAll } from "../pages.ts";
import { exists, type Kind, withNewIds } from "./kind.ts";

export const blockTypes: Kind<BlockType> = {
  name: "block-type",
  list: (from) => listAll((offset) => from.blockTypes.list({ body: { offset } })),
  label: ({ slug }) => slug,
  async copy({ to }, { name, slug, logo_url, documentation_url, description, code_example }) {
    const known = await findOrNothing(to.blockTypes.getBySlug({ slug }));
    if (known !== undefined) return { id: known.id, skipped: exists };
    return to.blockTypes.create({ body: { name, slug, logo_url, documentation_url, description, code_example } });
  },
};

export const blockSchemas: Kind<BlockSchema> = {
  name: "block-schema",
  // Those a schema refers to are older than it.
  list: async (from) => (await listAll((offset) => from.blockSchemas.list({ body: { offset } }))).toReversed(),
  label: ({ block_type, checksum }) => `${block_type?.slug ?? "?"}/${checksum.slice(0, 15)}`,
  async copy({ to, ids }, { fields, block_type_id, capabilities, version }) {
    const typeId = ids.get(block_type_id ?? "");
    if (typeId === undefined) return { skipped: "its type was not copied" };
    // Not by checksum: servers do not agree on what it is made of.
    const there = await listAll((offset) =>
      to.blockSchemas.list({ body: { block_schemas: { block_type_id: { any_: [typeId] } }, offset } }),
    );
    const text = JSON.stringify(fields);
    const known = there.find((each) => each.version === version && JSON.stringify(each.fields) === text);
    if (known !== undefined) return { id: known.id, skipped: exists };
    return to.blockSchemas.create({ body: { fields, block_type_id: typeId, capabilities, version } });
  },
};

/** The values of a block, those that are blocks themselves as references to them. */
const withReferences = ({ data, block_document_references: references }: BlockDocument): JsonObject => ({
  ...data,
  ...Object.fromEntries(
    Object.entries(references).flatMap(([key, { block_document: inner }]) =>
      isObject(inner) && typeof inner.id === "string" ? [[key, { $ref: { block_document_id: inner.id } }]] : [],
    ),
  ),
});

export const blocks: Kind<BlockDocument> = {
  name: "block",
  // A block that others refer to has to be there before them.
  list: async (from) => {
    const all = await listAll((offset) => from.blockDocuments.list({ body: { include_secrets: true, offset } }));
    const depth = ({ block_document_references: references }: BlockDocument): number => JSON.stringify(references).length;
    return [...all].sort((one, other) => depth(one) - depth(other));
  },
  label: ({ block_type, name }) => `${block_type?.slug ?? "?"}/${name ?? ""}`,
  async copy(copying, block) {
    const { to, ids } = copying;
    const { name, block_type } = block;
    if (name === null || block_type === null) return { skipped: "has no name" };
    const known = await findOrNothing(to.blockTypes.getDocumentByName({ slug: block_type.slug, block_document_name: name }));
    if (known !== undefined) return { id: known.id, skipped: exists };
    const [block_type_id, block_schema_id] = [ids.get(block.block_type_id), ids.get(block.block_schema_id)];
    if (block_type_id === undefined || block_schema_id === undefined) return { skipped: "its type was not copied" };
    return to.blockDocuments.create({ body: { name, data: withNewIds(copying, withReferences(block)), block_type_id, block_schema_id } });
  },
};
