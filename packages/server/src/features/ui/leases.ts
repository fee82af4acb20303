import type { SlotLease } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import { findLimitRow, noLimit } from "../concurrency-limits/queries.ts";

/** Who holds slots of a limit by leases, the longest holder first. Throws `not-found`. */
export const listLeases = async (
  db: Queries,
  limitId: string,
  { limit, offset }: { limit: number; offset: number },
): Promise<SlotLease[]> => {
  if ((await findLimitRow(db, limitId)) === undefined) throw noLimit();
  const rows = await db
    .selectFrom("concurrency_lease_limit as link")
    .innerJoin("concurrency_lease as lease", "lease.id", "link.lease_id")
    .leftJoin("flow_run", "flow_run.id", "lease.holder_id")
    .leftJoin("task_run", "task_run.id", "lease.holder_id")
    .leftJoin("deployment", "deployment.id", "lease.holder_id")
    .select(["lease.id", "lease.created", "lease.expiration", "lease.slots", "lease.holder_id", "lease.holder_type"])
    .select(["flow_run.name as flow_run", "task_run.name as task_run", "deployment.name as deployment"])
    .where("link.limit_id", "=", limitId)
    .orderBy("lease.created")
    .orderBy("lease.id")
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(({ holder_id, holder_type, flow_run, task_run, deployment, ...lease }) => ({
    ...lease,
    holder:
      holder_id === null || holder_type === null ? null : { type: holder_type, id: holder_id, name: flow_run ?? task_run ?? deployment },
  }));
};
