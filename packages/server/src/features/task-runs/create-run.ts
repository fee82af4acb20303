import {
  type CreateTaskRun,
  type JsonObject,
  type Labels,
  noDetails,
  type StateCreate,
  type TaskRun,
  type TaskRunPolicy,
} from "@millrace/contract";
import { newName } from "@millrace/contract/run-names";
import { type Caller, type Context, ourselves } from "../../context.ts";
import type { Queries, Tx } from "../../db/connection.ts";
import type { TaskRunTable } from "../../db/schema.ts";
import { InvalidRequest, type Problem, valueProblem } from "../../wire/problems.ts";
import { readRetries } from "../run-states/old-retries.ts";
import { getTaskRun } from "./queries.ts";
import { setTaskRunStateIn } from "./set-state.ts";

const pending: StateCreate = { type: "PENDING", name: null, message: null, data: null, state_details: noDetails };

/** How many delays a retry policy may list. */
const mostDelays = 50;

/**
 * Stores a task run with its first state, or finds the one with the same keys in the same flow run and leaves that one as
 * it is. `created` tells which (server.md §5.3). Throws `InvalidRequest`, and a foreign-key refusal for an unknown flow run.
 */
export const createTaskRun = (
  ctx: Context,
  input: CreateTaskRun,
  caller: Caller = ourselves,
): Promise<{ run: TaskRun; created: boolean }> => {
  checkSizes(ctx, input);
  return ctx.transact(async (tx) => {
    const known = input.flow_run_id === null ? await findLoneRun(tx, input) : undefined;
    if (known !== undefined) return { run: await getTaskRun(ctx, tx, known), created: false };
    const row = blankRun(ctx, input, await findFlowRunLabels(tx, input.flow_run_id));
    if (!(await insertRun(tx, row))) return { run: await getTaskRun(ctx, tx, await getIdByKeys(tx, row)), created: false };
    await setTaskRunStateIn(ctx, tx, { id: row.id, state: input.state ?? pending, force: true, caller });
    return { run: await getTaskRun(ctx, tx, row.id), created: true };
  });
};

const checkSizes = ({ settings }: Context, input: CreateTaskRun): void => {
  const { cache_key, empirical_policy } = input;
  const problems: Problem[] = [];
  if (cache_key !== null && cache_key.length > settings.maxCacheKeyLength) {
    const message = `Cache key exceeded maximum allowed length of ${settings.maxCacheKeyLength} characters.`;
    problems.push(valueProblem(["body", "cache_key"], message, cache_key));
  }
  const { retry_delay } = empirical_policy;
  if (Array.isArray(retry_delay) && retry_delay.length > mostDelays) {
    const message = `Can not configure more than ${mostDelays} retry delays per task.`;
    problems.push(valueProblem(["body", "empirical_policy", "retry_delay"], message, retry_delay));
  }
  if (problems.length > 0) throw new InvalidRequest(problems);
};

type Keys = Pick<TaskRunTable, "flow_run_id" | "task_key" | "dynamic_key">;

/** The run outside any flow run that has these keys. To the databases two such runs never clash, so their makers queue up here. */
const findLoneRun = async (tx: Tx, { task_key, dynamic_key }: CreateTaskRun): Promise<string | undefined> => {
  await tx.dialect.lockName(tx, JSON.stringify(["task_run", task_key, dynamic_key]));
  return findIdByKeys(tx, { flow_run_id: null, task_key, dynamic_key });
};

const findIdByKeys = async (db: Queries, { flow_run_id, task_key, dynamic_key }: Keys): Promise<string | undefined> => {
  const runs = db.selectFrom("task_run").select("id").where("task_key", "=", task_key).where("dynamic_key", "=", dynamic_key);
  const inFlow = flow_run_id === null ? runs.where("flow_run_id", "is", null) : runs.where("flow_run_id", "=", flow_run_id);
  return (await inFlow.orderBy("id").executeTakeFirst())?.id;
};

const getIdByKeys = async (db: Queries, keys: Keys): Promise<string> => {
  const id = await findIdByKeys(db, keys);
  if (id === undefined) throw new Error(`The task run ${keys.task_key} ${keys.dynamic_key} went away while another request made it.`);
  return id;
};

/** False when the flow run has a task run with these keys already. */
const insertRun = async (tx: Tx, row: TaskRunTable): Promise<boolean> => {
  const insert = tx.insertInto("task_run").values(row);
  const inserted = insert.onConflict((on) => on.columns(["flow_run_id", "task_key", "dynamic_key"]).doNothing());
  return (await inserted.returning("id").execute()).length === 1;
};

const findFlowRunLabels = async (db: Queries, id: string | null): Promise<Labels> => {
  if (id === null) return {};
  const run = await db.selectFrom("flow_run").select("labels").where("id", "=", id).executeTakeFirst();
  return { ...run?.labels, "prefect.flow-run.id": id };
};

const blankRun = (ctx: Context, { state: _state, ...input }: CreateTaskRun, inherited: Labels): TaskRunTable => {
  const now = ctx.clock.now();
  return {
    ...input,
    id: input.id ?? ctx.newId(),
    created: now,
    updated: now,
    name: input.name === null || input.name === "" ? newName(ctx.random) : input.name,
    empirical_policy: readPolicy(input.empirical_policy),
    labels: { ...inherited, ...input.labels },
    state_id: null,
    state_type: null,
    state_name: null,
    state_timestamp: null,
    run_count: 0,
    flow_run_run_count: 0,
    expected_start_time: null,
    next_scheduled_start_time: null,
    start_time: null,
    end_time: null,
    total_run_time: 0,
  };
};

const readPolicy = (policy: TaskRunPolicy): JsonObject => ({ ...policy, ...readRetries(policy) });
