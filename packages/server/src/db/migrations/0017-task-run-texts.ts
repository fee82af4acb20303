import type { Migration } from "../migrate.ts";

/** Finds task runs by a part of their names and by their tags, where lists of them are too long to be gone along. */
export const taskRunTexts: Migration = {
  name: "0017-task-run-texts",
  statements: ({ taskRunTexts: statements }) => statements,
};
