import { Group, SegmentedControl, Text } from "@mantine/core";
import { IconServerBolt } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useLive } from "../../api/live-context.tsx";
import { AppLink } from "../../components/app-link.tsx";
import { ClearButton } from "../../components/clear-button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { WorkerTable } from "../../components/worker-table/worker-table.tsx";
import { useAllWorkers } from "./use-all-workers.ts";

const route = getRouteApi("/workers");

const statuses = [
  { label: "All", value: "all" },
  { label: "Online", value: "ONLINE" },
  { label: "Offline", value: "OFFLINE" },
];

const Filters = () => {
  const { q = "", status } = route.useSearch();
  const navigate = useNavigate({ from: "/workers" });
  return (
    <Group gap="xs">
      <SearchBox
        label="Search workers"
        value={q}
        onChange={(value) => {
          const typed = value || undefined;
          void navigate({ search: (before) => ({ ...before, q: typed }), replace: true });
        }}
      />
      <SegmentedControl
        size="xs"
        aria-label="Status"
        data={statuses}
        value={status ?? "all"}
        onChange={(next) => {
          const chosen = next === "ONLINE" || next === "OFFLINE" ? next : undefined;
          void navigate({ search: (before) => ({ ...before, status: chosen }) });
        }}
      />
    </Group>
  );
};

/** The workers of all pools. */
export const WorkersPage = () => {
  useLive("prefect.work-pool.");
  const { q = "", status } = route.useSearch();
  const navigate = useNavigate({ from: "/workers" });
  const { data, error, refetch } = useAllWorkers();
  const workers = useMemo(() => {
    const query = q.trim().toLowerCase();
    return data?.workers.filter(
      (worker) =>
        (status === undefined || worker.status === status) &&
        [worker.name, worker.work_pool_name].some((text) => text.toLowerCase().includes(query)),
    );
  }, [data, q, status]);
  const empty =
    data?.workers.length === 0 ? (
      <EmptyState icon={IconServerBolt} title="No workers yet" action={<AppLink to="/work-pools">Work pools</AppLink>}>
        A worker takes runs from a work pool and carries them out. The page of each pool shows the command that starts one.
      </EmptyState>
    ) : (
      <EmptyState title="No worker matches" action={<ClearButton onClear={() => void navigate({ search: {} })} />} />
    );
  return (
    <>
      <PageHeader title="Workers" />
      <PageBody>
        <WorkerTable workers={workers} showsPool error={error} onAgain={() => void refetch()} empty={empty} toolbar={<Filters />} />
        {data?.isTruncated === true && (
          <Text size="sm" c="dimmed">
            There are more workers than these: the pages of work pools show all of theirs.
          </Text>
        )}
      </PageBody>
    </>
  );
};
