/** Triggers that keep `run_count` true to the tables it counts, whoever writes them; see migrations/0009-scale.ts. */
import { createTrigger } from "./postgres-triggers.ts";

const parts = ["flow_id", "deployment_id", "work_queue_id", "state_type", "state_name"] as const;
const of = (row: "old" | "new"): string => parts.map((part) => `${row}.${part}`).join(", ");

/** The name of what a flow run is counted with. */
const countKey = (row: string): string =>
  `'flow_run ' || ${parts.map((part) => `coalesce(cast(${row}.${part} as text), '')`).join(" || ' ' || ")}`;

const columns = `kind, ${parts.join(", ")}, count`;
const isMoved = (differs: string): string => parts.map((part) => `old.${part} ${differs} new.${part}`).join(" or ");

// The one writer of a SQLite file counts at once.
const counted = `insert into run_count (key, ${columns}) values (${countKey("new")}, 'flow_run', ${of("new")}, 1)
  on conflict (key) do update set count = count + 1;`;
const uncounted = `update run_count set count = count - 1 where key = ${countKey("old")};`;

const countedTasks = (change: 1 | -1): string =>
  `insert into run_count (key, kind, count) values ('task_run', 'task_run', ${change}) on conflict (key) do update set count = count + ${change};`;

const filled = [
  `insert into run_count (key, ${columns})
    select ${countKey("flow_run")}, 'flow_run', ${parts.join(", ")}, count(*) from flow_run group by ${parts.join(", ")}`,
  "insert into run_count (key, kind, count) select 'task_run', 'task_run', count(*) from task_run",
];

export const sqliteCountChanges: readonly string[] = [
  ...filled,
  `create trigger flow_run_added after insert on flow_run begin ${counted} end`,
  `create trigger flow_run_removed after delete on flow_run begin ${uncounted} end`,
  `create trigger flow_run_moved after update of ${parts.join(", ")} on flow_run when ${isMoved("is not")}
    begin ${uncounted} ${counted} end`,
  `create trigger task_run_added after insert on task_run begin ${countedTasks(1)} end`,
  `create trigger task_run_removed after delete on task_run begin ${countedTasks(-1)} end`,
];

const appended = (...rows: readonly string[]): string => `insert into run_count_change (${columns}) values ${rows.join(", ")};`;
const row = (of_: "old" | "new", change: 1 | -1): string => `('flow_run', ${of(of_)}, ${change})`;

const countTasks = (from: string, sign: string): string =>
  `insert into run_count_change (kind, count) select 'task_run', ${sign}count(*) from ${from} having count(*) > 0;`;

export const postgresCountChanges: readonly string[] = [
  ...filled,
  ...createTrigger("flow_run_added", "after insert on flow_run for each row", appended(row("new", 1))),
  ...createTrigger("flow_run_removed", "after delete on flow_run for each row", appended(row("old", -1))),
  ...createTrigger(
    "flow_run_moved",
    `after update of ${parts.join(", ")} on flow_run for each row when (${isMoved("is distinct from")})`,
    appended(row("old", -1), row("new", 1)),
  ),
  ...createTrigger(
    "task_runs_added",
    "after insert on task_run referencing new table as added for each statement",
    countTasks("added", ""),
  ),
  ...createTrigger(
    "task_runs_removed",
    "after delete on task_run referencing old table as removed for each statement",
    countTasks("removed", "-"),
  ),
];

const summed = parts.map((part) => `sum.${part}`).join(", ");

/** Adds what has changed to the counts; runs alone. */
export const addUpCounts = `
  with gone as (delete from run_count_change returning *), sum as (
    select kind, ${parts.join(", ")}, cast(sum(count) as integer) as count from gone group by kind, ${parts.join(", ")} having sum(count) <> 0)
  insert into run_count (key, ${columns})
    select case sum.kind when 'task_run' then sum.kind else ${countKey("sum")} end, sum.kind, ${summed}, sum.count from sum
    on conflict (key) do update set count = run_count.count + excluded.count`;
