import type { FlowRun, FlowRunSort } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { useLive } from "../../api/live-context.tsx";
import { type InputOf, useCall } from "../../api/use-call.ts";
import { useBulkChoice } from "../../bulk/use-bulk-choice.tsx";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { type FlowRunFilters, flowRunFields } from "../../query/flow-run-query.ts";
import { QueryBar } from "../../query/query-bar.tsx";
import { useQueryFilters } from "../../query/use-query-filters.ts";
import { ClearButton } from "../clear-button.tsx";
import { DataTable } from "../data-table/data-table.tsx";
import { pagingOf } from "../data-table/paging-of.ts";
import { EmptyState } from "../empty-state.tsx";
import { runColumns } from "./run-columns.tsx";
import { useRunNames } from "./run-names.ts";

/** What a list is about in any case. */
export type RunFilters = FlowRunFilters & Pick<NonNullable<NonNullable<InputOf<"flowRuns", "paginate">>["body"]>, "work_pool_queues">;

export interface ListSearch {
  /** What the list is filtered by besides. */
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
  readonly page?: number | undefined;
  readonly limit?: number | undefined;
}

interface Props {
  /** What the choice of columns is kept under. */
  readonly name: string;
  readonly label: string;
  readonly filters: RunFilters;
  readonly kind?: "past" | "upcoming";
  /** From the address. */
  readonly search: ListSearch;
  /** Puts changes into the address. */
  readonly onSearch: (changes: ListSearch) => void;
  readonly empty?: ReactNode;
}

const keyOf = ({ id }: FlowRun): string => id;
const nameOf = ({ name }: FlowRun): string => name;

const sorts: readonly FlowRunSort[] = ["NAME_ASC", "NAME_DESC", "START_TIME_ASC", "START_TIME_DESC", "NEXT_SCHEDULED_START_TIME_ASC"];

type QueryProps = Pick<Parameters<typeof QueryBar>[0], "label" | "query" | "onQuery" | "refusals">;

const RunQuery = (props: QueryProps) => (
  <div style={{ width: "min(520px, calc(100vw - 130px))" }}>
    <QueryBar {...props} fields={flowRunFields} />
  </div>
);

/** The same filters while they mean the same, however often they are written down. */
const useSame = (filters: RunFilters): RunFilters => {
  const text = JSON.stringify(filters);
  return useMemo(() => JSON.parse(text) as RunFilters, [text]);
};

/** The flow runs of something, such as a work pool, a page at a time, current, and to be worked on together: three requests, however many rows. */
export const FlowRunList = ({ name, label, filters, kind = "past", search, onSearch, empty }: Props) => {
  useLive("prefect.flow-run.");
  const navigate = useNavigate();
  const [{ rows }] = usePreferences();
  const { q, page = 1, limit = rows } = search;
  const usual = kind === "upcoming" ? "NEXT_SCHEDULED_START_TIME_ASC" : "START_TIME_DESC";
  const sort = sorts.find((each) => each === search.sort) ?? usual;
  const own = useSame(filters);
  const asked = useQueryFilters<FlowRunFilters>(q, { fields: flowRunFields, empty: own });
  const body = { ...own, ...asked.filters, sort, page, limit };
  const { data, error, refetch } = useCall("flowRuns", "paginate", { body }, { keepPrevious: true });
  const onQuery = (query: string): void => onSearch({ q: query || undefined, page: undefined });
  const names = useRunNames(data?.results);
  const bulk = useBulkChoice({ subject: "flow_runs", count: data?.count ?? 0, filters: () => ({ ...own, ...asked.filters }) });
  return (
    <>
      <DataTable
        name={name}
        label={label}
        columns={runColumns(names, kind)}
        rows={data?.results}
        keyOf={keyOf}
        nameOf={nameOf}
        error={error}
        onRetry={() => void refetch()}
        sorting={{ sort, onSort: (next) => onSearch({ sort: next, page: undefined }) }}
        onOpen={({ id }) => void navigate({ to: "/runs/flow-run/$id", params: { id } })}
        selection={bulk.selection}
        identity={JSON.stringify([body, bulk.revision])}
        toolbar={
          bulk.bar ?? <RunQuery label={`Filter ${label.toLowerCase()}`} query={q ?? ""} onQuery={onQuery} refusals={asked.refusals} />
        }
        empty={
          q === undefined ? (
            (empty ?? <EmptyState title="No runs" />)
          ) : (
            <EmptyState title="No run matches" action={<ClearButton onClear={() => onQuery("")} />} />
          )
        }
        {...pagingOf(data, { page, limit, onSearch })}
      />
      {bulk.dialog}
    </>
  );
};
