import { Stack, Text } from "@mantine/core";
import type { FlowRun } from "@millrace/contract";
import { AppLink } from "../app-link.tsx";
import type { Column } from "../data-table/column.ts";
import { StateBadge } from "../state-badge.tsx";
import { Tags } from "../tags.tsx";
import { Duration } from "../time/duration.tsx";
import { Instant } from "../time/instant.tsx";
import type { RunNames } from "./run-names.ts";

/** How long a run has run; of one that runs it grows. */
export const RunDuration = ({ run }: { readonly run: FlowRun }) => {
  if (run.state_type === "RUNNING" && run.state !== null) return <Duration since={run.state.timestamp} seconds={run.total_run_time} />;
  return <Duration seconds={run.start_time === null ? null : run.total_run_time} />;
};

const FlowAndName = ({ run, names }: { readonly run: FlowRun; readonly names: RunNames }) => (
  <Stack gap={0}>
    <AppLink to="/runs/flow-run/$id" params={{ id: run.id }} size="sm" fw={550}>
      {run.name}
    </AppLink>
    <Text size="xs" c="dimmed" component="span">
      {names.flows.get(run.flow_id) ?? "…"}
    </Text>
  </Stack>
);

const DeploymentLink = ({ id, names }: { readonly id: string | null; readonly names: RunNames }) =>
  id === null ? (
    <span>–</span>
  ) : (
    <AppLink to="/deployments/deployment/$id" params={{ id }} size="sm">
      {names.deployments.get(id) ?? "…"}
    </AppLink>
  );

/** The columns of a short list of flow runs. `upcoming` ones have a time to start rather than one they started at. */
export const runColumns = (names: RunNames, kind: "past" | "upcoming"): readonly Column<FlowRun>[] => [
  {
    id: "run",
    label: "Run",
    render: (run) => <FlowAndName run={run} names={names} />,
    sort: { ascending: "NAME_ASC", descending: "NAME_DESC" },
    onPhone: "title",
  },
  { id: "state", label: "State", width: "150px", render: (run) => <StateBadge type={run.state_type} name={run.state_name} /> },
  { id: "deployment", label: "Deployment", render: ({ deployment_id }) => <DeploymentLink id={deployment_id} names={names} /> },
  { id: "queue", label: "Queue", render: ({ work_queue_name }) => work_queue_name ?? "–", isExtra: true },
  { id: "tags", label: "Tags", render: ({ tags }) => <Tags tags={tags} most={2} />, isExtra: kind === "upcoming" },
  kind === "upcoming"
    ? {
        id: "due",
        label: "Starts",
        width: "140px",
        render: (run) => <Instant at={run.next_scheduled_start_time ?? run.expected_start_time} />,
      }
    : {
        id: "started",
        label: "Started",
        width: "140px",
        render: (run) => <Instant at={run.start_time ?? run.expected_start_time} />,
        sort: { ascending: "START_TIME_ASC", descending: "START_TIME_DESC" },
      },
  ...(kind === "upcoming"
    ? []
    : [
        { id: "duration", label: "Duration", width: "100px", align: "right" as const, render: (run: FlowRun) => <RunDuration run={run} /> },
      ]),
];
