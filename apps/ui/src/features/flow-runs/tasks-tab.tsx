import { Button, TagsInput } from "@mantine/core";
import type { StateType, TaskRunFilterInput } from "@millrace/contract";
import { useCall } from "../../api/use-call.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { StateIcon } from "../../components/state-badge.tsx";
import { stateLabel } from "../../components/state-looks.ts";
import { TaskRunList } from "../../task-run-list/task-run-list.tsx";
import classes from "./flow-runs.module.css";
import { SearchField } from "./search-field.tsx";

export interface TasksSearch {
  readonly q?: string | undefined;
  readonly state?: readonly string[] | undefined;
  /** Task runs must carry all of them. */
  readonly tags?: readonly string[] | undefined;
  readonly sort?: string | undefined;
  readonly page?: number | undefined;
  readonly limit?: number | undefined;
}

interface Props {
  readonly runId: string;
  readonly search: TasksSearch;
  readonly onSearch: (changes: TasksSearch, how?: { readonly replace: boolean }) => void;
}

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

/** The task runs of a flow run, with how many of each state there are. */
export const TasksTab = ({ runId, search, onSearch }: Props) => {
  const { q, state = [], tags = [] } = search;
  const named: TaskRunFilterInput = {
    flow_run_id: { any_: [runId] },
    subflow_runs: { exists_: false },
    ...(q === undefined ? {} : { name: { like_: q } }),
    ...(tags.length === 0 ? {} : { tags: { all_: [...tags] } }),
  };
  const task_runs = state.length === 0 ? named : { ...named, state: { type: { any_: state as StateType[] } } };
  const isFiltered = q !== undefined || state.length + tags.length > 0;
  const onTags = (next: readonly string[]): void => onSearch({ tags: next.length === 0 ? undefined : next, page: undefined });
  const clear = (): void => onSearch({ q: undefined, state: undefined, tags: undefined, page: undefined });
  return (
    <TaskRunList
      name="run-tasks"
      about={task_runs}
      filters={() => ({ task_runs })}
      search={search}
      onSearch={onSearch}
      isOfOneRun
      onTag={(tag) => onTags([...new Set([...tags, tag])])}
      toolbar={
        <div className={classes.filters}>
          <SearchField label="Find a task run" q={q} onSearch={(next) => onSearch({ q: next, page: undefined }, { replace: true })} />
          <TagsInput
            size="xs"
            w={160}
            aria-label="Tags that task runs carry"
            {...(tags.length === 0 ? { placeholder: "Tags" } : {})}
            value={[...tags]}
            onChange={onTags}
          />
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
    />
  );
};
