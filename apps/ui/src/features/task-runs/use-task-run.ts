import { useLive } from "../../api/live-context.tsx";
import { useAnswer, useCall } from "../../api/use-call.ts";
import type { ShownTaskRun } from "./task-run-facts.tsx";

/** A task run with the name of its flow run, current while it is shown. */
export const useTaskRun = (id: string) => {
  useLive(`prefect.task-run.${id}`);
  return useAnswer<ShownTaskRun>({
    noun: "taskRuns",
    name: "with-flow-run-name",
    input: { id },
    ask: (api, signal) => api.ui.getTaskRun({ id }, { signal }),
  });
};

/** Every state it has been in. */
export const useTaskRunStates = (task_run_id: string) => useCall("taskRunStates", "list", { query: { task_run_id } });
