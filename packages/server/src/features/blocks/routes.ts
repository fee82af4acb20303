import type { blockCapabilityRoutes, blockDocumentRoutes, blockSchemaRoutes, blockTypeRoutes } from "@millrace/contract";
import { type Handlers, Reply } from "../../context.ts";
import { readLimit } from "../../db/paging.ts";
import { createBlockDocument, deleteBlockDocument, updateBlockDocument } from "./document-operations.ts";
import { countBlockDocuments, getBlockDocument, listBlockDocuments } from "./document-queries.ts";
import { installSystemTypes } from "./install-system-types.ts";
import { createBlockSchema, deleteBlockSchema } from "./schema-operations.ts";
import { getBlockSchema, getBlockSchemaByChecksum, listBlockSchemas, listCapabilities } from "./schema-queries.ts";
import { createBlockType, deleteBlockType, updateBlockType } from "./type-operations.ts";
import { getBlockType, getBlockTypeBySlug, listBlockTypes } from "./type-queries.ts";

/** The documents of a type come all at once; this many are more than anybody has, and no more than a query can name. */
const allOfType = 10_000;

export const blockTypes: Handlers<typeof blockTypeRoutes> = {
  create: ({ ctx, body }) => createBlockType(ctx, body),
  list: ({ ctx, body }) => listBlockTypes(ctx.read, body, { limit: readLimit(body.limit, ctx.settings.defaultLimit), offset: body.offset }),
  async install({ ctx }) {
    await installSystemTypes(ctx);
    return null;
  },
  get: ({ ctx, params }) => getBlockType(ctx.read, params.id),
  getBySlug: ({ ctx, params }) => getBlockTypeBySlug(ctx.read, params.slug),
  async listDocuments({ ctx, params, query }) {
    const { slug } = await getBlockTypeBySlug(ctx.read, params.slug);
    const block_types = { slug: { any_: [slug] } };
    return listBlockDocuments(ctx, ctx.read, { block_types, ...query, sort: "NAME_ASC", limit: allOfType, offset: 0 });
  },
  getDocumentByName: ({ ctx, params, query }) =>
    getBlockDocument(ctx, ctx.read, { slug: params.slug, name: params.block_document_name, ...query }),
  update: ({ ctx, params, body }) => updateBlockType(ctx, params.id, body),
  delete: ({ ctx, params }) => deleteBlockType(ctx, params.id),
};

export const blockSchemas: Handlers<typeof blockSchemaRoutes> = {
  async create({ ctx, body }) {
    const { schema, created } = await createBlockSchema(ctx, body);
    return new Reply(created ? 201 : 200, schema);
  },
  list: ({ ctx, body }) =>
    listBlockSchemas(ctx.read, body, { limit: readLimit(body.limit, ctx.settings.defaultLimit), offset: body.offset }),
  get: ({ ctx, params }) => getBlockSchema(ctx.read, params.id),
  getByChecksum: ({ ctx, params, query }) => getBlockSchemaByChecksum(ctx.read, params.checksum, query.version),
  delete: ({ ctx, params }) => deleteBlockSchema(ctx, params.id),
};

export const blockDocuments: Handlers<typeof blockDocumentRoutes> = {
  create: ({ ctx, body }) => createBlockDocument(ctx, body),
  list: ({ ctx, body }) => listBlockDocuments(ctx, ctx.read, { ...body, limit: readLimit(body.limit, ctx.settings.defaultLimit) }),
  count: ({ ctx, body }) => countBlockDocuments(ctx.read, body),
  get: ({ ctx, params, query }) => getBlockDocument(ctx, ctx.read, { ...params, ...query }),
  update: ({ ctx, params, body }) => updateBlockDocument(ctx, params.id, body),
  delete: ({ ctx, params }) => deleteBlockDocument(ctx, params.id),
};

export const blockCapabilities: Handlers<typeof blockCapabilityRoutes> = {
  list: ({ ctx }) => listCapabilities(ctx.read),
};
