const dimensions = "flow_id, deployment_id, work_queue_id, state_type, state_name";
const key = dimensions
  .split(", ")
  .map((name) => `coalesce(cast(${name} as text), '')`)
  .join(" || ' ' || ");

/** Counts the runs anew: whoever fills a database in bulk may do without the triggers that count. */
export const countRuns: readonly string[] = [
  "delete from run_count",
  "delete from run_count_change",
  `insert into run_count (key, kind, ${dimensions}, count)
    select 'flow_run ' || ${key}, 'flow_run', ${dimensions}, count(*) from flow_run group by ${dimensions}`,
  "insert into run_count (key, kind, count) select 'task_run', 'task_run', count(*) from task_run",
];
