import { sql } from "kysely";
import type { Queries } from "./connection.ts";

/** Ids that transactions are known by at the moment wrap around after so many. */
const ids = sql.lit(2 ** 32);

/**
 * The transaction id below which every writer of this database has ended. A snapshot's own `xmin` is that of all databases on the
 * server: a long write to one of them would hide what happens in the others. The snapshot is taken before its writers are looked up,
 * so that none of them began unseen. What a query reads after this one has all that these writers wrote.
 */
export const findOldestWriter = async (db: Queries): Promise<number> => {
  const { rows } = await sql<{ oldest: number }>`
    with seen as materialized (
      select pg_snapshot_xmin(now)::text::bigint as first, pg_snapshot_xmax(now)::text::bigint as next
      from pg_current_snapshot() as now
    ), writer as (
      select backend_xid as id from pg_stat_activity where datname = current_database() and backend_xid is not null
      -- Of other roles' sessions only their locks are told.
      union all select transactionid from pg_locks join pg_stat_activity as session using (pid)
        where session.datname = current_database() and session.backend_xid is null
          and locktype = 'transactionid' and mode = 'ExclusiveLock' and granted
      union all select transaction from pg_prepared_xacts where database = current_database()
    ), whole as (
      select first - first % ${ids} + id::text::bigint as id, first from writer, seen
    )
    select least(next, (select min(case when id < first then id + ${ids} else id end) from whole)) as oldest from seen`.execute(db);
  return rows[0]?.oldest ?? 0;
};
