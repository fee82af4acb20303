import type { PlainWorkQueue, WorkQueue } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import type { Dialect } from "../../db/dialect.ts";
import { asGiven, type Condition, column, isAnyOf, tagsMatch } from "../../db/filters/members.ts";
import type { WorkQueueTable } from "../../db/schema.ts";
import { takesAgentSlot, takesSlot } from "./pool-rows.ts";
import { toPlainWorkQueue, toWorkQueue, type WorkQueueRow } from "./queue-rows.ts";

// Queues from before work pools may have a filter: they take the runs of deployments that fit it, wherever these wait.

/** The runs that a queue gives to the agents that ask for them (server.md §5.8). */
export const isOfQueue = (dialect: Dialect, queue: WorkQueueTable): Condition => {
  const { filter } = toPlainWorkQueue(queue);
  if (filter === null) return sql`flow_run.work_queue_id = ${queue.id}`;
  return asGiven("and_", [
    sql`flow_run.deployment_id is not null`,
    isAnyOf(column("flow_run.deployment_id"), filter.deployment_ids),
    tagsMatch(dialect, column("flow_run.tags"), { operator: "and_", all_: filter.tags }),
  ]);
};

/** How many runs take a slot of a queue; those that are being cancelled do not where it has a filter. */
export const countHolders = async (db: Queries, queue: WorkQueueTable): Promise<number> => {
  const holders = db.selectFrom("flow_run").where(isOfQueue(db.dialect, queue));
  const taken = holders.where(queue.filter === null ? takesAgentSlot : takesSlot);
  return (await taken.select(sql<number>`count(*)`.as("count")).executeTakeFirst())?.count ?? 0;
};

/** A queue as agents see it: where it has a filter, its slots are taken by what that finds. */
export const showToAgents = async (db: Queries, queue: WorkQueueRow): Promise<WorkQueue> => {
  if (queue.filter === null || queue.concurrency_limit === null) return toWorkQueue(queue);
  return toWorkQueue({ ...queue, active_slots: await countHolders(db, queue) });
};

/** Whether a queue may take runs of a deployment: without a filter, any. */
export const mayServe = ({ filter }: PlainWorkQueue, deployment: { readonly id: string; readonly tags: readonly string[] }): boolean => {
  const { tags, deployment_ids: ids } = filter ?? { tags: null, deployment_ids: null };
  const isNamed = ids === null || ids.length === 0 || ids.includes(deployment.id);
  return isNamed && (tags ?? []).every((tag) => deployment.tags.includes(tag));
};
