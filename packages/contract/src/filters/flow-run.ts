import { Bool, Closed, Nullable, Optional, type Parsed, type Schema, type Static } from "../schema.ts";
import { StateType } from "../states.ts";
import {
  anyOf,
  Between,
  BetweenOrNull,
  IdInOrNot,
  IdInOrNull,
  ids,
  member,
  operator,
  TagsMatch,
  TextIn,
  TextInOrLike,
  TextInOrNot,
  TextInOrNull,
  texts,
} from "./members.ts";

/** `any_` and `not_any_` given together must both hold. */
export const FlowRunStateFilter = Closed({
  operator,
  type: member(Closed({ any_: anyOf(StateType), not_any_: anyOf(StateType) })),
  name: member(TextInOrNot),
});

const shape = Closed({
  operator,
  id: member(IdInOrNot),
  name: member(TextInOrLike),
  tags: member(TagsMatch),
  deployment_id: member(IdInOrNull),
  work_queue_name: member(TextInOrNull),
  state: member(FlowRunStateFilter),
  flow_version: member(TextIn),
  start_time: member(BetweenOrNull),
  end_time: member(BetweenOrNull),
  expected_start_time: member(Between),
  next_scheduled_start_time: member(Between),
  /** Runs whose parent task run belongs to one of these flow runs. */
  parent_flow_run_id: member(Closed({ operator, any_: ids })),
  parent_task_run_id: member(IdInOrNull),
  idempotency_key: member(TextInOrNot),
  created_by: member(Closed({ operator, id_: ids, type_: texts, is_null_: Optional(Nullable(Bool)) })),
});
export interface FlowRunFilter extends Parsed<typeof shape> {}
export interface FlowRunFilterInput extends Static<typeof shape> {}
export const FlowRunFilter: Schema<FlowRunFilterInput, FlowRunFilter> = shape;
