import { Group, SegmentedControl, Select, Text } from "@mantine/core";
import type { ArtifactCollection } from "@millrace/contract";
import { IconPackage } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { useCall } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import { ArtifactCard } from "../../components/artifacts/artifact-card.tsx";
import { ArtifactIcon, artifactTypes } from "../../components/artifacts/artifact-looks.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageBody } from "../../components/page-body.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { usePreferences } from "../../preferences/preferences-context.tsx";

const route = getRouteApi("/artifacts");

const columns: readonly Column<ArtifactCollection>[] = [
  {
    id: "key",
    label: "Key",
    onPhone: "title",
    sort: { ascending: "KEY_ASC", descending: "KEY_DESC" },
    render: ({ key, type }) => (
      <Group gap={8} wrap="nowrap">
        <ArtifactIcon type={type} />
        <AppLink to="/artifacts/key/$key" params={{ key }}>
          {key}
        </AppLink>
      </Group>
    ),
  },
  { id: "type", label: "Kind", width: "120px", render: ({ type }) => type ?? "–" },
  {
    id: "description",
    label: "Description",
    render: ({ description }) =>
      description === null ? null : (
        <Text size="sm" lineClamp={1}>
          {description}
        </Text>
      ),
  },
  {
    id: "updated",
    label: "Updated",
    width: "160px",
    sort: { descending: "UPDATED_DESC" },
    render: ({ updated }) => <Instant at={updated} />,
  },
];

const Card = ({ artifact }: { readonly artifact: ArtifactCollection }) => (
  <ArtifactCard
    artifact={artifact}
    link={
      <AppLink to="/artifacts/key/$key" params={{ key: artifact.key }} size="sm" fw={550}>
        {artifact.key}
      </AppLink>
    }
  />
);

const sorts = ["KEY_ASC", "KEY_DESC", "UPDATED_DESC"] as const;

/** The last artifact of each key; results, which flows keep for themselves, only when they are asked for. */
const useArtifacts = () => {
  const [{ rows }] = usePreferences();
  const { q = "", type, sort, page = 1, limit = rows, view = "list" } = route.useSearch();
  const artifacts = {
    ...(q === "" ? {} : { key: { like_: q } }),
    type: type === undefined ? { not_any_: ["result"] } : { any_: [type] },
  };
  const order = sorts.find((each) => each === sort) ?? "UPDATED_DESC";
  const list = useCall(
    "artifacts",
    "listLatest",
    { body: { artifacts, sort: order, limit, offset: (page - 1) * limit } },
    { keepPrevious: true },
  );
  const count = useCall("artifacts", "countLatest", { body: { artifacts } }, { keepPrevious: true });
  return { list, count: count.data ?? 0, order, page, limit, q, type, view };
};

export const ArtifactsPage = () => {
  useLive("prefect.artifact.");
  const { list, count, order, page, limit, q, type, view } = useArtifacts();
  const navigate = route.useNavigate();
  const change = (changes: object, replace = false): void =>
    void navigate({ search: (old) => ({ ...old, page: undefined, ...changes }), replace });
  const isFiltered = q !== "" || type !== undefined;
  return (
    <>
      <PageHeader title="Artifacts" />
      <PageBody>
        <DataTable
          name="artifacts"
          label="Artifacts"
          columns={columns}
          rows={list.data}
          keyOf={({ latest_id }) => latest_id}
          nameOf={({ key }) => key}
          error={list.error}
          onRetry={() => void list.refetch()}
          onOpen={({ key }) => void navigate({ to: "/artifacts/key/$key", params: { key } })}
          {...(view === "grid" ? { card: (artifact: ArtifactCollection) => <Card artifact={artifact} /> } : {})}
          identity={JSON.stringify([q, type, order, page, limit])}
          empty={
            isFiltered ? (
              <EmptyState title="No artifact matches">Keys are searched, in any case.</EmptyState>
            ) : (
              <EmptyState icon={IconPackage} title="No artifacts yet">
                Tables, markdown, links, images and progress that runs make for people to look at appear here, under their keys.
              </EmptyState>
            )
          }
          sorting={{ sort: order, onSort: (sort) => change({ sort }) }}
          paging={{
            ...{ page, limit, count },
            pages: Math.max(1, Math.ceil(count / limit)),
            onPage: (next, length) => change({ page: next, limit: length }),
            onLimit: (next) => change({ limit: next }),
          }}
          toolbar={
            <>
              <SearchBox
                label="Search artifacts by key"
                hint="Search by key"
                value={q}
                onChange={(value) => change({ q: value || undefined }, true)}
              />
              <Select
                size="xs"
                w={150}
                aria-label="Kind"
                placeholder="Any kind"
                clearable
                data={artifactTypes}
                value={type ?? null}
                onChange={(chosen) => change({ type: chosen ?? undefined })}
              />
              <SegmentedControl
                size="xs"
                aria-label="How artifacts are shown"
                data={[
                  { label: "List", value: "list" },
                  { label: "Grid", value: "grid" },
                ]}
                value={view}
                onChange={(chosen) => change({ page: page === 1 ? undefined : page, view: chosen === "grid" ? "grid" : undefined })}
              />
            </>
          }
        />
      </PageBody>
    </>
  );
};
