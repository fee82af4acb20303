import type { Migration } from "../migrate.ts";

/** Finds flow runs by a part of their names and by their tags without reading all of them. */
export const runTexts: Migration = {
  name: "0014-run-texts",
  statements: ({ runTexts: statements }) => statements,
};
