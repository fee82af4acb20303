import type { TaskSummary } from "@millrace/contract";
import { AppLink } from "../components/app-link.tsx";
import type { Column } from "../components/data-table/column.ts";
import { DataTable } from "../components/data-table/data-table.tsx";
import { StateIcon } from "../components/state-badge.tsx";
import { Duration } from "../components/time/duration.tsx";
import classes from "./run-details.module.css";

const columnsOf = (runId: string): readonly Column<TaskSummary>[] => [
  {
    id: "task",
    label: "Task",
    onPhone: "title",
    render: ({ name }) => (
      <AppLink to="/runs/flow-run/$id" params={{ id: runId }} search={{ tab: "tasks", q: name }} size="sm" fw={550}>
        {name}
      </AppLink>
    ),
  },
  {
    id: "states",
    label: "Runs",
    render: ({ states }) => (
      <span className={classes.counts}>
        {states.map(({ state_type, state_name, count }) => (
          <span key={`${state_type}-${state_name}`} className={classes.count}>
            <StateIcon type={state_type} name={state_name} size={14} /> {count.toLocaleString("en")}
          </span>
        ))}
      </span>
    ),
  },
  { id: "p50", label: "Half within", width: "100px", align: "right", render: ({ duration_p50 }) => <Duration seconds={duration_p50} /> },
  { id: "p95", label: "95 % within", width: "100px", align: "right", render: ({ duration_p95 }) => <Duration seconds={duration_p95} /> },
  { id: "total", label: "In sum", width: "90px", align: "right", render: ({ total_run_time }) => <Duration seconds={total_run_time} /> },
  {
    id: "error",
    label: "First error",
    render: ({ first_error }) => {
      if (first_error === null) return null;
      // A run may have failed without a word.
      const text = first_error.message || first_error.name;
      return (
        <AppLink to="/runs/task-run/$id" params={{ id: first_error.task_run_id }} size="sm" lineClamp={1} title={text}>
          {text}
        </AppLink>
      );
    },
  },
];

/** The tasks of a run, those first that took longest, and how their runs fared. */
export const TaskSummaryPanel = ({ runId, tasks }: { readonly runId: string; readonly tasks: readonly TaskSummary[] }) => (
  <DataTable
    name="task-summary"
    label="Tasks"
    columns={columnsOf(runId)}
    rows={tasks.toSorted((one, other) => other.total_run_time - one.total_run_time).slice(0, 50)}
    keyOf={({ task_key }) => task_key}
    nameOf={({ name }) => name}
    empty={null}
  />
);
