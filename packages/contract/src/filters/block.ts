import { Closed, Default, Nullable, type Parsed, type Schema, type Static } from "../schema.ts";
import { IdIn, Is, member, operator, TextIn, TextInOrLike, TextLike, texts } from "./members.ts";

const typeShape = Closed({ name: member(TextLike), slug: member(TextIn) });
export interface BlockTypeFilter extends Parsed<typeof typeShape> {}
export interface BlockTypeFilterInput extends Static<typeof typeShape> {}
export const BlockTypeFilter: Schema<BlockTypeFilterInput, BlockTypeFilter> = typeShape;

const schemaShape = Closed({
  operator,
  block_type_id: member(IdIn),
  block_capabilities: member(Closed({ all_: texts })),
  id: member(IdIn),
  version: member(TextIn),
});
export interface BlockSchemaFilter extends Parsed<typeof schemaShape> {}
export interface BlockSchemaFilterInput extends Static<typeof schemaShape> {}
export const BlockSchemaFilter: Schema<BlockSchemaFilterInput, BlockSchemaFilter> = schemaShape;

const documentShape = Closed({
  operator,
  id: member(IdIn),
  /** Anonymous documents are left out unless asked for; null asks for both kinds. */
  is_anonymous: Default(Nullable(Is), { eq_: false }),
  block_type_id: member(IdIn),
  name: member(TextInOrLike),
});
export interface BlockDocumentFilter extends Parsed<typeof documentShape> {}
export interface BlockDocumentFilterInput extends Static<typeof documentShape> {}
export const BlockDocumentFilter: Schema<BlockDocumentFilterInput, BlockDocumentFilter> = documentShape;
