import { useLive } from "../../api/live-context.tsx";
import { TaskRunList } from "../../task-run-list/task-run-list.tsx";
import type { ListProps } from "./list-props.ts";
import { NoRuns } from "./no-runs.tsx";
import { taskRunFilters } from "./run-scope.ts";
import { hasValue, toggleValue } from "./toggle-term.ts";

/** Task runs by what they are themselves, whatever became of their flow runs. */
export const TaskRunsList = ({ scope, search, onSearch, onQuery }: ListProps) => {
  useLive("prefect.task-run.");
  const onPick = (field: string, value: string): void => {
    if (!hasValue(scope.q, { field, value })) onQuery(toggleValue(scope.q, { field, value }));
  };
  return (
    <TaskRunList
      name="task-runs"
      about={scope}
      filters={() => taskRunFilters(scope, Date.now()).filters}
      search={search}
      onSearch={onSearch}
      onPick={onPick}
      empty={<NoRuns scope={scope} onSearch={onSearch} what="task run" />}
    />
  );
};
