import type { DeploymentSort } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useMemo, useState } from "react";
import { useLive } from "../../api/live-context.tsx";
import { type InputOf, useCall } from "../../api/use-call.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { DataTable } from "../data-table/data-table.tsx";
import type { ListSearch } from "../flow-run-list/flow-run-list.tsx";
import { DeploymentBulkBar } from "./deployment-bulk-bar.tsx";
import { deploymentColumns } from "./deployment-columns.tsx";
import { type DeploymentRow, useDeploymentRows } from "./use-deployment-rows.ts";

type Filters = Omit<NonNullable<NonNullable<InputOf<"deployments", "paginate">>["body"]>, "sort" | "limit" | "page">;

interface Props {
  /** What the choice of columns is kept under. */
  readonly name: string;
  readonly filters: Filters;
  readonly search: ListSearch;
  /** Puts changes into the address. */
  readonly onSearch: (changes: ListSearch) => void;
  readonly onTag?: (tag: string) => void;
  readonly empty: ReactNode;
}

const sorts: readonly DeploymentSort[] = ["NAME_ASC", "NAME_DESC", "UPDATED_DESC", "CREATED_DESC"];
const keyOf = ({ deployment }: DeploymentRow): string => deployment.id;
const nameOf = ({ deployment }: DeploymentRow): string => deployment.name;
const none: ReadonlySet<string> = new Set();

/** Deployments a page at a time, with how they fare and what can be done with them: four requests, however many. */
export const DeploymentList = ({ name, filters, search, onSearch, onTag, empty }: Props) => {
  useLive("prefect.deployment.", "prefect.flow-run.");
  const navigate = useNavigate();
  const [{ rows: usual }] = usePreferences();
  const { page = 1, limit = usual } = search;
  const sort = sorts.find((each) => each === search.sort) ?? "NAME_ASC";
  const [selected, setSelected] = useState(none);
  const { data, error, refetch } = useCall("deployments", "paginate", { body: { ...filters, sort, page, limit } }, { keepPrevious: true });
  const rows = useDeploymentRows(data?.results);
  const columns = useMemo(() => deploymentColumns(onTag), [onTag]);
  const chosen = data?.results.filter(({ id }) => selected.has(id)) ?? [];
  return (
    <DataTable
      name={name}
      label="Deployments"
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      nameOf={nameOf}
      error={error}
      onRetry={() => void refetch()}
      sorting={{ sort, onSort: (next) => onSearch({ sort: next, page: undefined }) }}
      selection={{ keys: selected, onChange: setSelected }}
      onOpen={({ deployment: { id } }) => void navigate({ to: "/deployments/deployment/$id", params: { id } })}
      identity={JSON.stringify([filters, sort, page, limit])}
      empty={empty}
      {...(chosen.length === 0 ? {} : { toolbar: <DeploymentBulkBar deployments={chosen} onDone={() => setSelected(none)} /> })}
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
