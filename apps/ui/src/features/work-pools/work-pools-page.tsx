import { Text } from "@mantine/core";
import { IconPlus, IconServer } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useLive } from "../../api/live-context.tsx";
import { LinkButton } from "../../components/app-link.tsx";
import { ClearButton } from "../../components/clear-button.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { type PoolRow, poolColumns } from "./pool-columns.tsx";
import { mostPools, usePoolFigures, useWorkPools } from "./use-work-pools.ts";

const route = getRouteApi("/work-pools");

const keyOf = ({ pool }: PoolRow): string => pool.id;
const nameOf = ({ pool }: PoolRow): string => pool.name;

const CreateButton = () => (
  <LinkButton to="/work-pools/create" leftSection={<IconPlus size={15} />}>
    Create a work pool
  </LinkButton>
);

const matches = ({ pool: { name, type, description } }: PoolRow, query: string): boolean =>
  [name, type, description ?? ""].some((text) => text.toLowerCase().includes(query));

/** Every work pool at once, searched here: there are few. */
export const WorkPoolsPage = () => {
  useLive("prefect.work-pool.", "prefect.work-queue.", "prefect.flow-run.");
  const { q = "" } = route.useSearch();
  const navigate = useNavigate({ from: "/work-pools" });
  const { data: pools, error, refetch } = useWorkPools();
  const { data: figures } = usePoolFigures(pools);
  const rows = useMemo(() => {
    const all = pools?.map((pool): PoolRow => ({ pool, figures: figures?.get(pool.id) }));
    return all?.filter((row) => matches(row, q.trim().toLowerCase()));
  }, [pools, figures, q]);
  const isEmpty = pools?.length === 0;
  const empty = isEmpty ? (
    <EmptyState icon={IconServer} title="No work pools yet" action={<CreateButton />}>
      A work pool says on what kind of infrastructure runs are carried out. Deployments send their runs to it, workers take them from it.
    </EmptyState>
  ) : (
    <EmptyState title="No work pool matches" action={<ClearButton onClear={() => void navigate({ search: {} })} />}>
      Names, types and descriptions are searched.
    </EmptyState>
  );
  return (
    <>
      <PageHeader title="Work pools" actions={<CreateButton />} />
      <PageBody>
        <DataTable
          name="work-pools"
          label="Work pools"
          columns={poolColumns}
          rows={rows}
          keyOf={keyOf}
          nameOf={nameOf}
          error={error}
          onRetry={() => void refetch()}
          onOpen={({ pool }) => void navigate({ to: "/work-pools/work-pool/$name", params: { name: pool.name } })}
          empty={empty}
          toolbar={
            <SearchBox
              label="Search work pools"
              value={q}
              onChange={(value) => void navigate({ search: { q: value || undefined }, replace: true })}
            />
          }
        />
        {pools?.length === mostPools && (
          <Text size="sm" c="dimmed">
            The first {mostPools} work pools are shown.
          </Text>
        )}
      </PageBody>
    </>
  );
};
