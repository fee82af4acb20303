import { Button, Group } from "@mantine/core";
import type { WorkQueue } from "@millrace/contract";
import { IconPencil, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { useChange } from "../../api/use-change.ts";
import { LinkButton } from "../../components/app-link.tsx";
import { FactStrip } from "../../components/fact-strip.tsx";
import { FlowRunList, type ListSearch } from "../../components/flow-run-list/flow-run-list.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { type PageTab, PageTabs } from "../../components/page-tabs.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { Slots } from "../../components/work-pool/slots.tsx";
import { StatusBadge } from "../../components/work-pool/status-badge.tsx";
import { poolCrumbs } from "./pool-crumbs.tsx";
import { QueueMenu } from "./queue-columns.tsx";
import { SlotHolders } from "./slot-holders.tsx";

const route = getRouteApi("/work-pools/work-pool/$name/queue/$queue");

interface Props {
  readonly queue: WorkQueue;
  readonly pool: string;
}

const Actions = ({ queue, pool }: Props) => {
  const { name, is_paused } = queue;
  const navigate = useNavigate();
  const { data } = useCall("workPools", "get", { name: pool });
  const change = useChange({
    change: (api) => api.workQueues.updateInPool({ work_pool_name: pool, name, body: { is_paused: !is_paused } }),
    touches: ["workPools", "workQueues", "uiOverview"],
    done: () => (is_paused ? `Resumed ${name}` : `Paused ${name}: its runs wait`),
    does: `Change ${name}`,
  });
  return (
    <Group gap="xs">
      <Button
        variant="default"
        loading={change.isPending}
        leftSection={is_paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
        onClick={() => change.mutate()}
      >
        {is_paused ? "Resume" : "Pause"}
      </Button>
      <LinkButton
        to="/work-pools/work-pool/$name/queue/$queue/edit"
        params={{ name: pool, queue: name }}
        variant="default"
        leftSection={<IconPencil size={15} />}
      >
        Edit
      </LinkButton>
      <QueueMenu
        queue={queue}
        pool={pool}
        isDefault={data?.default_queue_id === queue.id}
        onDeleted={() => void navigate({ to: "/work-pools/work-pool/$name", params: { name: pool }, search: { tab: "queues" } })}
      />
    </Group>
  );
};

const QueueSlots = ({ queue }: { readonly queue: WorkQueue }) => {
  const { data, error, refetch } = useCall("workQueues", "getConcurrency", { id: queue.id, body: { limit: 200 } });
  return <SlotHolders runs={data?.flow_runs} error={error} onRetry={() => void refetch()} />;
};

const QueueTabs = ({ queue, pool }: Props) => {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/work-pools/work-pool/$name/queue/$queue" });
  const onSearch = (changes: ListSearch): void => void navigate({ search: (before) => ({ ...before, ...changes }) });
  const of = { work_pools: { name: { any_: [pool] } }, work_pool_queues: { id: { any_: [queue.id] } } };
  const tabs: readonly PageTab[] = [
    {
      name: "upcoming",
      label: "Upcoming",
      render: () => (
        <FlowRunList
          name="queue-upcoming"
          label="Upcoming runs"
          kind="upcoming"
          filters={{ ...of, flow_runs: { state: { type: { any_: ["SCHEDULED"] } } } }}
          search={search}
          onSearch={onSearch}
        />
      ),
    },
    {
      name: "runs",
      label: "Runs",
      render: () => (
        <FlowRunList
          name="queue-runs"
          label="Runs"
          filters={{ ...of, flow_runs: { state: { type: { not_any_: ["SCHEDULED"] } } } }}
          search={search}
          onSearch={onSearch}
        />
      ),
    },
    { name: "slots", label: "Slots", render: () => <QueueSlots queue={queue} /> },
  ];
  return <PageTabs label="Work queue" tabs={tabs} tab={search.tab} onTab={(tab) => void navigate({ search: { tab } })} />;
};

export const WorkQueuePage = () => {
  const { name: pool, queue: name } = route.useParams();
  useLive("prefect.work-queue.", "prefect.work-pool.", "prefect.flow-run.");
  const query = useCall("workQueues", "getInPool", { work_pool_name: pool, name });
  return (
    <LoadedPage query={query} title={name} what="work queue">
      {(queue) => (
        <>
          <PageHeader
            title={queue.name}
            crumbs={poolCrumbs(pool)}
            badge={<StatusBadge status={queue.status} />}
            description={queue.description === "" ? null : queue.description}
            actions={<Actions queue={queue} pool={pool} />}
          />
          <FactStrip
            facts={[
              { label: "Priority", value: queue.priority },
              { label: "Slots", value: <Slots taken={queue.active_slots} limit={queue.concurrency_limit} /> },
              { label: "Last polled", value: <Instant at={queue.last_polled} /> },
              { label: "Created", value: <Instant at={queue.created} /> },
            ]}
          />
          <QueueTabs queue={queue} pool={pool} />
        </>
      )}
    </LoadedPage>
  );
};
