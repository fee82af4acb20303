import { Group } from "@mantine/core";
import { Panel } from "../../components/panel.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { stateLabel } from "../../components/state-looks.ts";
import { TaskSummaryPanel } from "../../run-details/task-summary-panel.tsx";
import { useTaskSummary } from "../../run-details/use-task-summary.ts";

/** How the runs of each task went; with a server that does not tell, how many task runs are in which state. */
export const TaskSums = ({ flowRunId }: { readonly flowRunId: string }) => {
  const totals = useTaskSummary(flowRunId);
  if (totals === undefined) return null;
  if (totals.tasks !== undefined)
    return (
      <Panel flush title="By task">
        <TaskSummaryPanel runId={flowRunId} tasks={totals.tasks} />
      </Panel>
    );
  return (
    <Group aria-label="Task runs by state" gap="xs" role="group">
      {totals.states.map(({ type, count }) => (
        <StateBadge key={type} name={`${count.toLocaleString("en")} ${stateLabel(type).toLowerCase()}`} type={type} />
      ))}
    </Group>
  );
};
