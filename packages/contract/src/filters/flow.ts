import { Closed, type Parsed, type Schema, type Static } from "../schema.ts";
import { IdInOrNot, IsNull, member, operator, TagsAll, TextInOrLike } from "./members.ts";

const shape = Closed({
  operator,
  id: member(IdInOrNot),
  /** `is_null_` tells flows without a deployment from those with one. */
  deployment: member(IsNull),
  name: member(TextInOrLike),
  tags: member(TagsAll),
});
export interface FlowFilter extends Parsed<typeof shape> {}
export interface FlowFilterInput extends Static<typeof shape> {}
export const FlowFilter: Schema<FlowFilterInput, FlowFilter> = shape;
