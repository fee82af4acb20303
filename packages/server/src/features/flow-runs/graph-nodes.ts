import type { GraphNode, Instant, JsonObject, StateType } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Queries } from "../../db/connection.ts";

/** A node with the ids its inputs name, before it is known which of them are nodes. */
export interface UntiedNode extends Pick<GraphNode, "kind" | "id" | "label" | "state_type" | "start_time" | "end_time"> {
  readonly inputs: JsonObject;
}

interface NodeRow {
  readonly id: string;
  readonly name: string;
  readonly flow_name: string | null;
  /** 1 for a subflow run. */
  readonly is_subflow: number;
  readonly state_type: StateType;
  readonly start: unknown;
  readonly end: unknown;
  readonly task_inputs: string;
}

interface Selection {
  readonly flowRunId: string;
  readonly limit: number;
  /** Only what had not ended by then, or with `ended` only what had. */
  readonly since?: Instant | undefined;
  readonly ended?: boolean;
}

const start = sql`coalesce(child.start_time, child.expected_start_time, task_run.start_time, task_run.expected_start_time)`;
const state = sql<StateType>`coalesce(child.state_type, task_run.state_type)`;
/** A completed task run that never ran, as from a cache, takes no time. */
const end = sql`coalesce(child.end_time, task_run.end_time, case when task_run.state_type = 'COMPLETED' then task_run.expected_start_time end)`;

/**
 * The task runs of a flow run that have a place in time, subflow runs standing for the task runs that track them: by start, then by
 * end, what goes on after what has ended. There may be ten thousand: what the database chooses and orders costs its own thread.
 */
export const listNodes = async (db: Queries, { flowRunId, limit, since, ended = false }: Selection): Promise<UntiedNode[]> => {
  const all = db
    .selectFrom("task_run")
    .leftJoin("flow_run as child", "child.parent_task_run_id", "task_run.id")
    .leftJoin("flow as child_flow", "child_flow.id", "child.flow_id")
    .select(sql<string>`coalesce(child.id, task_run.id)`.as("id"))
    .select(sql<string>`coalesce(child.name, task_run.name)`.as("name"))
    .select("child_flow.name as flow_name")
    .select(sql<number>`case when child.id is null then 0 else 1 end`.as("is_subflow"))
    .select([state.as("state_type"), start.as("start"), end.as("end")])
    // As text it comes from the reading thread several times faster than as objects, and most inputs name no runs.
    .select(sql<string>`cast(task_run.task_inputs as text)`.as("task_inputs"))
    .where("task_run.flow_run_id", "=", flowRunId)
    .where(sql<SqlBool>`${start} is not null and ${state} is not null`)
    .orderBy(start)
    .orderBy(sql`${end} is null`)
    .orderBy(end);
  const time = since === undefined ? undefined : db.dialect.time(since);
  const atThatTime = ended ? sql<SqlBool>`${end} < ${time}` : sql<SqlBool>`(${end} is null or ${end} >= ${time})`;
  const rows: NodeRow[] = await (time === undefined ? all : all.where(atThatTime)).limit(limit).execute();
  return rows.map((row) => toNode(row, db.dialect)).filter((node) => node !== undefined);
};

const toNode = (row: NodeRow, { readTime }: Queries["dialect"]): UntiedNode | undefined => {
  const start_time = readTime(row.start);
  if (start_time === null) return undefined;
  const isSubflow = row.is_subflow === 1;
  return {
    kind: isSubflow ? "flow-run" : "task-run",
    id: row.id,
    label: isSubflow ? `${row.flow_name} / ${row.name}` : row.name,
    state_type: row.state_type,
    start_time,
    end_time: readTime(row.end),
    inputs: readInputs(row.task_inputs),
  };
};

/** Only ids are looked for in them, so that no number has to keep its text. */
const readInputs = (text: string): JsonObject => (text.includes('"id"') ? JSON.parse(text) : {});
