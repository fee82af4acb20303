import type { FlowRunTaskSummary, StateCount, TaskError } from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Context } from "../../context.ts";
import { notFound } from "../../errors.ts";
import { sumStates } from "./periods.ts";
import { atPercent, hasEnded } from "./quantiles.ts";

interface Task {
  readonly task_key: string;
  readonly name: string;
  readonly dynamic_key: string;
  readonly duration_p50: number | null;
  readonly duration_p95: number | null;
  readonly total_run_time: number;
  readonly first_start: unknown;
  readonly last_end: unknown;
}

/** Task runs of a flow run that are not there for a subflow: lists of task runs leave those out too. */
const isOf = (id: string): RawBuilder<SqlBool> =>
  sql`flow_run_id = ${id} and not exists (select 1 from flow_run as child where child.parent_task_run_id = task_run.id)`;

/** The task runs of a flow run by task, in the order in which the first of each started. Throws `not-found`. */
export const summarizeTasks = async (ctx: Context, id: string): Promise<FlowRunTaskSummary> => {
  const run = await ctx.read.selectFrom("flow_run").select("id").where("id", "=", id).executeTakeFirst();
  if (run === undefined) throw notFound("Flow run not found");
  const [tasks, counts, errors] = await Promise.all([listTasks(ctx, id), listCounts(ctx, id), listFirstErrors(ctx, id)]);
  const countsOf = Map.groupBy(counts, ({ task_key }) => task_key);
  const { dialect } = ctx.db;
  const summaries = tasks.map(({ task_key, name, dynamic_key, first_start, last_end, ...durations }) => {
    const { total: count, states } = sumStates(countsOf.get(task_key) ?? []);
    return {
      task_key,
      name: commonName(name, dynamic_key),
      count,
      states,
      ...durations,
      first_start: dialect.readTime(first_start),
      last_end: dialect.readTime(last_end),
      first_error: errors.get(task_key) ?? null,
    };
  });
  return { flow_run_id: id, total: counts.reduce((sum, { count }) => sum + count, 0), tasks: summaries };
};

/** A task run's name without what tells it from others of its task: clients append the beginning of its key (sdk.md §4). */
const commonName = (name: string, key: string): string => {
  const ending = [key, key.slice(0, 3)].find((part) => part !== "" && name.length > part.length + 1 && name.endsWith(`-${part}`));
  return ending === undefined ? name : name.slice(0, -ending.length - 1);
};

/** Those that ended come first, by how long they took: so a place among them is one among the first. */
const listTasks = async (ctx: Context, id: string): Promise<readonly Task[]> => {
  const [value, n] = [sql`total_run_time`, sql`ended`];
  const ended = sql`case when ${hasEnded} then 1 else 0 end`;
  const { rows } = await sql<Task>`
    select task_key, max(case when place = 1 then name end) as name, max(case when place = 1 then dynamic_key end) as dynamic_key,
      ${atPercent(value, 50, n)} as duration_p50, ${atPercent(value, 95, n)} as duration_p95, sum(total_run_time) as total_run_time,
      min(start_time) as first_start, max(end_time) as last_end
    from (select task_key, name, dynamic_key, total_run_time, start_time, end_time,
        row_number() over (partition by task_key order by ${ended} desc, total_run_time, id) as place,
        sum(${ended}) over (partition by task_key) as ended
      from task_run where ${isOf(id)}) as ranked
    group by task_key order by min(coalesce(start_time, end_time)), task_key`.execute(ctx.db.heavyRead);
  return rows;
};

const listCounts = async (ctx: Context, id: string) => {
  const { rows } = await sql<StateCount & { task_key: string }>`
    select task_key, state_type, state_name, count(*) as count from task_run
    where ${isOf(id)} and state_type is not null group by 1, 2, 3`.execute(ctx.db.heavyRead);
  return rows;
};

/** The first run of each task that ended badly. */
const listFirstErrors = async (ctx: Context, id: string): Promise<ReadonlyMap<string, TaskError>> => {
  const { rows } = await sql<{ task_key: string; id: string; name: string; message: string | null; state_timestamp: string }>`
    select failed.task_key, failed.id, failed.name, state.message, failed.state_timestamp
    from (select task_key, id, name, state_id, state_timestamp, row_number() over (partition by task_key order by state_timestamp, id) as place
      from task_run where ${isOf(id)} and ${sql<SqlBool>`state_type in ('FAILED', 'CRASHED')`}) as failed
    left join task_run_state as state on state.id = failed.state_id where failed.place = 1`.execute(ctx.db.heavyRead);
  return new Map(
    rows.map(({ task_key, id: task_run_id, name, message, state_timestamp: timestamp }) => [
      task_key,
      { task_run_id, name, message, timestamp },
    ]),
  );
};
