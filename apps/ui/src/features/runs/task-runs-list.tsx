import type { TaskRunSort, TaskRunSummary } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { useLive } from "../../api/live-context.tsx";
import { useAnswer, useCall } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { Tags } from "../../components/tags.tsx";
import { Duration } from "../../components/time/duration.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { Filterable } from "./flow-run-columns.tsx";
import type { ListProps } from "./list-props.ts";
import { NoRuns } from "./no-runs.tsx";
import { taskRunFilters } from "./run-scope.ts";
import { hasValue, toggleValue } from "./toggle-term.ts";

const sorts: readonly TaskRunSort[] = ["NAME_ASC", "NAME_DESC", "EXPECTED_START_TIME_ASC", "EXPECTED_START_TIME_DESC", "END_TIME_DESC"];

interface ColumnContext {
  /** Names of flow runs by id. */
  readonly runs: ReadonlyMap<string, string>;
  readonly onPick: (field: string, value: string) => void;
}

const FlowRunCell = ({ id, context: { runs, onPick } }: { readonly id: string | null; readonly context: ColumnContext }) =>
  id === null ? (
    <span>–</span>
  ) : (
    <Filterable field="run" value={runs.get(id)} onPick={onPick}>
      <AppLink to="/runs/flow-run/$id" params={{ id }} size="sm">
        {runs.get(id) ?? "…"}
      </AppLink>
    </Filterable>
  );

const columnsOf = (context: ColumnContext): readonly Column<TaskRunSummary>[] => [
  {
    id: "name",
    label: "Task run",
    onPhone: "title",
    sort: { ascending: "NAME_ASC", descending: "NAME_DESC" },
    render: ({ id, name }) => (
      <AppLink to="/runs/task-run/$id" params={{ id }} size="sm" fw={550}>
        {name}
      </AppLink>
    ),
  },
  {
    id: "state",
    label: "State",
    width: "150px",
    render: ({ state }) => (
      <Filterable field="state" value={state?.name} onPick={context.onPick}>
        <StateBadge type={state?.type} name={state?.name} />
      </Filterable>
    ),
  },
  { id: "run", label: "Flow run", render: ({ flow_run_id }) => <FlowRunCell id={flow_run_id} context={context} /> },
  {
    id: "started",
    label: "Started",
    width: "130px",
    sort: { ascending: "EXPECTED_START_TIME_ASC", descending: "EXPECTED_START_TIME_DESC" },
    render: ({ start_time }) => <Instant at={start_time} />,
  },
  {
    id: "ended",
    label: "Ended",
    width: "130px",
    isExtra: true,
    sort: { descending: "END_TIME_DESC" },
    render: ({ end_time }) => <Instant at={end_time} />,
  },
  {
    id: "duration",
    label: "Duration",
    width: "90px",
    align: "right",
    render: ({ state, start_time, total_run_time }) =>
      state?.type === "RUNNING" ? (
        <Duration since={state.timestamp} seconds={total_run_time} />
      ) : (
        <Duration seconds={start_time === null ? null : total_run_time} />
      ),
  },
  { id: "tags", label: "Tags", render: ({ tags }) => <Tags tags={tags} most={2} onPick={(tag) => context.onPick("tag", tag)} /> },
];

/** Task runs by what they are themselves, whatever became of their flow runs: two requests, however many rows. */
export const TaskRunsList = ({ scope, search, onSearch, onQuery }: ListProps) => {
  useLive("prefect.task-run.");
  const navigate = useNavigate();
  const [{ rows }] = usePreferences();
  const { page = 1, limit = rows } = search;
  const sort = sorts.find((each) => each === search.sort) ?? "EXPECTED_START_TIME_DESC";
  const input = { scope, sort, page, limit };
  const { data, error, refetch } = useAnswer(
    {
      noun: "taskRuns",
      name: "list-of-page",
      input,
      ask: (api, signal) =>
        api.taskRuns.paginate({ body: { ...taskRunFilters(scope, Date.now()).filters, sort, page, limit } }, { signal }),
    },
    { keepPrevious: true },
  );
  const owners = [...new Set((data?.results ?? []).flatMap(({ flow_run_id }) => flow_run_id ?? []))].sort();
  const runs = useCall(
    "flowRuns",
    "list",
    { body: { flow_runs: { id: { any_: owners } } } },
    { enabled: owners.length > 0, poll: 0, keepPrevious: true },
  );
  const onPick = (field: string, value: string): void => {
    if (!hasValue(scope.q, { field, value })) onQuery(toggleValue(scope.q, { field, value }));
  };
  return (
    <DataTable
      name="task-runs"
      label="Task runs"
      columns={columnsOf({ runs: new Map(runs.data?.map(({ id, name }) => [id, name])), onPick })}
      rows={data?.results}
      keyOf={({ id }) => id}
      nameOf={({ name }) => name}
      error={error}
      onRetry={() => void refetch()}
      sorting={{ sort, onSort: (next) => onSearch({ sort: next, page: undefined }) }}
      onOpen={({ id }) => void navigate({ to: "/runs/task-run/$id", params: { id } })}
      identity={JSON.stringify(input)}
      empty={<NoRuns scope={scope} onSearch={onSearch} what="task run" />}
      {...(data !== undefined && {
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
