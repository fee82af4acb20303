import type { Migration } from "../migrate.ts";

/** Finds runs by a part of their names without an extension of the database, and by one or two letters as well. */
export const nameGrams: Migration = { name: "0018-name-grams", statements: ({ nameIndexes }) => nameIndexes };
