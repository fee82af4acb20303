import type { GraphArtifact } from "@millrace/contract";
import { type SqlBool, sql } from "kysely";
import type { Queries } from "../../db/connection.ts";

/** The artifacts of a flow run that its graph shows, oldest first, by task run; those of no task run under null. */
export const listGraphArtifacts = async (db: Queries, flowRunId: string, limit: number): Promise<Map<string | null, GraphArtifact[]>> => {
  // An artifact without a key is of no collection, and the only one of its kind.
  const superseded = sql`artifact.key <> '' and not exists (select 1 from artifact_collection as c where c.latest_id = artifact.id)`;
  const rows = await db
    .selectFrom("artifact")
    .select(["id", "created", "key", "type", "data", "task_run_id"])
    .select(sql<number>`case when ${superseded} then 1 else 0 end`.as("superseded"))
    .where("flow_run_id", "=", flowRunId)
    // Results are listed as artifacts too, but belong to their states; artifacts without a type are left out with them.
    .where(sql<SqlBool>`type <> 'result'`)
    .orderBy("created")
    .orderBy("id")
    .limit(limit)
    .execute();
  const shown = rows.map(({ superseded, data, task_run_id, ...artifact }) => ({
    task_run_id,
    artifact: { ...artifact, is_latest: superseded === 0, data: artifact.type === "progress" ? data : null },
  }));
  const byTask = Map.groupBy(shown, (row) => row.task_run_id);
  return new Map([...byTask].map(([id, list]) => [id, list.map((row) => row.artifact)]));
};
