import {
  BlockDocument,
  BlockDocumentSort,
  BlockSchema,
  BlockType,
  CreateBlockDocument,
  CreateBlockSchema,
  CreateBlockType,
  UpdateBlockDocument,
  UpdateBlockType,
} from "./blocks.ts";
import { BlockDocumentFilter, BlockSchemaFilter, BlockTypeFilter } from "./filters/block.ts";
import { member } from "./filters/members.ts";
import { limit, offset } from "./paging.ts";
import { route } from "./route.ts";
import { Bool, Default, Integer, List, Null, Nullable, Open, Optional, Parameters, Text, Uuid } from "./schema.ts";

const byId = Open({ id: Uuid });
const bySlug = Open({ slug: Text });

/** Secret values are asterisks unless this is true. */
const include_secrets = Default(Bool, false);
const secrecy = Open({ include_secrets });

export const blockTypeRoutes = {
  create: route.post("/block_types/", { body: CreateBlockType, replies: { 201: BlockType } }),
  list: route.post("/block_types/filter", {
    access: "read",
    body: Parameters({ block_types: member(BlockTypeFilter), block_schemas: member(BlockSchemaFilter), limit, offset }),
    replies: { 200: List(BlockType) },
  }),
  install: route.post("/block_types/install_system_block_types", {
    summary: "Store the types every server has; those that are there are brought up to date.",
    replies: { 200: Null },
  }),
  get: route.get("/block_types/:id", { params: byId, replies: { 200: BlockType } }),
  getBySlug: route.get("/block_types/slug/:slug", { params: bySlug, replies: { 200: BlockType } }),
  listDocuments: route.get("/block_types/slug/:slug/block_documents", {
    params: bySlug,
    query: secrecy,
    replies: { 200: List(BlockDocument) },
  }),
  getDocumentByName: route.get("/block_types/slug/:slug/block_documents/name/:block_document_name", {
    params: Open({ slug: Text, block_document_name: Text }),
    query: secrecy,
    replies: { 200: BlockDocument },
  }),
  update: route.patch("/block_types/:id", { params: byId, body: UpdateBlockType, replies: { 204: null } }),
  delete: route.delete("/block_types/:id", {
    summary: "Delete a type with its schemas and documents.",
    params: byId,
    replies: { 204: null },
  }),
} as const;

export const blockSchemaRoutes = {
  create: route.post("/block_schemas/", {
    summary: "Store a schema, or answer with the one that has its checksum and version.",
    body: CreateBlockSchema,
    replies: { 201: BlockSchema, 200: BlockSchema },
  }),
  list: route.post("/block_schemas/filter", {
    access: "read",
    body: Parameters({ block_schemas: member(BlockSchemaFilter), limit, offset }),
    replies: { 200: List(BlockSchema) },
  }),
  get: route.get("/block_schemas/:id", { params: byId, replies: { 200: BlockSchema } }),
  getByChecksum: route.get("/block_schemas/checksum/:checksum", {
    summary: "The schema of a checksum; without a version, the one stored last.",
    params: Open({ checksum: Text }),
    query: Open({ version: Optional(Nullable(Text)) }),
    replies: { 200: BlockSchema },
  }),
  delete: route.delete("/block_schemas/:id", { params: byId, replies: { 204: null } }),
} as const;

const documentFilters = {
  block_documents: member(BlockDocumentFilter),
  block_types: member(BlockTypeFilter),
  block_schemas: member(BlockSchemaFilter),
} as const;

export const blockDocumentRoutes = {
  create: route.post("/block_documents/", { body: CreateBlockDocument, replies: { 201: BlockDocument } }),
  list: route.post("/block_documents/filter", {
    access: "read",
    body: Parameters({
      ...documentFilters,
      include_secrets,
      sort: Default(BlockDocumentSort, "NAME_ASC"),
      limit,
      offset,
    }),
    replies: { 200: List(BlockDocument) },
  }),
  count: route.post("/block_documents/count", { access: "read", body: Parameters(documentFilters), replies: { 200: Integer } }),
  get: route.get("/block_documents/:id", { params: byId, query: secrecy, replies: { 200: BlockDocument } }),
  update: route.patch("/block_documents/:id", {
    summary: "Change values. Asterisks in place of a secret leave it as it is.",
    params: byId,
    body: UpdateBlockDocument,
    replies: { 204: null },
  }),
  delete: route.delete("/block_documents/:id", { params: byId, replies: { 204: null } }),
} as const;

export const blockCapabilityRoutes = {
  list: route.get("/block_capabilities/", { summary: "Everything some schema says its blocks can do.", replies: { 200: List(Text) } }),
} as const;
