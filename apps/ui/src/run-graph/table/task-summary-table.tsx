import { Group } from "@mantine/core";
import type { TaskSummary } from "@millrace/contract";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { stateLabel } from "../../components/state-looks.ts";
import { Duration } from "../../components/time/duration.tsx";
import { useTaskSummary } from "../use-task-summary.ts";

/** How the runs of each task went; with a server that does not tell, how many task runs are in which state. */
export const TaskSummaryTable = ({ flowRunId }: { readonly flowRunId: string }) => {
  const totals = useTaskSummary(flowRunId);
  if (totals !== undefined && totals.tasks === undefined)
    return (
      <Group aria-label="Task runs by state" gap="xs" role="group">
        {totals.states.map(({ type, count }) => (
          <StateBadge key={type} name={`${count.toLocaleString("en")} ${stateLabel(type).toLowerCase()}`} type={type} />
        ))}
      </Group>
    );
  return (
    <Panel flush title="By task">
      <DataTable
        columns={columns}
        empty={<EmptyState title="No tasks" />}
        keyOf={(task) => task.task_key}
        label="Tasks"
        name="graph-task-summary"
        nameOf={(task) => task.name}
        rows={totals?.tasks}
      />
    </Panel>
  );
};

const columns: readonly Column<TaskSummary>[] = [
  { id: "task", label: "Task", onPhone: "title", render: (task) => task.name },
  { id: "runs", label: "Runs", width: "90px", align: "right", render: (task) => task.count.toLocaleString("en") },
  {
    id: "states",
    label: "States",
    render: (task) => (
      <Group gap={4}>
        {task.states.map(({ state_type, state_name, count }) => (
          <StateBadge
            key={state_name ?? state_type}
            name={`${count.toLocaleString("en")} ${(state_name ?? stateLabel(state_type)).toLowerCase()}`}
            type={state_type}
          />
        ))}
      </Group>
    ),
  },
  { id: "p50", label: "Half took at most", width: "130px", align: "right", render: (task) => <Duration seconds={task.duration_p50} /> },
  { id: "p95", label: "95% took at most", width: "130px", align: "right", render: (task) => <Duration seconds={task.duration_p95} /> },
];
