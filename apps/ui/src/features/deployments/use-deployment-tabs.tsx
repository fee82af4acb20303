import type { Deployment } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { EmptyState } from "../../components/empty-state.tsx";
import { FlowRunList, type ListSearch } from "../../components/flow-run-list/flow-run-list.tsx";
import { Markdown } from "../../components/markdown.tsx";
import type { PageTab } from "../../components/page-tabs.tsx";
import { Panel } from "../../components/panel.tsx";
import { SchedulesTab } from "../../schedules/schedules-tab.tsx";
import { ConfigurationTab } from "./configuration-tab.tsx";
import { ParametersTab } from "./parameters-tab.tsx";
import { SummaryTab } from "./summary-tab.tsx";
import { TriggersTab } from "./triggers-tab.tsx";

const route = getRouteApi("/deployments/deployment/$id");

const begun = { state: { type: { not_any_: ["SCHEDULED" as const] } } };
const upcoming = { state: { type: { any_: ["SCHEDULED" as const] } } };

const DescriptionTab = ({ deployment: { description } }: { readonly deployment: Deployment }) => (
  <Panel title="Description">
    {description === null || description === "" ? (
      <EmptyState title="No description">The flow's own words on what it does show up here, or those given when editing.</EmptyState>
    ) : (
      <Markdown text={description} />
    )}
  </Panel>
);

/** The parts of a deployment's page. */
export const useDeploymentTabs = (deployment: Deployment): readonly PageTab[] => {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/deployments/deployment/$id" });
  const onSearch = (changes: ListSearch): void => void navigate({ search: (before) => ({ ...before, ...changes }) });
  const deployments = { id: { any_: [deployment.id] } };
  const list = { search, onSearch };
  return [
    { name: "summary", label: "Summary", render: () => <SummaryTab deployment={deployment} /> },
    {
      name: "runs",
      label: "Runs",
      render: () => <FlowRunList name="deployment-runs" label="Runs" filters={{ deployments, flow_runs: begun }} {...list} />,
    },
    {
      name: "upcoming",
      label: "Upcoming",
      render: () => (
        <FlowRunList
          name="deployment-upcoming"
          label="Upcoming runs"
          kind="upcoming"
          filters={{ deployments, flow_runs: upcoming }}
          {...list}
        />
      ),
    },
    {
      name: "schedules",
      label: "Schedules",
      count: deployment.schedules.length,
      render: () => (
        <SchedulesTab
          deployment={deployment}
          week={search.week ?? 0}
          onWeek={(week) => void navigate({ search: (before) => ({ ...before, week: week === 0 ? undefined : week }) })}
        />
      ),
    },
    { name: "parameters", label: "Parameters", render: () => <ParametersTab deployment={deployment} /> },
    { name: "configuration", label: "Configuration", render: () => <ConfigurationTab deployment={deployment} /> },
    { name: "description", label: "Description", render: () => <DescriptionTab deployment={deployment} /> },
    { name: "triggers", label: "Triggers", render: () => <TriggersTab deployment={deployment} /> },
  ];
};
