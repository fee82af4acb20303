import { Button } from "@mantine/core";
import type { StateType, TaskRunFilterInput, TaskRunSort, TaskRunSummary } from "@millrace/contract";
import { useNavigate } from "@tanstack/react-router";
import { useCall } from "../../api/use-call.ts";
import { AppLink } from "../../components/app-link.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { StateBadge, StateIcon } from "../../components/state-badge.tsx";
import { stateLabel } from "../../components/state-looks.ts";
import { Tags } from "../../components/tags.tsx";
import { Duration } from "../../components/time/duration.tsx";
import { Instant } from "../../components/time/instant.tsx";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import classes from "./flow-runs.module.css";
import { SearchField } from "./search-field.tsx";

export interface TasksSearch {
  readonly q?: string | undefined;
  readonly state?: readonly string[] | undefined;
  readonly sort?: string | undefined;
  readonly page?: number | undefined;
  readonly limit?: number | undefined;
}

interface Props {
  readonly runId: string;
  readonly search: TasksSearch;
  readonly onSearch: (changes: TasksSearch, how?: { readonly replace: boolean }) => void;
}

const sorts: readonly TaskRunSort[] = ["NAME_ASC", "NAME_DESC", "EXPECTED_START_TIME_ASC", "EXPECTED_START_TIME_DESC", "END_TIME_DESC"];

const Length = ({ run: { state, start_time, total_run_time } }: { readonly run: TaskRunSummary }) =>
  state?.type === "RUNNING" ? (
    <Duration since={state.timestamp} seconds={total_run_time} />
  ) : (
    <Duration seconds={start_time === null ? null : total_run_time} />
  );

const columns: readonly Column<TaskRunSummary>[] = [
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
  { id: "state", label: "State", width: "150px", render: ({ state }) => <StateBadge type={state?.type} name={state?.name} /> },
  {
    id: "started",
    label: "Started",
    width: "150px",
    sort: { ascending: "EXPECTED_START_TIME_ASC", descending: "EXPECTED_START_TIME_DESC" },
    render: ({ start_time }) => <Instant at={start_time} />,
  },
  {
    id: "ended",
    label: "Ended",
    width: "150px",
    isExtra: true,
    sort: { descending: "END_TIME_DESC" },
    render: ({ end_time }) => <Instant at={end_time} />,
  },
  { id: "duration", label: "Duration", width: "100px", align: "right", render: (run) => <Length run={run} /> },
  {
    id: "message",
    label: "Message",
    render: ({ state }) => <span className={classes.hint}>{state?.message?.split("\n", 1)[0] ?? ""}</span>,
  },
  { id: "tags", label: "Tags", isExtra: true, render: ({ tags }) => <Tags tags={tags} most={3} /> },
];

interface StateFilterProps {
  readonly filter: TaskRunFilterInput;
  readonly chosen: readonly string[];
  readonly onChoose: (states: readonly string[]) => void;
}

/** How many task runs of each state match, all of them rather than those of this page; each narrows the list. */
const StateFilter = ({ filter, chosen, onChoose }: StateFilterProps) => {
  const { data } = useCall("ui", "countTaskRunsByState", { body: { task_runs: filter } }, { keepPrevious: true });
  const counts = Object.entries(data ?? {}).map(([type, count]) => ({ type: type as StateType, count }));
  const toggle = (type: string): void => onChoose(chosen.includes(type) ? chosen.filter((each) => each !== type) : [...chosen, type]);
  return counts
    .filter(({ type, count }) => count > 0 || chosen.includes(type))
    .map(({ type, count }) => (
      <Button
        key={type}
        size="compact-xs"
        variant={chosen.includes(type) ? "light" : "default"}
        aria-pressed={chosen.includes(type)}
        leftSection={<StateIcon type={type} size={14} />}
        onClick={() => toggle(type)}
      >
        {stateLabel(type)} {count.toLocaleString("en")}
      </Button>
    ));
};

/** The task runs of a flow run, a page at a time: two requests, however many there are. */
export const TasksTab = ({ runId, search, onSearch }: Props) => {
  const navigate = useNavigate();
  const [{ rows }] = usePreferences();
  const { q, state = [], page = 1, limit = rows } = search;
  const sort = sorts.find((each) => each === search.sort) ?? "EXPECTED_START_TIME_DESC";
  const named: TaskRunFilterInput = {
    flow_run_id: { any_: [runId] },
    subflow_runs: { exists_: false },
    ...(q === undefined ? {} : { name: { like_: q } }),
  };
  const task_runs = state.length === 0 ? named : { ...named, state: { type: { any_: state as StateType[] } } };
  const { data, error, refetch } = useCall("taskRuns", "paginate", { body: { task_runs, sort, page, limit } }, { keepPrevious: true });
  const isFiltered = q !== undefined || state.length > 0;
  const clear = (): void => onSearch({ q: undefined, state: undefined, page: undefined });
  return (
    <DataTable
      name="run-tasks"
      label="Task runs"
      columns={columns}
      rows={data?.results}
      keyOf={({ id }) => id}
      nameOf={({ name }) => name}
      error={error}
      onRetry={() => void refetch()}
      sorting={{ sort, onSort: (next) => onSearch({ sort: next, page: undefined }) }}
      onOpen={({ id }) => void navigate({ to: "/runs/task-run/$id", params: { id } })}
      identity={JSON.stringify([task_runs, sort, page, limit])}
      toolbar={
        <div className={classes.filters}>
          <SearchField label="Find a task run" q={q} onSearch={(next) => onSearch({ q: next, page: undefined }, { replace: true })} />
          <StateFilter
            filter={named}
            chosen={state}
            onChoose={(next) => onSearch({ state: next.length === 0 ? undefined : next, page: undefined })}
          />
        </div>
      }
      empty={
        isFiltered ? (
          <EmptyState
            title="No task run matches"
            action={
              <Button variant="default" onClick={clear}>
                Show all
              </Button>
            }
          />
        ) : (
          <EmptyState title="No task runs">Tasks that the flow calls appear here.</EmptyState>
        )
      }
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
