import type { FlowSort } from "@millrace/contract";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { type InputOf, useCall } from "../../api/use-call.ts";
import { useBulkChoice } from "../../bulk/use-bulk-choice.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { pagingOf } from "../../components/data-table/paging-of.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { type FlowRow, flowColumns } from "./flow-columns.tsx";
import { useFlowSummaries } from "./use-flow-summaries.ts";

const route = getRouteApi("/flows");

type Filters = Omit<NonNullable<NonNullable<InputOf<"flows", "paginate">>["body"]>, "sort" | "limit" | "page">;

interface Props {
  readonly filters: Filters;
  readonly onTag: (tag: string) => void;
  readonly empty: ReactNode;
}

const sorts: readonly FlowSort[] = ["NAME_ASC", "NAME_DESC", "CREATED_DESC", "UPDATED_DESC"];
const keyOf = ({ flow }: FlowRow): string => flow.id;
const nameOf = ({ flow }: FlowRow): string => flow.name;

const useFlowRows = (filters: Filters, { sort, page, limit }: { sort: FlowSort; page: number; limit: number }) => {
  const { data, error, refetch } = useCall("flows", "paginate", { body: { ...filters, sort, page, limit } }, { keepPrevious: true });
  const summaries = useFlowSummaries(data?.results);
  const rows = useMemo(() => data?.results.map((flow): FlowRow => ({ flow, summary: summaries?.get(flow.id) })), [data, summaries]);
  return { data, error, refetch, rows };
};

/** Flows a page at a time, with how they fare: two requests, however many. */
export const FlowTable = ({ filters, onTag, empty }: Props) => {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/flows" });
  const [preferences] = usePreferences();
  const { page = 1, limit = preferences.rows } = search;
  const sort = sorts.find((each) => each === search.sort) ?? "NAME_ASC";
  const { data, error, refetch, rows } = useFlowRows(filters, { sort, page, limit });
  const bulk = useBulkChoice({ subject: "flows", count: data?.count ?? 0, filters: () => filters });
  const columns = useMemo(() => flowColumns(onTag), [onTag]);
  const change = (changes: object): void => void navigate({ search: (old) => ({ ...old, page: undefined, ...changes }) });
  return (
    <>
      <DataTable
        name="flows"
        label="Flows"
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        nameOf={nameOf}
        error={error}
        onRetry={() => void refetch()}
        sorting={{ sort, onSort: (next) => change({ sort: next }) }}
        selection={bulk.selection}
        onOpen={({ flow: { id } }) => void navigate({ to: "/flows/flow/$id", params: { id } })}
        identity={JSON.stringify([filters, sort, page, limit, bulk.revision])}
        empty={empty}
        toolbar={bulk.bar}
        {...pagingOf(data, { page, limit, onSearch: change })}
      />
      {bulk.dialog}
    </>
  );
};
