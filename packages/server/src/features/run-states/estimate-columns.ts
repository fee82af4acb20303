import { type Instant, terminalStateTypes, toMicros } from "@millrace/contract";
import { type RawBuilder, sql } from "kysely";
import type { Dialect } from "../../db/dialect.ts";

type RunTable = "flow_run" | "task_run";

const terminal = sql.join(terminalStateTypes.map((type) => sql.lit(type)));

/** What `estimates` computes of one run (current-state.ts), as expressions for queries that add up many; in seconds. */
export const estimateColumns = (dialect: Dialect, table: RunTable, now: Instant) => {
  const micros = (name: string): RawBuilder<number> => dialect.micros(sql.ref(`${table}.${name}`));
  const present = sql<number>`cast(${toMicros(now)} as bigint)`;
  const seconds = (from: RawBuilder<number>, to: RawBuilder<number>): RawBuilder<number> =>
    sql`cast(${to} - ${from} as double precision) / 1000000`;
  const of = (name: string) => sql.ref(`${table}.${name}`);
  const nowTime = dialect.time(now);
  return {
    runTime: sql<number>`(${of("total_run_time")} + case
      when ${of("state_type")} = 'RUNNING' and ${of("state_timestamp")} < ${nowTime} then ${seconds(micros("state_timestamp"), present)}
      else 0 end)`,
    lateness: sql<number>`(case
      when ${of("start_time")} > ${of("expected_start_time")} then ${seconds(micros("expected_start_time"), micros("start_time"))}
      when ${of("start_time")} is null and ${of("expected_start_time")} < ${nowTime}
        and (${of("state_type")} is null or ${of("state_type")} not in (${terminal}))
        then ${seconds(micros("expected_start_time"), present)}
      else 0 end)`,
  };
};
