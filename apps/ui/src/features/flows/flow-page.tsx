import type { Flow } from "@millrace/contract";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { DeploymentQueryList } from "../../components/deployment-list/deployment-query-list.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FactStrip } from "../../components/fact-strip.tsx";
import { FlowRunList, type ListSearch } from "../../components/flow-run-list/flow-run-list.tsx";
import layout from "../../components/layout.module.css";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { type PageTab, PageTabs } from "../../components/page-tabs.tsx";
import { ActivityBars } from "../../components/recent-runs/activity-bars.tsx";
import { LastRun, NextRun } from "../../components/recent-runs/last-and-next.tsx";
import { RunTrend } from "../../components/run-trend/run-trend.tsx";
import { TaskRunTrend } from "../../components/run-trend/task-run-trend.tsx";
import { Tags } from "../../components/tags.tsx";
import { printTimeRange, readTimeRange } from "../../components/time/time-range.ts";
import { FlowDetails } from "./flow-details.tsx";
import { FlowMenu } from "./flow-menu.tsx";
import { useFlowSummaries } from "./use-flow-summaries.ts";

const route = getRouteApi("/flows/flow/$id");

const Facts = ({ flow }: { readonly flow: Flow }) => {
  const summary = useFlowSummaries([flow])?.get(flow.id);
  return (
    <FactStrip
      facts={[
        { label: "Activity", value: <ActivityBars name={flow.name} runs={summary?.activity} /> },
        { label: "Last run", value: <LastRun recent={summary} /> },
        { label: "Next run", value: <NextRun recent={summary} /> },
        { label: "Deployments", value: summary?.deployments ?? "–" },
        { label: "Tags", value: flow.tags.length === 0 ? "–" : <Tags tags={flow.tags} /> },
      ]}
    />
  );
};

/** Runs that wait for their time have a tab of their own. */
const begun = { state: { type: { not_any_: ["SCHEDULED" as const] } } };
const upcoming = { state: { type: { any_: ["SCHEDULED" as const] } } };

const FlowTabs = ({ flow }: { readonly flow: Flow }) => {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/flows/flow/$id" });
  const onSearch = (changes: ListSearch): void => void navigate({ search: (before) => ({ ...before, ...changes }) });
  const flows = { id: { any_: [flow.id] } };
  const list = { search, onSearch };
  const tabs: readonly PageTab[] = [
    {
      name: "runs",
      label: "Runs",
      render: () => <FlowRunList name="flow-of-runs" label="Runs" filters={{ flows, flow_runs: begun }} {...list} />,
    },
    {
      name: "upcoming",
      label: "Upcoming",
      render: () => (
        <FlowRunList name="flow-upcoming" label="Upcoming runs" kind="upcoming" filters={{ flows, flow_runs: upcoming }} {...list} />
      ),
    },
    {
      name: "deployments",
      label: "Deployments",
      render: () => (
        <DeploymentQueryList
          name="flow-deployments"
          filters={{ flows }}
          empty={<EmptyState title="No deployments of this flow" />}
          {...list}
        />
      ),
    },
    {
      name: "trend",
      label: "Trend",
      render: () => (
        <div className={layout.stack}>
          <RunTrend
            scope={{ flows }}
            range={readTimeRange(search, "7d")}
            onRange={(range) => void navigate({ search: (before) => ({ ...before, ...printTimeRange(range) }) })}
          />
          <TaskRunTrend scope={{ flows }} range={readTimeRange(search, "7d")} />
        </div>
      ),
    },
    { name: "details", label: "Details", render: () => <FlowDetails flow={flow} /> },
  ];
  return <PageTabs label="Flow" tabs={tabs} tab={search.tab} onTab={(tab) => void navigate({ search: { tab } })} />;
};

export const FlowPage = () => {
  const { id } = route.useParams();
  const navigate = useNavigate();
  useLive("prefect.flow-run.", `prefect.flow.${id}`, "prefect.deployment.");
  const query = useCall("flows", "get", { id });
  const crumb = (
    <AppLink key="flows" to="/flows" size="xs">
      Flows
    </AppLink>
  );
  return (
    <LoadedPage query={query} title="Flow" what="flow" action={<LinkButton to="/flows">All flows</LinkButton>}>
      {(flow) => (
        <>
          <PageHeader
            title={flow.name}
            crumbs={[crumb]}
            actions={
              <>
                <LinkButton to="/deployments/create" search={{ flow: flow.name }} variant="default" leftSection={<IconPlus size={15} />}>
                  Create a deployment
                </LinkButton>
                <FlowMenu flow={flow} onDeleted={() => void navigate({ to: "/flows" })} />
              </>
            }
          />
          <Facts flow={flow} />
          <FlowTabs flow={flow} />
        </>
      )}
    </LoadedPage>
  );
};
