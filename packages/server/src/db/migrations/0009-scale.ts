import type { Migration } from "../migrate.ts";

/** When a run started, or should have: what lists of runs go by. The same words as in their queries, so that indexes fit. */
const start = "coalesce(start_time, expected_start_time)";
/** What lists by the start read, and counts by it. */
export const startColumns = `${start}, start_time, expected_start_time, state_type`;
/** All that a history reads of a run. */
export const historyColumns = "expected_start_time, state_type, state_name, start_time, state_timestamp, total_run_time";

/** What lists, counts and histories of millions of runs need: an index along each order, and counts that are kept. */
export const scale: Migration = {
  name: "0009-scale",
  statements: ({ uuid, countChanges, tuneLargeTables }) => [
    // Each order of a list of runs. Those with many runs of no time at all name the id too, by which these are ordered.
    // PostgreSQL counts by such an index alone only where it holds what its expression is made of.
    `create index flow_run_by_start on flow_run (${startColumns})`,
    "drop index flow_run_by_expected_start",
    `create index flow_run_by_expected_start on flow_run (${historyColumns})`,
    "create index flow_run_by_next_start on flow_run (next_scheduled_start_time, id)",
    "create index flow_run_by_end on flow_run (end_time desc, id)",
    "create index flow_run_by_name on flow_run (name, id)",

    // The runs of something, by their start; and of the few that wait, the next.
    "drop index flow_run_by_flow",
    `create index flow_run_by_flow on flow_run (flow_id, ${start})`,
    "create index flow_run_next_of_flow on flow_run (flow_id, next_scheduled_start_time) where state_type = 'SCHEDULED'",
    "drop index flow_run_by_deployment",
    `create index flow_run_by_deployment on flow_run (deployment_id, ${start}) where deployment_id is not null`,
    `create index flow_run_next_of_deployment on flow_run (deployment_id, next_scheduled_start_time)
      where deployment_id is not null and state_type = 'SCHEDULED'`,
    "drop index flow_run_by_work_queue",
    `create index flow_run_by_work_queue on flow_run (work_queue_id, ${start}) where work_queue_id is not null`,
    "create index flow_run_late on flow_run (work_queue_id) where state_name = 'Late'",

    "drop index task_run_by_expected_start",
    `create index task_run_by_expected_start on task_run (${historyColumns})`,
    "create index task_run_by_start on task_run (start_time, state_type)",

    "create index log_by_task_run on log (task_run_id, timestamp) where task_run_id is not null",

    // How many runs there are of each kind, flow, deployment, queue and state. Counting them would read them all.
    `create table run_count (
      key text primary key, kind text not null, flow_id ${uuid}, deployment_id ${uuid}, work_queue_id ${uuid},
      state_type text, state_name text, count integer not null)`,
    // Where many write at once, each appends what it changed, to be added up later: no writer waits for another one's count.
    `create table run_count_change (
      kind text not null, flow_id ${uuid}, deployment_id ${uuid}, work_queue_id ${uuid}, state_type text, state_name text,
      count integer not null)`,
    ...countChanges,
    ...tuneLargeTables,
  ],
};
