import type { DurationSort, TaskRunSort, TaskRunSummary } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useApi } from "../api/api-context.tsx";
import { useAnswer, useCall } from "../api/use-call.ts";
import { useBulkChoice } from "../bulk/use-bulk-choice.tsx";
import { DataTable } from "../components/data-table/data-table.tsx";
import { pagingOf } from "../components/data-table/paging-of.ts";
import type { ListSearch } from "../components/flow-run-list/flow-run-list.tsx";
import { usePreferences } from "../preferences/preferences-context.tsx";
import type { TaskRunFilters } from "../query/other-queries.ts";
import { taskRunColumns } from "./task-run-columns.tsx";

interface Props {
  /** What the choice of columns is kept under. */
  readonly name: string;
  /** What the list is about; the same for as long as the same is meant. */
  readonly about: unknown;
  /** The filters of that, as things are now. */
  readonly filters: () => TaskRunFilters;
  readonly search: Omit<ListSearch, "q">;
  /** Puts changes into the address. */
  readonly onSearch: (changes: Omit<ListSearch, "q">) => void;
  /** Filters the list by a value of a cell, where it can be. */
  readonly onPick?: (field: string, value: string) => void;
  /** Filters it by a tag, where it can be by that alone. */
  readonly onTag?: (tag: string) => void;
  /** All are of one flow run, which needs no telling. */
  readonly isOfOneRun?: boolean;
  readonly toolbar?: ReactNode;
  readonly empty: ReactNode;
}

const sorts: readonly TaskRunSort[] = ["NAME_ASC", "NAME_DESC", "EXPECTED_START_TIME_ASC", "EXPECTED_START_TIME_DESC", "END_TIME_DESC"];
const durationSorts: readonly DurationSort[] = ["DURATION_ASC", "DURATION_DESC"];
const keyOf = ({ id }: TaskRunSummary): string => id;
const nameOf = ({ name }: TaskRunSummary): string => name;
/** Names of the flow runs that task runs belong to: one request, however many. */
const useOwners = (runs: readonly TaskRunSummary[] | undefined, isWanted: boolean): ReadonlyMap<string, string> => {
  const owners = [...new Set((runs ?? []).flatMap(({ flow_run_id }) => flow_run_id ?? []))].sort();
  const { data } = useCall(
    "flowRuns",
    "list",
    { body: { flow_runs: { id: { any_: owners } } } },
    { enabled: isWanted && owners.length > 0, poll: 0, keepPrevious: true },
  );
  return new Map(data?.map(({ id, name }) => [id, name]));
};

/** Task runs a page at a time, to be looked at and worked on together: two requests, however many rows. */
export const TaskRunList = ({ name, about, filters, search, onSearch, onPick, onTag, isOfOneRun = false, toolbar, empty }: Props) => {
  const navigate = useNavigate();
  const [{ rows }] = usePreferences();
  const { page = 1, limit = rows } = search;
  const knowsDurations = useApi().offers("ui-task-durations");
  const byDuration = knowsDurations ? durationSorts.find((each) => each === search.sort) : undefined;
  const usual = sorts.find((each) => each === search.sort) ?? "EXPECTED_START_TIME_DESC";
  const sort = byDuration ?? usual;
  const input = { about, sort, page, limit };
  const { data, error, refetch } = useAnswer(
    {
      noun: "taskRuns",
      name: "list-of-page",
      input,
      ask: (api, signal) =>
        byDuration === undefined
          ? api.taskRuns.paginate({ body: { ...filters(), sort: usual, page, limit } }, { signal })
          : api.uiRuns.paginateTasks({ body: { ...filters(), sort, page, limit } }, { signal }),
    },
    { keepPrevious: true },
  );
  const runs = useOwners(data?.results, !isOfOneRun);
  const bulk = useBulkChoice({ subject: "task_runs", count: data?.count ?? 0, filters });
  return (
    <>
      <DataTable
        name={name}
        label="Task runs"
        columns={taskRunColumns({ knowsDurations, ...(!isOfOneRun && { runs }), ...(onPick && { onPick }), ...(onTag && { onTag }) })}
        rows={data?.results}
        keyOf={keyOf}
        nameOf={nameOf}
        error={error}
        onRetry={() => void refetch()}
        sorting={{ sort, onSort: (next) => onSearch({ sort: next, page: undefined }) }}
        selection={bulk.selection}
        onOpen={({ id }) => void navigate({ to: "/runs/task-run/$id", params: { id } })}
        identity={JSON.stringify([input, bulk.revision])}
        empty={empty}
        toolbar={bulk.bar ?? toolbar}
        {...pagingOf(data, { page, limit, onSearch })}
      />
      {bulk.dialog}
    </>
  );
};
