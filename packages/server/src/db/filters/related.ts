import type { DeploymentFilter, FlowFilter, FlowRunFilter, TaskRunFilter, WorkPoolFilter, WorkQueueFilter } from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Dialect } from "../dialect.ts";
import type { MayHave } from "../run-texts.ts";
import { allOf, asGiven, type Condition, type Conditions, column, isAnyOf, someRow } from "./members.ts";
import {
  deploymentCondition,
  flowCondition,
  flowRunCondition,
  isTimed,
  taskRunCondition,
  workPoolCondition,
  workQueueCondition,
} from "./nouns.ts";
import { type TraitsAt, traitCondition } from "./traits.ts";

/** The filters one body may combine; each noun takes those it can be tied to. */
export interface Filters {
  readonly flows?: FlowFilter | null | undefined;
  readonly flow_runs?: FlowRunFilter | null | undefined;
  readonly task_runs?: TaskRunFilter | null | undefined;
  readonly deployments?: DeploymentFilter | null | undefined;
  readonly work_pools?: WorkPoolFilter | null | undefined;
  readonly work_pool_queues?: WorkQueueFilter | null | undefined;
  /** Of flow runs alone. */
  readonly traits?: TraitsAt | null | undefined;
}

const tie = (text: string): Condition => sql.raw<SqlBool>(text);
const table = (name: string) => sql.table(name);
const queueAndPool = sql`work_queue join work_pool on work_pool.id = work_queue.work_pool_id`;

interface ById {
  readonly operator?: "and_" | "or_";
  readonly id?: { readonly any_?: readonly string[] | null | undefined } | null | undefined;
}

/** What a filter's ids say of the column that names its rows: said once more, it leads to an index of this table. */
const names = (reference: RawBuilder<unknown>, filter: ById | null | undefined): Condition | undefined =>
  filter?.operator === "or_" ? undefined : isAnyOf(reference, filter?.id?.any_);

const isAsked = (condition: Condition | undefined): boolean => condition !== undefined;

/** That one flow run tied to a row meets what is asked of runs, and one task run of the same what is asked of these. */
const someRun = (dialect: Dialect, tied: Condition, { flow_runs, task_runs }: Filters): Condition | undefined => {
  const [ofRun, ofTask] = [flowRunCondition(dialect, flow_runs), taskRunCondition(dialect, task_runs)];
  const from = isAsked(ofTask) ? sql`task_run join flow_run on flow_run.id = task_run.flow_run_id` : table("flow_run");
  return [ofRun, ofTask].some(isAsked) ? someRow(from, tied, asGiven("and_", [ofRun, ofTask])) : undefined;
};

/** That one deployment of a flow meets what is asked of deployments, and is in a pool that meets what is asked of pools. */
const someDeployment = (dialect: Dialect, { deployments, work_pools }: Filters): Condition | undefined => {
  const [own, ofPool] = [deploymentCondition(dialect, deployments), workPoolCondition(work_pools)];
  const inPool = sql`deployment join work_queue on work_queue.id = deployment.work_queue_id join work_pool on work_pool.id = work_queue.work_pool_id`;
  const from = isAsked(ofPool) ? inPool : table("deployment");
  return [own, ofPool].some(isAsked) ? someRow(from, tie("deployment.flow_id = flow.id"), asGiven("and_", [own, ofPool])) : undefined;
};

/** What a body's filters ask of a flow: its own, and that related rows exist which meet the others. */
export const flowsWhere = (dialect: Dialect, filters: Filters): Condition | undefined =>
  allOf([
    flowCondition(dialect, filters.flows),
    someRun(dialect, tie("flow_run.flow_id = flow.id"), filters),
    someDeployment(dialect, filters),
  ]);

/**
 * That a run failed, in words of the index of these alone: an index of states would lead through all that ever failed, and
 * PostgreSQL would join this one to others wherever a state is asked for.
 */
export const failed = (table = ""): string => `coalesce(${table}state_type in ('FAILED', 'CRASHED'), false)`;

/** What is known beforehand of the flow runs that filters find by what they belong to and by their state. */
export interface RunHints {
  /** There are so many that going along an order finds enough of them soonest, whatever their state and what they belong to. */
  readonly areMany: boolean;
  /** The last ones that failed are asked for, which an index of their own leads through. */
  readonly areLastFailures?: boolean;
  /** The column, one value of which all of them have, whose index is gone along: it leads through them alone, in the order of the list. */
  readonly along?: RunDimension | undefined;
  /** The same for each of a few values, where the list may be put together from those of each. */
  readonly alongEach?: { readonly name: RunDimension; readonly values: readonly string[] } | undefined;
  /** The values that their columns have, as far as the filters say something of what these refer to: those, and no others, meet the filters. */
  readonly values: { readonly [column in RunDimension]?: readonly string[] | undefined };
  /** The few runs that may have the name or the tags that are asked for. */
  readonly mayHave?: MayHave | undefined;
}

export type RunDimension = "flow_id" | "deployment_id" | "work_queue_id" | "state_type";

export const flowRunsWhere = (dialect: Dialect, filters: Filters, hints?: RunHints): Condition | undefined => {
  const of = (name: RunDimension) => (hints?.areMany ? dialect.unindexed(column(`flow_run.${name}`)) : column(`flow_run.${name}`));
  const known = hints?.values ?? {};
  const unlessKnown = (name: RunDimension, conditions: Conditions): Conditions => (known[name] === undefined ? conditions : []);
  const { flow_runs: own } = filters;
  const isDeploymentKnown = known.deployment_id !== undefined && own?.operator !== "or_";
  return allOf([
    hints?.areLastFailures === true ? tie(failed("flow_run.")) : undefined,
    hints?.mayHave?.(column("flow_run.id")),
    flowRunCondition(dialect, own && isDeploymentKnown ? { ...own, deployment_id: null } : own, hints),
    traitCondition(dialect, filters.traits),
    ...Object.entries(known).map(([name, values = []]) => {
      const [reference, value] = [column(`flow_run.${name}`), values[0]];
      return name === hints?.along && value !== undefined ? dialect.isAlong(reference, value) : isAnyOf(reference, values);
    }),
    ...unlessKnown("flow_id", [
      names(of("flow_id"), filters.flows),
      someRow(table("flow"), sql`flow.id = ${of("flow_id")}`, flowCondition(dialect, filters.flows)),
    ]),
    someRow(table("task_run"), tie("task_run.flow_run_id = flow_run.id"), taskRunCondition(dialect, filters.task_runs)),
    ...unlessKnown("deployment_id", [
      names(of("deployment_id"), filters.deployments),
      someRow(table("deployment"), sql`deployment.id = ${of("deployment_id")}`, deploymentCondition(dialect, filters.deployments)),
    ]),
    ...unlessKnown("work_queue_id", [
      names(of("work_queue_id"), filters.work_pool_queues),
      someRow(queueAndPool, sql`work_queue.id = ${of("work_queue_id")}`, workPoolCondition(filters.work_pools)),
      someRow(table("work_queue"), sql`work_queue.id = ${of("work_queue_id")}`, workQueueCondition(dialect, filters.work_pool_queues)),
    ]),
  ]);
};

const isUnset = (value: unknown): boolean => value === null || value === undefined;

/** Whether nothing is asked. */
export const isNothing = (asked: object): boolean => Object.values(asked).every(isUnset);

/** Whether nothing is asked of flow runs but what they are themselves. */
export const areOfRunsAlone = ({ flows, task_runs, deployments, work_pools, work_pool_queues, traits }: Filters): boolean =>
  isNothing({ flows, task_runs, deployments, work_pools, work_pool_queues, traits });

/** Whether a filter asks for nothing but one of some ids. */
const hasIdsAlone = ({ operator: _, id, ...rest }: ById): boolean => {
  const { any_, ...others } = id ?? {};
  return !isUnset(any_) && [...Object.values(rest), ...Object.values(others)].every(isUnset);
};

/** That the flow run of a task run belongs to one of so many things: found from these, where nothing but their ids is known. */
const runOf = (name: "flow_id" | "deployment_id", filter: ById | null | undefined): Condition | undefined =>
  filter && hasIdsAlone(filter)
    ? sql<SqlBool>`task_run.flow_run_id in (select flow_run.id from flow_run where ${isAnyOf(column(`flow_run.${name}`), filter.id?.any_)})`
    : undefined;

/** Whether task runs are asked for by what their flow runs belong to, and by nothing else of that. */
export const isOfRuns = ({ flows, deployments }: Filters): boolean => [flows, deployments].some((filter) => filter && hasIdsAlone(filter));

export interface TaskRunHints {
  /** They are counted rather than listed: those of few flow runs are found from these. */
  readonly isCounted?: boolean;
  /** The period has fewer than the flow runs do, so that it is gone through instead. */
  readonly isShort?: boolean;
  /** The few that may have the name or the tags that are asked for. */
  readonly mayHave?: MayHave | undefined;
}

export const taskRunsWhere = (
  dialect: Dialect,
  filters: Filters,
  { isCounted = false, isShort = false, mayHave }: TaskRunHints = {},
): Condition | undefined =>
  allOf([
    mayHave?.(column("task_run.id")),
    taskRunCondition(dialect, filters.task_runs),
    names(column("task_run.flow_run_id"), filters.flow_runs),
    isCounted && filters.flow_runs && isTimed(filters.flow_runs)
      ? sql<SqlBool>`task_run.flow_run_id in (select flow_run.id from flow_run where ${flowRunCondition(dialect, filters.flow_runs)})`
      : someRow(table("flow_run"), tie("flow_run.id = task_run.flow_run_id"), flowRunCondition(dialect, filters.flow_runs)),
    (isCounted && !isShort ? runOf("flow_id", filters.flows) : undefined) ??
      someRow(
        sql`flow join flow_run on flow_run.flow_id = flow.id`,
        tie("flow_run.id = task_run.flow_run_id"),
        flowCondition(dialect, filters.flows),
      ),
    (isCounted && !isShort ? runOf("deployment_id", filters.deployments) : undefined) ??
      someRow(
        sql`deployment join flow_run on flow_run.deployment_id = deployment.id`,
        tie("flow_run.id = task_run.flow_run_id"),
        deploymentCondition(dialect, filters.deployments),
      ),
  ]);

export const deploymentsWhere = (dialect: Dialect, filters: Filters): Condition | undefined =>
  allOf([
    deploymentCondition(dialect, filters.deployments),
    someRow(table("flow"), tie("flow.id = deployment.flow_id"), flowCondition(dialect, filters.flows)),
    someRun(dialect, tie("flow_run.deployment_id = deployment.id"), filters),
    someRow(queueAndPool, tie("work_queue.id = deployment.work_queue_id"), workPoolCondition(filters.work_pools)),
    someRow(table("work_queue"), tie("work_queue.id = deployment.work_queue_id"), workQueueCondition(dialect, filters.work_pool_queues)),
  ]);
