import type { BlockDocumentFilter, BlockSchemaFilter, BlockTypeFilter } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Dialect } from "../../db/dialect.ts";
import { allOf, type Condition, column, combine, isAnyOf, isLike, isNamed, someRow } from "../../db/filters/members.ts";

type Filter<T> = T | null | undefined;

/** What a body's filters ask of types, schemas and documents; each is asked of the rows it can be tied to. */
export interface BlockFilters {
  readonly block_types?: Filter<BlockTypeFilter>;
  readonly block_schemas?: Filter<BlockSchemaFilter>;
  readonly block_documents?: Filter<BlockDocumentFilter>;
}

const typeCondition = (dialect: Dialect, filter: Filter<BlockTypeFilter>): Condition | undefined =>
  filter
    ? allOf([isLike(dialect, column("block_type.name"), filter.name?.like_), isAnyOf(column("block_type.slug"), filter.slug?.any_)])
    : undefined;

const schemaCondition = (dialect: Dialect, filter: Filter<BlockSchemaFilter>): Condition | undefined => {
  if (!filter) return undefined;
  const capabilities = filter.block_capabilities?.all_;
  return combine(filter.operator, [
    isAnyOf(column("block_schema.block_type_id"), filter.block_type_id?.any_),
    capabilities && capabilities.length > 0 ? dialect.jsonHasAll(column("block_schema.capabilities"), capabilities) : undefined,
    isAnyOf(column("block_schema.id"), filter.id?.any_),
    isAnyOf(column("block_schema.version"), filter.version?.any_),
  ]);
};

const isAnonymous = (flag: boolean | null | undefined): Condition | undefined => {
  const anonymous = column("block_document.is_anonymous");
  if (flag === undefined || flag === null) return undefined;
  return flag ? sql<SqlBool>`${anonymous}` : sql<SqlBool>`not ${anonymous}`;
};

const documentCondition = (dialect: Dialect, filter: Filter<BlockDocumentFilter>): Condition | undefined =>
  filter
    ? combine(filter.operator, [
        isAnyOf(column("block_document.id"), filter.id?.any_),
        isAnonymous(filter.is_anonymous?.eq_),
        isAnyOf(column("block_document.block_type_id"), filter.block_type_id?.any_),
        isNamed(dialect, column("block_document.name"), filter.name),
      ])
    : isAnonymous(false);

const tie = (text: string): Condition => sql.raw<SqlBool>(text);

export const typesWhere = (dialect: Dialect, { block_types, block_schemas }: BlockFilters): Condition | undefined =>
  allOf([
    typeCondition(dialect, block_types),
    someRow(sql.table("block_schema"), tie("block_schema.block_type_id = block_type.id"), schemaCondition(dialect, block_schemas)),
  ]);

export const schemasWhere = (dialect: Dialect, { block_schemas }: BlockFilters): Condition | undefined =>
  schemaCondition(dialect, block_schemas);

export const documentsWhere = (dialect: Dialect, { block_documents, block_types, block_schemas }: BlockFilters): Condition | undefined =>
  allOf([
    documentCondition(dialect, block_documents),
    someRow(sql.table("block_type"), tie("block_type.id = block_document.block_type_id"), typeCondition(dialect, block_types)),
    someRow(sql.table("block_schema"), tie("block_schema.id = block_document.block_schema_id"), schemaCondition(dialect, block_schemas)),
  ]);
