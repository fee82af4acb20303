import { Bool, Closed, Integer, Nullable, Optional, type Parsed, type Schema, type Static } from "../schema.ts";
import { IdInOrNot, Is, member, operator, TagsMatch, TextIn, TextInOrLike, TextLike } from "./members.ts";

const bound = Optional(Nullable(Integer));

const shape = Closed({
  operator,
  id: member(IdInOrNot),
  name: member(TextInOrLike),
  flow_or_deployment_name: member(TextLike),
  paused: member(Is),
  tags: member(TagsMatch),
  work_queue_name: member(TextIn),
  /** Accepted for old clients and ignored (server.md §1.11). */
  concurrency_limit: member(Closed({ ge_: bound, le_: bound, is_null_: Optional(Nullable(Bool)) })),
});
export interface DeploymentFilter extends Parsed<typeof shape> {}
export interface DeploymentFilterInput extends Static<typeof shape> {}
export const DeploymentFilter: Schema<DeploymentFilterInput, DeploymentFilter> = shape;
