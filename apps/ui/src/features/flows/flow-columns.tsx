import type { Flow } from "@millrace/contract";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { ActivityBars } from "../../components/recent-runs/activity-bars.tsx";
import { LastRun, NextRun } from "../../components/recent-runs/last-and-next.tsx";
import { Tags } from "../../components/tags.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { FlowMenu } from "./flow-menu.tsx";
import type { FlowSummaryData } from "./use-flow-summaries.ts";

export interface FlowRow {
  readonly flow: Flow;
  readonly summary: FlowSummaryData | undefined;
}

const DeploymentCount = ({ flow: { id, name }, summary }: FlowRow) => {
  if (summary === undefined || summary.deployments === 0) return <span>–</span>;
  return (
    <AppLink
      to="/flows/flow/$id"
      params={{ id }}
      search={{ tab: "deployments" }}
      size="sm"
      aria-label={`${summary.deployments} deployments of ${name}`}
    >
      {summary.deployments}
    </AppLink>
  );
};

export const flowColumns = (onTag: (tag: string) => void): readonly Column<FlowRow>[] => [
  {
    id: "name",
    label: "Flow",
    onPhone: "title",
    sort: { ascending: "NAME_ASC", descending: "NAME_DESC" },
    render: ({ flow: { id, name } }) => (
      <AppLink to="/flows/flow/$id" params={{ id }} size="sm" fw={550} lineClamp={2} title={name}>
        {name}
      </AppLink>
    ),
  },
  {
    id: "activity",
    label: "Activity",
    width: "140px",
    render: ({ flow, summary }) => <ActivityBars name={flow.name} runs={summary?.activity} />,
  },
  { id: "last", label: "Last run", width: "135px", render: ({ summary }) => <LastRun recent={summary} /> },
  { id: "next", label: "Next run", width: "115px", render: ({ summary }) => <NextRun recent={summary} /> },
  { id: "deployments", label: "Deployments", width: "110px", align: "right", render: DeploymentCount },
  { id: "tags", label: "Tags", render: ({ flow: { tags } }) => <Tags tags={tags} onPick={onTag} /> },
  {
    id: "created",
    label: "Created",
    width: "120px",
    sort: { descending: "CREATED_DESC" },
    render: ({ flow: { created } }) => <Instant at={created} />,
  },
  {
    id: "updated",
    label: "Updated",
    width: "120px",
    isExtra: true,
    sort: { descending: "UPDATED_DESC" },
    render: ({ flow: { updated } }) => <Instant at={updated} />,
  },
  { id: "menu", label: "More", width: "50px", align: "right", onPhone: "corner", render: ({ flow }) => <FlowMenu flow={flow} /> },
];
