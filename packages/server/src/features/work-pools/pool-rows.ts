import type { WorkPool, WorkPoolStorage } from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Caller } from "../../context.ts";
import type { Queries } from "../../db/connection.ts";
import type { WorkPoolTable } from "../../db/schema.ts";
import { isAtLeast } from "../../orchestration/versions.ts";

/** What agents of old count: runs that are being cancelled still take a slot. */
export const takesAgentSlot = sql<SqlBool>`flow_run.state_type in ('PENDING', 'RUNNING', 'CANCELLING')`;

/** Which runs take a slot of a pool; spelled out so that the index of the ones above is seen to fit. */
export const takesSlot = sql<SqlBool>`${takesAgentSlot} and flow_run.state_type in ('PENDING', 'RUNNING')`;

/** Runs that take a slot of a pool, in whichever queue; null for a pool without a limit. */
const activeSlots: RawBuilder<number | null> = sql`case when work_pool.concurrency_limit is null then null else
  (select count(*) from work_queue as q join flow_run on flow_run.work_queue_id = q.id
    where q.work_pool_id = work_pool.id and ${takesSlot}) end`;

export const selectPools = (db: Queries) => db.selectFrom("work_pool").selectAll("work_pool").select(activeSlots.as("active_slots"));

export interface WorkPoolRow extends WorkPoolTable {
  readonly active_slots: number | null;
}

/** A pool as the protocol shows it. Clients before 3.3.8 fail on the place of results, so they do not get to see it. */
export const toWorkPool = (row: WorkPoolRow, { clientVersion }: Pick<Caller, "clientVersion">): WorkPool => {
  const {
    bundle_upload_step = null,
    bundle_execution_step = null,
    default_result_storage_block_id = null,
  } = row.storage_configuration as Partial<WorkPoolStorage>;
  const isOld = clientVersion !== null && !isAtLeast(clientVersion, [3, 3, 8]);
  return {
    id: row.id,
    created: row.created,
    updated: row.updated,
    name: row.name,
    description: row.description,
    type: row.type,
    base_job_template: row.base_job_template,
    is_paused: row.is_paused,
    concurrency_limit: row.concurrency_limit,
    status: row.status,
    default_queue_id: row.default_queue_id,
    storage_configuration: {
      bundle_upload_step,
      bundle_execution_step,
      ...(isOld ? {} : { default_result_storage_block_id }),
    },
    active_slots: row.active_slots,
  };
};
