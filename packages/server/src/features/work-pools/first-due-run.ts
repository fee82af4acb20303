import type { Instant } from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Queries } from "../../db/connection.ts";

/** A scheduled run that is not in the middle of a retry in its own process, which is nobody else's to start. */
export const isOthersToStart = (db: Queries, run: string): RawBuilder<SqlBool> => {
  const kind = db.dialect.jsonText(sql.ref(`${run}.empirical_policy`), "retry_type");
  return sql`coalesce(${kind}, '') != 'in_process'`;
};

interface Place {
  readonly poolId: string;
  /** Only these queues; all of the pool's when undefined. */
  readonly queueIds: readonly string[] | undefined;
}

export interface DueRun {
  readonly id: string;
  readonly due: Instant;
}

/** The run of a pool that is due first, or first after a moment; paused queues aside. One look into an index per queue. */
export const findFirstDue = async (db: Queries, { poolId, queueIds }: Place, after?: Instant): Promise<DueRun | undefined> => {
  const { dialect } = db;
  const time = sql.ref("due.next_scheduled_start_time");
  const first = sql`select due.id as value from flow_run as due
    where due.work_queue_id = queue.id and due.state_type = 'SCHEDULED' and ${isOthersToStart(db, "due")}
      and ${after === undefined ? sql`${time} is not null` : sql`${time} > ${dialect.time(after)}`}
    order by due.next_scheduled_start_time limit 1`;
  const named = queueIds === undefined ? sql`` : sql`and queue.id in (${sql.join([...queueIds])})`;
  const { rows } = await sql<{ id: string; next_scheduled_start_time: Instant }>`
    select run.id, run.next_scheduled_start_time from work_pool as pool join work_queue as queue on queue.work_pool_id = pool.id
      cross join ${dialect.valuesForEach(first, "first")} join flow_run as run on run.id = first.value
    where pool.id = ${poolId} and not pool.is_paused and not queue.is_paused ${named}
    order by run.next_scheduled_start_time, run.id limit 1`.execute(db);
  const [row] = rows;
  return row && { id: row.id, due: row.next_scheduled_start_time };
};
