import { Text } from "@mantine/core";
import type { TaskRunSummary } from "@millrace/contract";
import { AppLink } from "../components/app-link.tsx";
import type { Column } from "../components/data-table/column.ts";
import { Filterable } from "../components/filterable.tsx";
import { StateBadge } from "../components/state-badge.tsx";
import { Tags } from "../components/tags.tsx";
import { Duration } from "../components/time/duration.tsx";
import { Instant } from "../components/time/instant.tsx";

export interface TaskRunContext {
  /** Names of flow runs by id; undefined where all are of the same run. */
  readonly runs?: ReadonlyMap<string, string>;
  /** Filters the list by a value, where it can be. */
  readonly onPick?: (field: string, value: string) => void;
  /** Filters it by a tag, where it can be by that alone. */
  readonly onTag?: (tag: string) => void;
  /** The server orders by durations. */
  readonly knowsDurations?: boolean;
}

const Length = ({ run: { state, start_time, total_run_time } }: { readonly run: TaskRunSummary }) =>
  state?.type === "RUNNING" ? (
    <Duration since={state.timestamp} seconds={total_run_time} />
  ) : (
    <Duration seconds={start_time === null ? null : total_run_time} />
  );

const flowRun = ({ runs, onPick }: TaskRunContext): Column<TaskRunSummary> => ({
  id: "run",
  label: "Flow run",
  render: ({ flow_run_id: id }) =>
    id === null ? (
      "–"
    ) : (
      <Filterable field="run" value={runs?.get(id)} onPick={onPick}>
        <AppLink to="/runs/flow-run/$id" params={{ id }} size="sm" truncate maw={260} title={runs?.get(id)}>
          {runs?.get(id) ?? "…"}
        </AppLink>
      </Filterable>
    ),
});

/** The columns of task runs: of one flow run, or of many where their names are given. */
export const taskRunColumns = (context: TaskRunContext): readonly Column<TaskRunSummary>[] => {
  const { runs, knowsDurations = false, onPick, onTag = onPick && ((tag: string) => onPick("tag", tag)) } = context;
  return [
    {
      id: "name",
      label: "Task run",
      onPhone: "title",
      sort: { ascending: "NAME_ASC", descending: "NAME_DESC" },
      render: ({ id, name }) => (
        <AppLink to="/runs/task-run/$id" params={{ id }} size="sm" fw={550} lineClamp={2} title={name}>
          {name}
        </AppLink>
      ),
    },
    {
      id: "state",
      label: "State",
      width: "150px",
      render: ({ state }) => (
        <Filterable field="state" value={state?.name} onPick={onPick}>
          <StateBadge type={state?.type} name={state?.name} />
        </Filterable>
      ),
    },
    ...(runs === undefined ? [] : [flowRun(context)]),
    {
      id: "started",
      label: "Started",
      width: "130px",
      sort: { ascending: "EXPECTED_START_TIME_ASC", descending: "EXPECTED_START_TIME_DESC" },
      render: ({ start_time }) => <Instant at={start_time} />,
    },
    {
      id: "ended",
      label: "Ended",
      width: "130px",
      isExtra: true,
      sort: { descending: "END_TIME_DESC" },
      render: ({ end_time }) => <Instant at={end_time} />,
    },
    {
      id: "duration",
      label: "Duration",
      width: "90px",
      align: "right",
      ...(knowsDurations && { sort: { ascending: "DURATION_ASC", descending: "DURATION_DESC" } }),
      render: (run) => <Length run={run} />,
    },
    {
      id: "message",
      label: "Message",
      isExtra: runs !== undefined,
      render: ({ state }) =>
        state?.message ? (
          <Text size="xs" c="dimmed" component="span" lineClamp={2} maw={360}>
            {state.message.split("\n", 1)[0]}
          </Text>
        ) : null,
    },
    {
      id: "tags",
      label: "Tags",
      isExtra: runs === undefined,
      render: ({ tags }) => <Tags tags={tags} most={2} {...(onTag && { onPick: onTag })} />,
    },
  ];
};
