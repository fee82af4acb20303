/** Blocks: typed configuration that flows load by name. A type has schemas, a document holds the values for one of them. */
import {
  Bool,
  Closed,
  Default,
  JsonObject,
  List,
  MapOf,
  Name,
  Nullable,
  OneOf,
  Open,
  Optional,
  type Parsed,
  type Static,
  stored,
  Text,
  Uuid,
} from "./schema.ts";

const about = {
  logo_url: Nullable(Text),
  documentation_url: Nullable(Text),
  description: Nullable(Text),
  code_example: Nullable(Text),
} as const;

export const BlockType = Open({ ...stored, name: Name, slug: Text, ...about, is_protected: Bool });
export type BlockType = Parsed<typeof BlockType>;

export const CreateBlockType = Closed({
  name: Name,
  slug: Text,
  logo_url: Default(about.logo_url, null),
  documentation_url: Default(about.documentation_url, null),
  description: Default(about.description, null),
  code_example: Default(about.code_example, null),
});
export type CreateBlockType = Parsed<typeof CreateBlockType>;
export type CreateBlockTypeInput = Static<typeof CreateBlockType>;

export const UpdateBlockType = Closed({
  logo_url: Optional(about.logo_url),
  documentation_url: Optional(about.documentation_url),
  description: Optional(about.description),
  code_example: Optional(about.code_example),
});
export type UpdateBlockType = Parsed<typeof UpdateBlockType>;
export type UpdateBlockTypeInput = Static<typeof UpdateBlockType>;

/** `fields` is a JSON Schema with `secret_fields`, `block_type_slug` and `block_schema_references` (server.md §5.10). */
export const BlockSchema = Open({
  ...stored,
  checksum: Text,
  fields: JsonObject,
  block_type_id: Nullable(Uuid),
  block_type: Nullable(BlockType),
  capabilities: List(Text),
  version: Text,
});
export type BlockSchema = Parsed<typeof BlockSchema>;

export const CreateBlockSchema = Closed({
  fields: Default(JsonObject, {}),
  block_type_id: Uuid,
  capabilities: Default(List(Text), []),
  version: Default(Text, "non-versioned"),
});
export type CreateBlockSchema = Parsed<typeof CreateBlockSchema>;
export type CreateBlockSchemaInput = Static<typeof CreateBlockSchema>;

/** `data` holds nested documents in place; `block_document_references` says which those are. */
export const BlockDocument = Open({
  ...stored,
  name: Nullable(Text),
  data: JsonObject,
  block_schema_id: Uuid,
  block_schema: Nullable(BlockSchema),
  block_type_id: Uuid,
  block_type_name: Nullable(Text),
  block_type: Nullable(BlockType),
  block_document_references: MapOf(JsonObject),
  is_anonymous: Bool,
});
export type BlockDocument = Parsed<typeof BlockDocument>;

/** A value `{"$ref": {"block_document_id": …}}` in `data` refers to another document. Only anonymous ones need no name. */
export const CreateBlockDocument = Closed({
  name: Default(Nullable(Name), null),
  data: Default(JsonObject, {}),
  block_schema_id: Uuid,
  block_type_id: Uuid,
  is_anonymous: Default(Bool, false),
});
export type CreateBlockDocument = Parsed<typeof CreateBlockDocument>;
export type CreateBlockDocumentInput = Static<typeof CreateBlockDocument>;

export const UpdateBlockDocument = Closed({
  block_schema_id: Optional(Nullable(Uuid)),
  data: Optional(JsonObject),
  merge_existing_data: Default(Bool, true),
});
export type UpdateBlockDocument = Parsed<typeof UpdateBlockDocument>;
export type UpdateBlockDocumentInput = Static<typeof UpdateBlockDocument>;

export const BlockDocumentSort = OneOf("NAME_DESC", "NAME_ASC", "BLOCK_TYPE_AND_NAME_ASC");
export type BlockDocumentSort = Parsed<typeof BlockDocumentSort>;
