import { type Instant, terminalStateTypes } from "@millrace/contract";
import { sql } from "kysely";
import type { Dialect } from "../../db/dialect.ts";

type RunTable = "flow_run" | "task_run";

const terminal = sql.join(terminalStateTypes.map((type) => sql.lit(type)));

/** What `estimates` computes of one run (current-state.ts), as expressions for queries that add up many; in seconds. */
export const estimateColumns = (dialect: Dialect, table: RunTable, now: Instant) => {
  const of = (name: string) => sql.ref(`${table}.${name}`);
  const nowTime = dialect.time(now);
  return {
    runTime: sql<number>`(${of("total_run_time")} + case
      when ${of("state_type")} = 'RUNNING' and ${of("state_timestamp")} < ${nowTime} then ${dialect.secondsBetween(of("state_timestamp"), nowTime)}
      else 0 end)`,
    lateness: sql<number>`(case
      when ${of("start_time")} > ${of("expected_start_time")} then ${dialect.secondsBetween(of("expected_start_time"), of("start_time"))}
      when ${of("start_time")} is null and ${of("expected_start_time")} < ${nowTime}
        and (${of("state_type")} is null or ${of("state_type")} not in (${terminal}))
        then ${dialect.secondsBetween(of("expected_start_time"), nowTime)}
      else 0 end)`,
  };
};
