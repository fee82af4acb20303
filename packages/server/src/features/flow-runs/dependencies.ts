import type { DependencyResult, JsonObject, TaskRunResult } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { badRequest, notFound } from "../../errors.ts";
import { currentState, estimates } from "../run-states/current-state.ts";
import { listNamedRuns } from "./named-runs.ts";

/** What each task run of a flow run waited for: the first form of the graph (server.md §5.2). Throws `not-found`. */
export const listDependencies = async (ctx: Context, id: string): Promise<DependencyResult[]> => {
  const db = ctx.db.heavyRead;
  const { graphMaxNodes } = ctx.settings;
  const run = await db.selectFrom("flow_run").select("id").where("id", "=", id).executeTakeFirst();
  if (run === undefined) throw notFound(`Flow run with id ${id} not found`, { asException: true });
  const rows = await db
    .selectFrom("task_run")
    .leftJoin("task_run_state as current", "current.id", "task_run.state_id")
    .selectAll("task_run")
    .select(["current.message as state_message", "current.data as state_data", "current.state_details"])
    .where("task_run.flow_run_id", "=", id)
    .orderBy("task_run.expected_start_time")
    .orderBy("task_run.id")
    .limit(graphMaxNodes + 1)
    .execute();
  if (rows.length > graphMaxNodes) throw badRequest(`The graph of flow run ${id} has more than ${graphMaxNodes} nodes.`);
  const now = ctx.clock.now();
  return rows.map((row) => {
    const state = currentState(row);
    return {
      id: row.id,
      name: row.name,
      upstream_dependencies: taskRunsAmong(row.task_inputs),
      state,
      expected_start_time: row.expected_start_time,
      start_time: row.start_time,
      end_time: row.end_time,
      total_run_time: row.total_run_time,
      estimated_run_time: estimates(row, now).estimated_run_time,
      untrackable_result: state?.state_details.untrackable_result ?? false,
    };
  });
};

/** The task runs that inputs name, each once. */
const taskRunsAmong = (inputs: JsonObject): TaskRunResult[] => {
  const ids = listNamedRuns(inputs)
    .filter(({ type }) => type === "task_run")
    .map(({ id }) => id);
  return [...new Set(ids)].map((id) => ({ input_type: "task_run", id }));
};
