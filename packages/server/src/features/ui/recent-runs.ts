import type { RecentRun, StateType, UpcomingRun } from "@millrace/contract";
import { sql } from "kysely";
import type { Context } from "../../context.ts";
import { estimates } from "../run-states/current-state.ts";

type Owner = "flow" | "deployment";

interface RunRow {
  readonly owner_id: string;
  readonly id: string;
  readonly name: string;
  readonly state_type: StateType;
  readonly state_name: string | null;
  readonly state_timestamp: string | null;
  readonly expected_start_time: string | null;
  readonly start_time: string | null;
  readonly total_run_time: number;
}

const ownerOf = (owner: Owner) => sql.ref(`own.${owner}_id`);
const start = sql`coalesce(own.start_time, own.expected_start_time)`;

interface Wanted {
  readonly owner: Owner;
  readonly ids: readonly string[];
}

/** The last runs of each flow or deployment whose time has come, the newest first: a walk along an index for each. */
export const listRecentRuns = async (
  ctx: Context,
  { owner, ids, limit }: Wanted & { limit: number },
): Promise<Map<string, RecentRun[]>> => {
  if (ids.length === 0) return new Map();
  const { dialect, heavyRead } = ctx.db;
  const now = ctx.clock.now();
  const last = sql`select own.id as value from flow_run as own
    where ${ownerOf(owner)} = owner.id and ${start} <= ${dialect.time(now)} order by ${start} desc limit ${limit}`;
  const { rows } = await sql<RunRow>`
    select owner.id as owner_id, run.id, run.name, run.state_type, run.state_name, run.state_timestamp, run.expected_start_time,
      run.start_time, run.total_run_time
    from ${sql.table(owner)} as owner cross join ${dialect.valuesForEach(last, "last")} join flow_run as run on run.id = last.value
    where owner.id in (${sql.join([...ids])}) and run.state_type is not null
    order by coalesce(run.start_time, run.expected_start_time) desc, run.id desc`.execute(heavyRead);
  const runs = rows.flatMap((row) => {
    const timestamp = row.start_time ?? row.expected_start_time;
    if (timestamp === null) return [];
    const { estimated_run_time: duration, estimated_start_time_delta: lateness } = estimates(row, now);
    const { owner_id, id, name, state_type, state_name } = row;
    return [{ owner_id, run: { id, name, state_type, state_name, timestamp, duration, lateness } }];
  });
  return new Map([...Map.groupBy(runs, (one) => one.owner_id)].map(([id, list]) => [id, list.map(({ run }) => run)]));
};

/** The run of each flow or deployment that is due first. */
export const listUpcomingRuns = async (ctx: Context, { owner, ids }: Wanted): Promise<Map<string, UpcomingRun>> => {
  if (ids.length === 0) return new Map();
  const { dialect, heavyRead } = ctx.db;
  const first = sql`select own.id as value from flow_run as own
    where ${ownerOf(owner)} = owner.id and own.state_type = 'SCHEDULED' and own.next_scheduled_start_time is not null
    order by own.next_scheduled_start_time limit 1`;
  const { rows } = await sql<UpcomingRun & { owner_id: string }>`
    select owner.id as owner_id, run.id, run.name, run.next_scheduled_start_time
    from ${sql.table(owner)} as owner cross join ${dialect.valuesForEach(first, "first")} join flow_run as run on run.id = first.value
    where owner.id in (${sql.join([...ids])})`.execute(heavyRead);
  return new Map(rows.map(({ owner_id, ...run }) => [owner_id, run]));
};
