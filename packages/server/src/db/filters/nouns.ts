import type { DeploymentFilter, FlowFilter, FlowRunFilter, TaskRunFilter, WorkPoolFilter, WorkQueueFilter } from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Dialect } from "../dialect.ts";
import { joinValues } from "../join-asked.ts";
import {
  asGiven,
  type Condition,
  column,
  combine,
  isAnyOf,
  isBetween,
  isIn,
  isInOrNull,
  isLike,
  isNamed,
  isNull,
  tagsMatch,
} from "./members.ts";

type Filter<T> = T | null | undefined;

/** The condition each noun's filter puts on a row of its table (server.md §1.11). */
export const flowCondition = (dialect: Dialect, filter: Filter<FlowFilter>): Condition | undefined => {
  if (!filter) return undefined;
  const hasDeployment = sql<SqlBool>`exists (select 1 from deployment as d where d.flow_id = flow.id)`;
  const without = filter.deployment?.is_null_;
  return asGiven(filter.operator, [
    isIn(column("flow.id"), filter.id),
    without === true ? sql<SqlBool>`not ${hasDeployment}` : without === false ? hasDeployment : undefined,
    isNamed(dialect, column("flow.name"), filter.name),
    tagsMatch(dialect, column("flow.tags"), filter.tags),
  ]);
};

/** Where a list is narrowed down by a time, going by its state would lead through all runs of that state. */
export const isTimed = ({ start_time, expected_start_time }: FlowRunFilter | TaskRunFilter): boolean =>
  [start_time, expected_start_time].some((range) => Boolean(range?.after_));

/** Where they are many, an index of states, or of deployments, would be a detour (related.ts). */
export const flowRunCondition = (
  dialect: Dialect,
  filter: Filter<FlowRunFilter>,
  { areMany }: { readonly areMany: boolean } = { areMany: false },
): Condition | undefined => {
  if (!filter) return undefined;
  const of = (name: string) => column(`flow_run.${name}`);
  const ofState = (name: string) => (areMany || isTimed(filter) ? dialect.unindexed(of(name)) : of(name));
  const { created_by: creator, parent_flow_run_id: parent } = filter;
  return asGiven(filter.operator, [
    isIn(of("id"), filter.id),
    isNamed(dialect, of("name"), filter.name),
    tagsMatch(dialect, of("tags"), filter.tags),
    isInOrNull(areMany ? dialect.unindexed(of("deployment_id")) : of("deployment_id"), filter.deployment_id),
    queueNameCondition(filter),
    filter.state
      ? combine(filter.state.operator, [isIn(ofState("state_type"), filter.state.type), isIn(ofState("state_name"), filter.state.name)])
      : undefined,
    isAnyOf(of("flow_version"), filter.flow_version?.any_),
    startCondition(dialect, filter),
    isBetween(dialect, of("end_time"), filter.end_time),
    isBetween(dialect, of("expected_start_time"), filter.expected_start_time),
    isBetween(dialect, of("next_scheduled_start_time"), filter.next_scheduled_start_time),
    parent?.any_ ? parentCondition(parent.any_) : undefined,
    isInOrNull(of("parent_task_run_id"), filter.parent_task_run_id),
    isAnyOf(of("idempotency_key"), filter.idempotency_key?.any_),
    hasOtherKey(of("idempotency_key"), filter.idempotency_key?.not_any_),
    creator
      ? combine(creator.operator, [
          isAnyOf(dialect.jsonText(of("created_by"), "id"), creator.id_),
          isAnyOf(dialect.jsonText(of("created_by"), "type"), creator.type_),
          isNull(dialect.jsonText(of("created_by"), "type"), creator.is_null_),
        ])
      : undefined,
  ]);
};

/** A run of a queue has the queue's name of today; one whose queue is gone, the last it had. */
const queueNameCondition = ({ work_queue_name: name }: FlowRunFilter): Condition | undefined => {
  if (!name) return undefined;
  const [queueId, lastName] = [column("flow_run.work_queue_id"), column("flow_run.work_queue_name")];
  const ofQueue = isAnyOf(column("queue.name"), name.any_);
  const isNamed = sql<SqlBool>`(${queueId} in (select queue.id from work_queue as queue where ${ofQueue})
    or (${queueId} is null and ${isAnyOf(lastName, name.any_)}))`;
  return combine(name.operator, [ofQueue && isNamed, isNull(lastName, name.is_null_)]);
};

/** Runs without a key are not among those that have another one (server.md §6.4). */
const hasOtherKey = (of: RawBuilder<unknown>, keys: readonly string[] | null | undefined): Condition | undefined =>
  keys && keys.length > 0 ? sql<SqlBool>`${of} not in (${joinValues(keys)})` : undefined;

/** A run that has not started counts by when it should have, as the list shows it. */
const startCondition = (dialect: Dialect, { start_time: range }: FlowRunFilter): Condition | undefined => {
  const start = column("flow_run.start_time");
  const expected = sql`coalesce(${start}, ${column("flow_run.expected_start_time")})`;
  if (!range) return undefined;
  return combine("and_", [
    isBetween(dialect, expected, { before_: range.before_ ?? null, after_: range.after_ ?? null }),
    isNull(start, range.is_null_),
  ]);
};

const parentCondition = (ids: readonly string[]): Condition =>
  ids.length === 0
    ? sql<SqlBool>`1 = 0`
    : sql<SqlBool>`flow_run.parent_task_run_id in (select p.id from task_run as p where p.flow_run_id in (${joinValues(ids)}))`;

export const taskRunCondition = (dialect: Dialect, filter: Filter<TaskRunFilter>): Condition | undefined => {
  if (!filter) return undefined;
  const of = (name: string) => column(`task_run.${name}`);
  const ofState = (name: string) => (isTimed(filter) ? dialect.unindexed(of(name)) : of(name));
  const isSubflow = sql<SqlBool>`exists (select 1 from flow_run as child where child.parent_task_run_id = task_run.id)`;
  const subflows = filter.subflow_runs?.exists_;
  return asGiven(filter.operator, [
    isAnyOf(of("id"), filter.id?.any_),
    isNamed(dialect, of("name"), filter.name),
    tagsMatch(dialect, of("tags"), filter.tags),
    filter.state
      ? combine(filter.state.operator, [
          isAnyOf(ofState("state_type"), filter.state.type?.any_),
          isAnyOf(ofState("state_name"), filter.state.name?.any_),
        ])
      : undefined,
    isBetween(dialect, of("start_time"), filter.start_time),
    isBetween(dialect, of("end_time"), filter.end_time),
    isBetween(dialect, of("expected_start_time"), filter.expected_start_time),
    subflows === true ? isSubflow : subflows === false ? sql<SqlBool>`not ${isSubflow}` : undefined,
    ownerCondition(filter),
  ]);
};

const ownerCondition = ({ flow_run_id: owner }: TaskRunFilter): Condition | undefined => {
  if (!owner) return undefined;
  const of = column("task_run.flow_run_id");
  return owner.is_null_ !== true && owner.any_ ? isAnyOf(of, owner.any_) : isNull(of, owner.is_null_);
};

export const deploymentCondition = (dialect: Dialect, filter: Filter<DeploymentFilter>): Condition | undefined => {
  if (!filter) return undefined;
  const of = (name: string) => column(`deployment.${name}`);
  const either = filter.flow_or_deployment_name?.like_;
  return asGiven(filter.operator, [
    isIn(of("id"), filter.id),
    isNamed(dialect, of("name"), filter.name),
    either
      ? combine("or_", [
          isLike(dialect, of("name"), either),
          sql<SqlBool>`exists (select 1 from flow as f where f.id = deployment.flow_id and ${dialect.like(column("f.name"), `%${either}%`)})`,
        ])
      : undefined,
    isFlag(of("paused"), filter.paused?.eq_),
    tagsMatch(dialect, of("tags"), filter.tags),
    isAnyOf(of("work_queue_name"), filter.work_queue_name?.any_),
  ]);
};

const isFlag = (of: ReturnType<typeof column>, flag: boolean | null | undefined): Condition | undefined =>
  flag === null || flag === undefined ? undefined : flag ? sql<SqlBool>`${of}` : sql<SqlBool>`not ${of}`;

export const workPoolCondition = (filter: Filter<WorkPoolFilter>): Condition | undefined =>
  filter
    ? asGiven(filter.operator, [
        isAnyOf(column("work_pool.id"), filter.id?.any_),
        isAnyOf(column("work_pool.name"), filter.name?.any_),
        isAnyOf(column("work_pool.type"), filter.type?.any_),
      ])
    : undefined;

export const workQueueCondition = (dialect: Dialect, filter: Filter<WorkQueueFilter>): Condition | undefined => {
  if (!filter) return undefined;
  const starts = filter.name?.startswith_;
  const name = column("work_queue.name");
  return asGiven(filter.operator, [
    isAnyOf(column("work_queue.id"), filter.id?.any_),
    combine("and_", [
      isAnyOf(name, filter.name?.any_),
      starts && starts.length > 0
        ? combine(
            "or_",
            starts.map((start) => dialect.like(name, `${start}%`)),
          )
        : undefined,
    ]),
  ]);
};
