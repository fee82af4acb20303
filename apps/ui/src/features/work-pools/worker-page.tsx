import type { Worker } from "@millrace/contract";
import { getRouteApi } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { KeyValues } from "../../components/key-values.tsx";
import { LoadedPage } from "../../components/loaded-page.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { Panel } from "../../components/panel.tsx";
import { formatDuration } from "../../components/time/format-time.ts";
import { Instant } from "../../components/time/instant.tsx";
import { StatusBadge } from "../../components/work-pool/status-badge.tsx";
import { useDueAgain } from "../../components/worker-table/use-due-again.ts";
import { HeartbeatAge, nextOffline } from "../../components/worker-table/worker-table.tsx";
import { poolCrumbs } from "./pool-crumbs.tsx";

const route = getRouteApi("/work-pools/work-pool/$name/worker/$worker");

const Facts = ({ worker, pool: name }: { readonly worker: Worker; readonly pool: string }) => (
  <Panel title="Details">
    <KeyValues
      entries={[
        {
          label: "Work pool",
          value: (
            <AppLink to="/work-pools/work-pool/$name" params={{ name }} size="sm">
              {name}
            </AppLink>
          ),
        },
        { label: "Last heard of", value: <HeartbeatAge worker={worker} /> },
        {
          label: "Heartbeat",
          value: worker.heartbeat_interval_seconds === null ? null : `every ${formatDuration(worker.heartbeat_interval_seconds)}`,
        },
        { label: "First seen", value: <Instant at={worker.created} as="absolute" /> },
        {
          label: "Id",
          value: (
            <>
              {worker.id} <CopyButton text={worker.id} label="Copy the id" />
            </>
          ),
        },
      ]}
    />
  </Panel>
);

/** A worker of a pool by its id, as clients print it, or its name. */
export const WorkerPage = () => {
  const { name, worker: asked } = route.useParams();
  useLive("prefect.work-pool.");
  const query = useCall("workers", "list", { work_pool_name: name, body: { limit: 200 } });
  const found = query.data?.find(({ id, name: own }) => id === asked || own === asked);
  useDueAgain(nextOffline(found === undefined ? [] : [found]), () => void query.refetch());
  return (
    <LoadedPage query={query} title="Worker" what="work pool">
      {() => (
        <>
          <PageHeader title={found?.name ?? "Worker"} crumbs={poolCrumbs(name)} badge={found && <StatusBadge status={found.status} />} />
          <PageBody>
            {found === undefined ? (
              <EmptyState title="There is no such worker in this pool">
                Workers are forgotten when somebody deletes them, or when they have been away for long.
              </EmptyState>
            ) : (
              <Facts worker={found} pool={name} />
            )}
          </PageBody>
        </>
      )}
    </LoadedPage>
  );
};
