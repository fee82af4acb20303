import type { Migration } from "../migrate.ts";

/** Finds runs by a part of their names without an extension of the database, from one letter on, and in the order of their start. */
export const renewedRunTexts: Migration = {
  name: "0018-renewed-run-texts",
  statements: ({ renewedRunTexts: statements }) => statements,
};
