import type { Deployment, WorkPool } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { useCall } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import type { ListSearch } from "../../components/flow-run-list/flow-run-list.tsx";
import { Tags } from "../../components/tags.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { usePreferences } from "../../preferences/preferences-context.tsx";

const columns: readonly Column<Deployment>[] = [
  {
    id: "name",
    label: "Deployment",
    sort: { ascending: "NAME_ASC", descending: "NAME_DESC" },
    onPhone: "title",
    render: ({ id, name }) => (
      <AppLink to="/deployments/deployment/$id" params={{ id }} size="sm" fw={550}>
        {name}
      </AppLink>
    ),
  },
  { id: "queue", label: "Queue", render: ({ work_queue_name }) => work_queue_name ?? "–" },
  { id: "state", label: "Paused", width: "90px", render: ({ paused }) => (paused ? "Paused" : "No") },
  { id: "tags", label: "Tags", render: ({ tags }) => <Tags tags={tags} /> },
  {
    id: "updated",
    label: "Updated",
    width: "130px",
    sort: { descending: "UPDATED_DESC" },
    render: ({ updated }) => <Instant at={updated} />,
  },
];

const sorts = ["NAME_ASC", "NAME_DESC", "UPDATED_DESC"] as const;

interface Props {
  readonly pool: WorkPool;
  readonly search: ListSearch;
  readonly onSearch: (changes: ListSearch) => void;
}

/** The deployments whose runs go to a pool. */
export const DeploymentsTab = ({ pool, search, onSearch }: Props) => {
  const navigate = useNavigate();
  const [{ rows }] = usePreferences();
  const { page = 1, limit = rows } = search;
  const sort = sorts.find((each) => each === search.sort) ?? "NAME_ASC";
  const body = { work_pools: { id: { any_: [pool.id] } }, sort, page, limit };
  const { data, error, refetch } = useCall("deployments", "paginate", { body }, { keepPrevious: true });
  return (
    <DataTable
      name="pool-deployments"
      label="Deployments"
      columns={columns}
      rows={data?.results}
      keyOf={({ id }) => id}
      nameOf={({ name }) => name}
      error={error}
      onRetry={() => void refetch()}
      sorting={{ sort, onSort: (next) => onSearch({ sort: next, page: undefined }) }}
      onOpen={({ id }) => void navigate({ to: "/deployments/deployment/$id", params: { id } })}
      empty={<EmptyState title="No deployment sends its runs here" />}
      {...(data === undefined
        ? {}
        : {
            paging: {
              page,
              limit,
              count: data.count,
              pages: data.pages,
              onPage: (next: number) => onSearch({ page: next }),
              onLimit: (next: number) => onSearch({ limit: next, page: undefined }),
            },
          })}
    />
  );
};
