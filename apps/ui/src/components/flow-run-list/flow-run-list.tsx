import type { FlowRun, FlowRunSort } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useLive } from "../../api/live-context.tsx";
import { type InputOf, useCall } from "../../api/use-call.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { DataTable } from "../data-table/data-table.tsx";
import { EmptyState } from "../empty-state.tsx";
import { runColumns } from "./run-columns.tsx";
import { useRunNames } from "./run-names.ts";

/** The filters that the server takes for flow runs. */
export type RunFilters = Omit<NonNullable<NonNullable<InputOf<"flowRuns", "paginate">>["body"]>, "sort" | "limit" | "page">;

export interface ListSearch {
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
  readonly toolbar?: ReactNode;
}

const keyOf = ({ id }: FlowRun): string => id;
const nameOf = ({ name }: FlowRun): string => name;

const sorts: readonly FlowRunSort[] = ["NAME_ASC", "NAME_DESC", "START_TIME_ASC", "START_TIME_DESC", "NEXT_SCHEDULED_START_TIME_ASC"];

/** The flow runs of something, such as a work pool, a page at a time and current: three requests, however many rows. */
export const FlowRunList = ({ name, label, filters, kind = "past", search, onSearch, empty, toolbar }: Props) => {
  useLive("prefect.flow-run.");
  const navigate = useNavigate();
  const [{ rows }] = usePreferences();
  const { page = 1, limit = rows } = search;
  const usual = kind === "upcoming" ? "NEXT_SCHEDULED_START_TIME_ASC" : "START_TIME_DESC";
  const sort = sorts.find((each) => each === search.sort) ?? usual;
  const { data, error, refetch } = useCall("flowRuns", "paginate", { body: { ...filters, sort, page, limit } }, { keepPrevious: true });
  const names = useRunNames(data?.results);
  return (
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
      identity={JSON.stringify([filters, sort, page, limit])}
      toolbar={toolbar}
      empty={empty ?? <EmptyState title="No runs" />}
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
