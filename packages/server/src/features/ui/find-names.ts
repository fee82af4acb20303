import type { Queries } from "../../db/connection.ts";

/** What those of the ids that are still there are called, by id. */
export const findNames = async (
  db: Queries,
  table: "flow" | "deployment" | "task_run",
  asked: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = [...new Set(asked.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom(table).select(["id", "name"]).where("id", "in", ids).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
};
