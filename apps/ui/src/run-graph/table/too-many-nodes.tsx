import { Alert, Code, Stack } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { useState } from "react";
import type { ReplyOf } from "../../api/use-call.ts";
import { useCall } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Duration } from "../../components/time/duration.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { TaskSums } from "./task-sums.tsx";

interface Props {
  readonly flowRunId: string;
  /** The server's own words. */
  readonly reason: string;
}

/** For runs with more inside than a server draws: all of it, page by page, and summed up by task. */
export const TooManyNodes = ({ flowRunId, reason }: Props) => (
  <Stack gap="md">
    <Alert icon={<IconStack2 size={18} />} title="Too much ran inside to draw it" variant="light">
      {reason} Below are all task runs, summed up and page by page. Whoever runs the server can raise its limit with the setting{" "}
      <Code>PREFECT_SERVER_FLOW_RUN_GRAPH_MAX_NODES</Code>.
    </Alert>
    <TaskSums flowRunId={flowRunId} />
    <Panel flush title="Task runs">
      <AllTaskRuns flowRunId={flowRunId} />
    </Panel>
  </Stack>
);

type Summary = ReplyOf<"taskRuns", "paginate">["results"][number];

const columns: readonly Column<Summary>[] = [
  {
    id: "name",
    label: "Name",
    onPhone: "title",
    render: ({ id, name }) => (
      <AppLink params={{ id }} to="/runs/task-run/$id">
        {name}
      </AppLink>
    ),
  },
  { id: "state", label: "State", width: "150px", render: ({ state }) => <StateBadge name={state?.name} type={state?.type} /> },
  { id: "start", label: "Began", width: "150px", render: ({ start_time }) => <Instant at={start_time} /> },
  { id: "time", label: "Ran", width: "110px", align: "right", render: ({ total_run_time }) => <Duration seconds={total_run_time} /> },
];

const AllTaskRuns = ({ flowRunId }: Pick<Props, "flowRunId">) => {
  const [page, setPage] = useState(1);
  const [limit, setLimit] = useState(50);
  const body = { flow_runs: { id: { any_: [flowRunId] } }, sort: "EXPECTED_START_TIME_ASC" as const, page, limit };
  const { data, error, refetch } = useCall("taskRuns", "paginate", { body }, { keepPrevious: true });
  return (
    <DataTable
      columns={columns}
      empty={<EmptyState title="No task runs" />}
      error={error}
      keyOf={({ id }) => id}
      label="Task runs"
      name="graph-task-runs"
      nameOf={({ name }) => name}
      onRetry={() => void refetch()}
      rows={data?.results}
      {...(data === undefined ? {} : { paging: { page, pages: data.pages, count: data.count, limit, onPage: setPage, onLimit: setLimit } })}
    />
  );
};
