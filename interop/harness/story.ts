import { isRandomTaskName } from "./random-names.ts";
import type { FlowRunBack, StateRow, TaskRunBack } from "./read-back.ts";

const path = (states: readonly StateRow[]): string => states.map(({ name }) => name).join(" ");

/**
 * Task runs are named after their task and three random digits, those of subflows that tasks call after an id; those without a name of
 * their own get two random words.
 */
const taskName = (run: TaskRunBack["run"]): string =>
  isRandomTaskName(run)
    ? "(any name)"
    : run.name.replace(/-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "-(any id)").replace(/-[0-9a-f]{3}$/, "");

const taskLine = ({ run, states }: TaskRunBack): string => `  ${taskName(run)} ×${run.run_count}: ${path(states)}`;

const block = ({ flow, run, states, tasks }: FlowRunBack): readonly string[] => [
  `${flow} ×${run.run_count}: ${path(states)}`,
  ...tasks.map(taskLine).sort(),
];

/** What happened, one line per run: each flow run with its states in order, then its task runs by name. */
export const tellStory = (runs: readonly FlowRunBack[]): readonly string[] =>
  runs
    .map(block)
    .sort((one, other) => (one.join("\n") < other.join("\n") ? -1 : 1))
    .flat();
