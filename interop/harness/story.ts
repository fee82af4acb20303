import type { FlowRunBack, StateRow, TaskRunBack } from "./read-back.ts";

const path = (states: readonly StateRow[]): string => states.map(({ name }) => name).join(" ");

/** Task runs are named after their task and three random digits. */
const taskName = (name: string): string => name.replace(/-[0-9a-f]{3}$/, "");

const taskLine = ({ run, states }: TaskRunBack): string => `  ${taskName(run.name)} ×${run.run_count}: ${path(states)}`;

/** What happened, one line per run: each flow run with its states in order, then its task runs by name. */
export const tellStory = (runs: readonly FlowRunBack[]): readonly string[] =>
  runs.flatMap(({ flow, run, states, tasks }) => [`${flow} ×${run.run_count}: ${path(states)}`, ...tasks.map(taskLine).sort()]);
