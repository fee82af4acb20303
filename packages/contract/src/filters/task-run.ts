import { Bool, Closed, Default, Nullable, type Parsed, type Schema, type Static } from "../schema.ts";
import { StateType } from "../states.ts";
import { anyOf, Between, BetweenOrNull, Exists, IdIn, ids, member, operator, TagsAll, TextIn, TextInOrLike } from "./members.ts";

export const TaskRunStateFilter = Closed({
  operator,
  type: member(Closed({ any_: anyOf(StateType) })),
  name: member(TextIn),
});

const shape = Closed({
  operator,
  id: member(IdIn),
  name: member(TextInOrLike),
  tags: member(TagsAll),
  state: member(TaskRunStateFilter),
  start_time: member(BetweenOrNull),
  end_time: member(BetweenOrNull),
  expected_start_time: member(Between),
  /** Whether the task run tracks a subflow. */
  subflow_runs: member(Exists),
  /** `is_null_: true` wants runs outside any flow run; `false` with an absent `any_` wants those inside one (server.md §1.11). */
  flow_run_id: member(Closed({ operator, any_: ids, is_null_: Default(Nullable(Bool), false) })),
});
export interface TaskRunFilter extends Parsed<typeof shape> {}
export interface TaskRunFilterInput extends Static<typeof shape> {}
export const TaskRunFilter: Schema<TaskRunFilterInput, TaskRunFilter> = shape;
