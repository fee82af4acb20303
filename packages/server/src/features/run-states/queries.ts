import type { State } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import { notFound } from "../../errors.ts";

type StateTable = "flow_run_state" | "task_run_state";

export const stateColumns = <T extends StateTable>(table: T) =>
  [
    `${table}.id`,
    `${table}.type`,
    `${table}.name`,
    `${table}.timestamp`,
    `${table}.message`,
    `${table}.data`,
    `${table}.state_details`,
  ] as const;

/** A state in the order of keys that the protocol shows it. */
export const toState = ({ id, type, name, timestamp, message, data, state_details }: State): State => ({
  id,
  type,
  name,
  timestamp,
  message,
  data,
  state_details,
});

export const getFlowRunState = async (db: Queries, id: string): Promise<State> => {
  const row = await db.selectFrom("flow_run_state").select(stateColumns("flow_run_state")).where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw notFound("Flow run state not found");
  return toState(row);
};

/** The states of a flow run, oldest first; none of an unknown run. */
export const listFlowRunStates = async (db: Queries, flowRunId: string): Promise<State[]> => {
  const of = db.selectFrom("flow_run_state").select(stateColumns("flow_run_state"));
  const rows = await of.where("flow_run_id", "=", flowRunId).orderBy("timestamp").orderBy("id").execute();
  return rows.map(toState);
};

export const getTaskRunState = async (db: Queries, id: string): Promise<State> => {
  const row = await db.selectFrom("task_run_state").select(stateColumns("task_run_state")).where("id", "=", id).executeTakeFirst();
  // The protocol words both kinds alike (server.md §5.4).
  if (row === undefined) throw notFound("Flow run state not found");
  return toState(row);
};

/** The states of a task run, oldest first; none of an unknown run. */
export const listTaskRunStates = async (db: Queries, taskRunId: string): Promise<State[]> => {
  const of = db.selectFrom("task_run_state").select(stateColumns("task_run_state"));
  const rows = await of.where("task_run_id", "=", taskRunId).orderBy("timestamp").orderBy("id").execute();
  return rows.map(toState);
};
