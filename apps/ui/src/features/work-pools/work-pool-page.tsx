import { Button, Group } from "@mantine/core";
import type { WorkPool } from "@millrace/contract";
import { IconPencil, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { useChange } from "../../api/use-change.ts";
import { useCommands } from "../../commands/commands-context.tsx";
import { AppLink, LinkButton } from "../../components/app-link.tsx";
import { DeploymentQueryList } from "../../components/deployment-list/deployment-query-list.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FactStrip } from "../../components/fact-strip.tsx";
import { FlowRunList, type ListSearch } from "../../components/flow-run-list/flow-run-list.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { type PageTab, PageTabs } from "../../components/page-tabs.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { Outcomes } from "../../components/work-pool/outcomes.tsx";
import { Slots } from "../../components/work-pool/slots.tsx";
import { StatusBadge } from "../../components/work-pool/status-badge.tsx";
import { DetailsTab } from "./details-tab.tsx";

import { PoolMenu } from "./pool-actions.tsx";
import { LateRuns, QueueCount, WorkerCount } from "./pool-columns.tsx";
import { QueuesTab } from "./queues-tab.tsx";
import { SlotsTab } from "./slots-tab.tsx";
import { StartWorkerBanner } from "./start-worker-banner.tsx";
import { usePoolFigures } from "./use-work-pools.ts";
import { WorkersTab } from "./workers-tab.tsx";

const route = getRouteApi("/work-pools/work-pool/$name");

const PauseButton = ({ pool: { name, is_paused } }: { readonly pool: WorkPool }) => {
  const change = useChange({
    change: (api) => api.workPools.update({ name, body: { is_paused: !is_paused } }),
    touches: ["workPools", "workQueues", "uiOverview"],
    done: () => (is_paused ? `Resumed ${name}` : `Paused ${name}: its runs wait`),
    does: `Change ${name}`,
  });
  const { mutate } = change;
  useCommands(
    useMemo(
      () => [{ id: "pause-pool", label: `${is_paused ? "Resume" : "Pause"} ${name}`, run: () => mutate() }],
      [is_paused, name, mutate],
    ),
  );
  return (
    <Button
      variant="default"
      loading={change.isPending}
      leftSection={is_paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
      onClick={() => change.mutate()}
    >
      {is_paused ? "Resume" : "Pause"}
    </Button>
  );
};

const Facts = ({ pool }: { readonly pool: WorkPool }) => {
  const { data } = usePoolFigures([pool]);
  const figures = data?.get(pool.id);
  return (
    <FactStrip
      facts={[
        { label: "Slots", value: <Slots taken={figures?.active_slots ?? pool.active_slots} limit={pool.concurrency_limit} /> },
        { label: "Workers", value: <WorkerCount figures={figures} /> },
        { label: "Queues", value: <QueueCount figures={figures} /> },
        { label: "Late runs", value: <LateRuns figures={figures} /> },
        { label: "Last polled", value: <Instant at={figures?.last_polled} /> },
        {
          label: "Completed, 24 h",
          value:
            figures?.outcomes === undefined ? (
              "–"
            ) : (
              <Outcomes
                outcomes={figures.outcomes}
                share={figures.completed_share ?? null}
                before={figures.completed_share_before ?? null}
              />
            ),
        },
      ]}
    />
  );
};

const PoolTabs = ({ pool }: { readonly pool: WorkPool }) => {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/work-pools/work-pool/$name" });
  const onSearch = (changes: ListSearch): void => void navigate({ search: (before) => ({ ...before, ...changes }) });
  const work_pools = { id: { any_: [pool.id] } };
  const tabs: readonly PageTab[] = [
    {
      name: "runs",
      label: "Runs",
      render: () => (
        <FlowRunList
          name="pool-runs"
          label="Runs"
          filters={{ work_pools, flow_runs: { state: { type: { not_any_: ["SCHEDULED"] } } } }}
          search={search}
          onSearch={onSearch}
        />
      ),
    },
    {
      name: "upcoming",
      label: "Upcoming",
      render: () => (
        <FlowRunList
          name="pool-upcoming"
          label="Upcoming runs"
          kind="upcoming"
          filters={{ work_pools, flow_runs: { state: { type: { any_: ["SCHEDULED"] } } } }}
          search={search}
          onSearch={onSearch}
        />
      ),
    },
    { name: "queues", label: "Queues", render: () => <QueuesTab pool={pool} /> },
    { name: "workers", label: "Workers", render: () => <WorkersTab pool={pool} /> },
    { name: "slots", label: "Slots", render: () => <SlotsTab pool={pool} /> },
    {
      name: "deployments",
      label: "Deployments",
      render: () => (
        <DeploymentQueryList
          name="pool-deployments"
          filters={{ work_pools }}
          search={search}
          onSearch={onSearch}
          empty={<EmptyState title="No deployment sends its runs here" />}
        />
      ),
    },
    { name: "details", label: "Details", render: () => <DetailsTab pool={pool} /> },
  ];
  return <PageTabs label="Work pool" tabs={tabs} tab={search.tab} onTab={(tab) => void navigate({ search: { tab } })} />;
};

export const WorkPoolPage = () => {
  const { name } = route.useParams();
  const navigate = useNavigate();
  useLive("prefect.work-pool.", "prefect.work-queue.", "prefect.flow-run.");
  const query = useCall("workPools", "get", { name });
  return (
    <LoadedPage query={query} title={name} what="work pool">
      {(pool) => (
        <>
          <PageHeader
            title={pool.name}
            crumbs={[
              <AppLink key="pools" to="/work-pools" size="xs">
                Work pools
              </AppLink>,
            ]}
            badge={<StatusBadge status={pool.status} />}
            description={[pool.type, pool.description].filter((text) => text !== null && text !== "").join(" · ")}
            actions={
              <Group gap="xs">
                <PauseButton pool={pool} />
                <LinkButton
                  to="/work-pools/work-pool/$name/edit"
                  params={{ name }}
                  variant="default"
                  leftSection={<IconPencil size={15} />}
                >
                  Edit
                </LinkButton>
                <PoolMenu pool={pool} onDeleted={() => void navigate({ to: "/work-pools" })} />
              </Group>
            }
          />
          <Facts pool={pool} />
          <StartWorkerBanner pool={pool} />
          <PoolTabs pool={pool} />
        </>
      )}
    </LoadedPage>
  );
};
