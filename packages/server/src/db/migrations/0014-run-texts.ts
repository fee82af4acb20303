import { failed } from "../filters/related.ts";
import type { Migration } from "../migrate.ts";

/** Finds flow runs by a part of their names and by their tags without reading all of them, and the last ones that failed among those that did not. */
export const runTexts: Migration = {
  name: "0014-run-texts",
  statements: ({ runTexts: statements }) => [
    ...statements,
    `create index flow_run_by_failure on flow_run (end_time desc, id) where ${failed()}`,
  ],
};
