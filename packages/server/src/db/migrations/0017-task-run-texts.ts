import type { Migration } from "../migrate.ts";

/** Finds task runs by a part of their names and by their tags, and lists them by their names and ends, however many there are. */
export const taskRunTexts: Migration = {
  name: "0017-task-run-texts",
  statements: ({ taskRunTexts: statements }) => [
    ...statements,
    "create index task_run_by_name on task_run (name, id)",
    "create index task_run_by_end on task_run (end_time desc, id)",
  ],
};
