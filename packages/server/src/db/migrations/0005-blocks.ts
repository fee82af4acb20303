import type { Migration } from "../migrate.ts";

/** Block types, their schemas, and documents with encrypted values. */
export const blocks: Migration = {
  name: "0005-blocks",
  statements: ({ uuid, time, json, bool }) => [
    `create table block_type (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null,
      name text not null, slug text not null unique, logo_url text, documentation_url text, description text, code_example text,
      is_protected ${bool} not null)`,

    // The fields are kept as text: a database's own JSON would forget the order of keys and print numbers its own way.
    `create table block_schema (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null,
      checksum text not null, version text not null, fields text not null, capabilities ${json} not null,
      block_type_id ${uuid} not null references block_type (id) on delete cascade,
      unique (checksum, version))`,
    "create index block_schema_by_type on block_schema (block_type_id)",

    `create table block_document (
      id ${uuid} primary key, created ${time} not null, updated ${time} not null,
      name text not null, encrypted_data text not null, is_anonymous ${bool} not null,
      block_type_id ${uuid} not null references block_type (id) on delete cascade,
      block_schema_id ${uuid} not null references block_schema (id) on delete cascade,
      unique (block_type_id, name))`,
    "create index block_document_by_schema on block_document (block_schema_id)",
    "create index block_document_by_name on block_document (name)",

    `create table block_document_reference (
      parent_block_document_id ${uuid} not null references block_document (id) on delete cascade,
      name text not null,
      reference_block_document_id ${uuid} not null references block_document (id) on delete cascade,
      primary key (parent_block_document_id, name))`,
    "create index block_document_reference_by_reference on block_document_reference (reference_block_document_id)",
  ],
};
