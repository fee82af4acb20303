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
  readonly state_type: StateType | null;
  readonly start_time: Instant | null;
  readonly expected_start_time: Instant | null;
  readonly end_time: Instant | null;
  readonly task_inputs: string;
  readonly child_id: string | null;
  readonly child_name: string | null;
  readonly child_state_type: StateType | null;
  readonly child_start_time: Instant | null;
  readonly child_expected_start_time: Instant | null;
  readonly child_end_time: Instant | null;
  readonly child_flow_name: string | null;
}

interface Selection {
  readonly flowRunId: string;
  readonly limit: number;
  /** Only what had not ended by then, or with `ended` only what had. */
  readonly since?: Instant | undefined;
  readonly ended?: boolean;
}

/** The task runs of a flow run that have a place in time, subflow runs standing for the task runs that track them. */
export const listNodes = async (db: Queries, { flowRunId, limit, since, ended = false }: Selection): Promise<UntiedNode[]> => {
  const all = db
    .selectFrom("task_run")
    .leftJoin("flow_run as child", "child.parent_task_run_id", "task_run.id")
    .leftJoin("flow as child_flow", "child_flow.id", "child.flow_id")
    .select(["task_run.id", "task_run.name", "task_run.state_type"])
    // As text it comes from the reading thread several times faster than as objects, and most inputs name no runs.
    .select(sql<string>`cast(task_run.task_inputs as text)`.as("task_inputs"))
    .select(["task_run.start_time", "task_run.expected_start_time", "task_run.end_time"])
    .select(["child.id as child_id", "child.name as child_name", "child.state_type as child_state_type"])
    .select(["child.start_time as child_start_time", "child.expected_start_time as child_expected_start_time"])
    .select(["child.end_time as child_end_time", "child_flow.name as child_flow_name"])
    .where("task_run.flow_run_id", "=", flowRunId)
    .where(
      sql<SqlBool>`coalesce(child.start_time, child.expected_start_time, task_run.start_time, task_run.expected_start_time) is not null`,
    )
    .where(sql<SqlBool>`coalesce(child.state_type, task_run.state_type) is not null`);
  const end = sql`coalesce(child.end_time, task_run.end_time, case when task_run.state_type = 'COMPLETED' then task_run.expected_start_time end)`;
  const time = since === undefined ? undefined : db.dialect.time(since);
  const atThatTime = ended ? sql<SqlBool>`${end} < ${time}` : sql<SqlBool>`(${end} is null or ${end} >= ${time})`;
  const rows: NodeRow[] = await (time === undefined ? all : all.where(atThatTime)).limit(limit).execute();
  return rows.map(toNode).filter((node) => node !== undefined);
};

const toNode = (row: NodeRow): UntiedNode | undefined => {
  const isSubflow = row.child_id !== null;
  const start = row.child_start_time ?? row.child_expected_start_time ?? row.start_time ?? row.expected_start_time;
  const type = row.child_state_type ?? row.state_type;
  if (start === null || type === null) return undefined;
  return {
    kind: isSubflow ? "flow-run" : "task-run",
    id: row.child_id ?? row.id,
    label: isSubflow ? `${row.child_flow_name} / ${row.child_name}` : row.name,
    state_type: type,
    start_time: start,
    // A completed task run that never ran, as from a cache, takes no time.
    end_time: row.child_end_time ?? row.end_time ?? (row.state_type === "COMPLETED" ? row.expected_start_time : null),
    inputs: readInputs(row.task_inputs),
  };
};

/** Only ids are looked for in them, so that no number has to keep its text. */
const readInputs = (text: string): JsonObject => (text.includes('"id"') ? JSON.parse(text) : {});
