import { Text, UnstyledButton } from "@mantine/core";
import type { FlowRun } from "@millrace/contract";
import { useState } from "react";
import { AppLink } from "../../components/app-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { formatDuration } from "../../components/time/format-time.ts";
import classes from "./compare.module.css";
import type { ComparedTask, TaskTime } from "./compare-tasks.ts";
import { ComparedTable } from "./compared-table.tsx";
import { letters } from "./letters.ts";

const Time = ({ time, run }: { readonly time: TaskTime | undefined; readonly run: FlowRun | undefined }) => {
  if (time === undefined || run === undefined) return <span className={classes.none}>not run</span>;
  const runs = time.count === 1 ? "" : ` in ${time.count.toLocaleString("en")} runs`;
  return (
    <AppLink to="/runs/flow-run/$id" params={{ id: run.id }} search={{ tab: "tasks", q: time.name }} size="sm">
      {formatDuration(time.total)}
      {runs}
      {time.failed > 0 && `, ${time.failed} failed`}
    </AppLink>
  );
};

const changeOf = ({ times, change }: ComparedTask): string => {
  const before = times[0]?.total;
  if (change === undefined || before === undefined) return "–";
  const where = times.length > 2 ? ` in ${letters[change.run]}` : "";
  if (Math.abs(change.seconds) < 0.001) return `none${where}`;
  const isSlower = change.seconds > 0;
  const share = before === 0 ? "" : ` (${isSlower ? "+" : "−"}${Math.abs((change.seconds / before) * 100).toFixed(0)} %)`;
  return `${isSlower ? "+" : ""}${formatDuration(change.seconds)}${share}${where}`;
};

interface Props {
  readonly runs: readonly FlowRun[];
  readonly tasks: readonly ComparedTask[];
  readonly isCut: boolean;
}

const few = 10;

/** How long each task took in each run, those first that became slower by most. */
export const TasksTable = ({ runs, tasks, isCut }: Props) => {
  const [isWhole, setWhole] = useState(false);
  if (tasks.length === 0)
    return <Panel title="Tasks">{<EmptyState title="No tasks">None of the runs has called a task.</EmptyState>}</Panel>;
  return (
    <Panel title="Tasks" flush>
      <ComparedTable
        label="Tasks"
        what="Task"
        runs={runs}
        more={["Change"]}
        rows={tasks.slice(0, isWhole ? tasks.length : few).map((task) => ({
          key: task.name,
          head: task.name,
          // biome-ignore lint/suspicious/noArrayIndexKey: runs never move.
          cells: [...task.times.map((time, index) => <Time key={index} time={time} run={runs[index]} />), changeOf(task)],
        }))}
      />
      {tasks.length > few && (
        <UnstyledButton className={classes.more} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Only those that became slower by most" : `${tasks.length - few} more tasks`}
        </UnstyledButton>
      )}
      {isCut && (
        <Text size="xs" c="dimmed" px="md" py={6}>
          This server does not sum tasks up: the first 200 task runs of each run were looked at.
        </Text>
      )}
    </Panel>
  );
};
