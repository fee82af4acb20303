import type { Blocker, Instant } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";
import { activeSlots, type LimitRow } from "../concurrency-limits/limit-rows.ts";
import { takesSlot } from "../work-pools/pool-rows.ts";
import { full } from "./causes.ts";

/** Holders that are named at most. */
const mostNamed = 20;

/** The runs that hold slots of a limit, the longest holder first; holders that gave no name are not among them. */
const listHolders = async (db: Queries, limitId: string): Promise<Blocker[]> => {
  const rows = await db
    .selectFrom("concurrency_lease_limit as link")
    .innerJoin("concurrency_lease as lease", "lease.id", "link.lease_id")
    .leftJoin("flow_run", "flow_run.id", "lease.holder_id")
    .leftJoin("task_run", "task_run.id", "lease.holder_id")
    .select(["lease.holder_id as id", "lease.holder_type", "flow_run.name as flow_run_name", "task_run.name as task_run_name"])
    .where("link.limit_id", "=", limitId)
    .where("lease.holder_id", "is not", null)
    .orderBy("lease.created")
    .limit(mostNamed)
    .execute();
  return rows.map(({ id, holder_type, flow_run_name, task_run_name }) => {
    const kind = holder_type === "deployment" ? "deployment" : holder_type === "task_run" ? "task-run" : "flow-run";
    return { kind, id, name: flow_run_name ?? task_run_name };
  });
};

/** What a limit that is full says to a run that has no slot of it; undefined when there is a slot, or the run has one. */
export const explainLimit = async (db: Queries, row: LimitRow, { now, runId }: { now: Instant; runId: string }) => {
  const taken = activeSlots(row, now);
  if (!row.active || taken < row.limit) return undefined;
  const holders = await listHolders(db, row.id);
  if (holders.some(({ id }) => id === runId)) return undefined;
  const blocker = { kind: "concurrency-limit", id: row.id, name: row.name } as const;
  return full("concurrency-limit", { what: "The concurrency limit", blocker, taken, limit: row.limit, holders });
};

interface Place {
  readonly id: string;
  readonly name: string;
  readonly concurrency_limit: number | null;
}

interface Sought {
  readonly kind: "work-pool" | "work-queue";
  readonly place: Place;
}

/** The same for a pool or a queue, which counts the runs that are under way. */
export const explainPlace = async (db: Queries, { kind, place }: Sought) => {
  const limit = place.concurrency_limit;
  if (limit === null) return undefined;
  const queues = kind === "work-queue" ? sql`(${place.id})` : sql`(select id from work_queue where work_pool_id = ${place.id})`;
  const under = db.selectFrom("flow_run").where(takesSlot).where(sql<boolean>`flow_run.work_queue_id in ${queues}`);
  const { taken } = await under.select(sql<number>`count(*)`.as("taken")).executeTakeFirstOrThrow();
  if (taken < limit) return undefined;
  const runs = await under.select(["id", "name"]).orderBy("state_timestamp").limit(mostNamed).execute();
  const what = kind === "work-pool" ? "The work pool" : "The work queue";
  const holders = runs.map((run) => ({ kind: "flow-run" as const, ...run }));
  return full(`${kind}-full`, { what, blocker: { kind, id: place.id, name: place.name }, taken, limit, holders });
};
