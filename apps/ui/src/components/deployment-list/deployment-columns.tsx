import { Stack, Text } from "@mantine/core";
import type { Deployment } from "@millrace/contract";
import { AppLink } from "../app-link.tsx";
import type { Column } from "../data-table/column.ts";
import { ActivityBars } from "../recent-runs/activity-bars.tsx";
import { LastRun, NextRun } from "../recent-runs/last-and-next.tsx";
import { ScheduleListText } from "../schedule/schedule-list-text.tsx";
import { Tags } from "../tags.tsx";
import { formatDuration } from "../time/format-time.ts";
import { Instant } from "../time/instant.tsx";
import { StatusBadge } from "../work-pool/status-badge.tsx";
import { DeploymentMenu } from "./deployment-menu.tsx";
import { type DeploymentRow, healthDays } from "./use-deployment-rows.ts";

/** A paused deployment is neither ready nor not: nothing of it starts by itself. */
export const DeploymentStatusBadge = ({
  deployment: { paused, status },
}: {
  readonly deployment: Pick<Deployment, "paused" | "status">;
}) => <StatusBadge status={paused ? "PAUSED" : status} />;

const Named = ({ deployment: { id, name }, flow }: DeploymentRow) => (
  <Stack gap={0}>
    <AppLink to="/deployments/deployment/$id" params={{ id }} size="sm" fw={550} lineClamp={2} title={name}>
      {name}
    </AppLink>
    <Text size="xs" c="dimmed" component="span" lineClamp={2} title={flow}>
      {flow ?? "…"}
    </Text>
  </Stack>
);

const Failures = ({ health }: DeploymentRow) => {
  if (health === undefined || health.failure_rate === null) return <span>–</span>;
  const { failure_rate, failed, crashed, completed, duration_p50 } = health;
  const said = `${failed + crashed} of ${failed + crashed + completed} runs failed in ${healthDays} days${
    duration_p50 === null ? "" : `; half took no more than ${formatDuration(duration_p50)}`
  }`;
  return (
    <Text size="sm" component="span" title={said} {...(failure_rate > 0 ? { style: { color: "var(--state-failed-text)" } } : {})}>
      {Math.round(failure_rate * 100)} %
    </Text>
  );
};

/** The columns of a list of deployments. */
export const deploymentColumns = (onTag: ((tag: string) => void) | undefined): readonly Column<DeploymentRow>[] => [
  {
    id: "name",
    label: "Deployment",
    render: Named,
    onPhone: "title",
    sort: { ascending: "NAME_ASC", descending: "NAME_DESC" },
  },
  { id: "status", label: "Status", width: "105px", render: ({ deployment }) => <DeploymentStatusBadge deployment={deployment} /> },
  {
    id: "activity",
    label: "Activity",
    width: "135px",
    render: ({ deployment, recent }) => <ActivityBars name={deployment.name} runs={recent?.activity} />,
  },
  { id: "last", label: "Last run", width: "125px", render: ({ recent }) => <LastRun recent={recent} /> },
  { id: "next", label: "Next run", width: "105px", render: ({ recent }) => <NextRun recent={recent} /> },
  { id: "failures", label: `Failures, ${healthDays} d`, width: "95px", align: "right", render: Failures },
  { id: "schedules", label: "Schedules", render: ({ deployment }) => <ScheduleListText schedules={deployment.schedules} /> },
  {
    id: "tags",
    label: "Tags",
    render: ({ deployment: { tags } }) => <Tags tags={tags} most={2} {...(onTag === undefined ? {} : { onPick: onTag })} />,
  },
  {
    id: "flow",
    label: "Flow",
    isExtra: true,
    render: ({ deployment: { flow_id }, flow }) => (
      <AppLink to="/flows/flow/$id" params={{ id: flow_id }} size="sm">
        {flow ?? "…"}
      </AppLink>
    ),
  },
  { id: "pool", label: "Work pool", isExtra: true, render: ({ deployment }) => deployment.work_pool_name ?? "–" },
  { id: "queue", label: "Queue", isExtra: true, render: ({ deployment }) => deployment.work_queue_name ?? "–" },
  { id: "version", label: "Version", isExtra: true, render: ({ deployment }) => deployment.version ?? "–" },
  {
    id: "updated",
    label: "Updated",
    isExtra: true,
    sort: { descending: "UPDATED_DESC" },
    render: ({ deployment }) => <Instant at={deployment.updated} />,
  },
  {
    id: "created",
    label: "Created",
    isExtra: true,
    sort: { descending: "CREATED_DESC" },
    render: ({ deployment }) => <Instant at={deployment.created} />,
  },
  {
    id: "menu",
    label: "More",
    width: "50px",
    align: "right",
    onPhone: "corner",
    render: ({ deployment }) => <DeploymentMenu deployment={deployment} />,
  },
];
