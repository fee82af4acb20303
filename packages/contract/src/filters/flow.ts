import { Closed, type Parsed, type Static } from "../schema.ts";
import { IdInOrNot, IsNull, member, operator, TagsAll, TextInOrLike } from "./members.ts";

export const FlowFilter = Closed({
  operator,
  id: member(IdInOrNot),
  /** `is_null_` tells flows without a deployment from those with one. */
  deployment: member(IsNull),
  name: member(TextInOrLike),
  tags: member(TagsAll),
});
export type FlowFilter = Parsed<typeof FlowFilter>;
export type FlowFilterInput = Static<typeof FlowFilter>;
