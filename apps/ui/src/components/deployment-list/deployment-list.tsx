import type { DeploymentSort } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { useLive } from "../../api/live-context.tsx";
import { type InputOf, useCall } from "../../api/use-call.ts";
import { useBulkChoice } from "../../bulk/use-bulk-choice.tsx";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { DataTable } from "../data-table/data-table.tsx";
import { pagingOf } from "../data-table/paging-of.ts";
import type { ListSearch } from "../flow-run-list/flow-run-list.tsx";
import { deploymentColumns } from "./deployment-columns.tsx";
import { type DeploymentRow, useDeploymentRows } from "./use-deployment-rows.ts";

export type DeploymentFilters = Omit<NonNullable<NonNullable<InputOf<"deployments", "paginate">>["body"]>, "sort" | "limit" | "page">;

interface Props {
  /** What the choice of columns is kept under. */
  readonly name: string;
  readonly filters: DeploymentFilters;
  readonly search: ListSearch;
  /** Puts changes into the address. */
  readonly onSearch: (changes: ListSearch) => void;
  readonly onTag?: (tag: string) => void;
  readonly empty: ReactNode;
}

const sorts: readonly DeploymentSort[] = ["NAME_ASC", "NAME_DESC", "UPDATED_DESC", "CREATED_DESC"];
const keyOf = ({ deployment }: DeploymentRow): string => deployment.id;
const nameOf = ({ deployment }: DeploymentRow): string => deployment.name;
/** Deployments a page at a time, with how they fare and what can be done with them: four requests, however many. */
export const DeploymentList = ({ name, filters, search, onSearch, onTag, empty }: Props) => {
  useLive("prefect.deployment.", "prefect.flow-run.");
  const navigate = useNavigate();
  const [{ rows: usual }] = usePreferences();
  const { page = 1, limit = usual } = search;
  const sort = sorts.find((each) => each === search.sort) ?? "NAME_ASC";
  const { data, error, refetch } = useCall("deployments", "paginate", { body: { ...filters, sort, page, limit } }, { keepPrevious: true });
  const rows = useDeploymentRows(data?.results);
  const columns = useMemo(() => deploymentColumns(onTag), [onTag]);
  const bulk = useBulkChoice({ subject: "deployments", count: data?.count ?? 0, filters: () => filters });
  return (
    <>
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
        selection={bulk.selection}
        onOpen={({ deployment: { id } }) => void navigate({ to: "/deployments/deployment/$id", params: { id } })}
        identity={JSON.stringify([filters, sort, page, limit, bulk.revision])}
        empty={empty}
        toolbar={bulk.bar}
        {...pagingOf(data, { page, limit, onSearch })}
      />
      {bulk.dialog}
    </>
  );
};
