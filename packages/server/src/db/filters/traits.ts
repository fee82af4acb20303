import type { Instant, RunTraits } from "@millrace/contract";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Dialect } from "../dialect.ts";
import { allOf, type Condition, column, isAnyOf } from "./members.ts";

/** What runs are filtered by beyond the protocol, at a moment: those that run have run until then. */
export interface TraitsAt extends RunTraits {
  readonly now: Instant;
}

/** Seconds that a run of a table has run, up to now where it runs; null when it has not started. */
export const secondsRun = (dialect: Dialect, table: "flow_run" | "task_run", now: Instant): RawBuilder<number | null> => {
  const [started, type, ran] = [column(`${table}.start_time`), column(`${table}.state_type`), column(`${table}.total_run_time`)];
  const since = dialect.secondsBetween(column(`${table}.state_timestamp`), dialect.time(now));
  return sql`(case when ${started} is null then null when ${type} = 'RUNNING' then ${ran} + ${since} else ${ran} end)`;
};

const isGiven = (seconds: number | null | undefined): seconds is number => seconds !== null && seconds !== undefined;

/** No index knows durations or parameters: the other filters, a period above all, say how many runs are looked at. */
export const traitCondition = (dialect: Dialect, traits: TraitsAt | null | undefined): Condition | undefined => {
  if (!traits) return undefined;
  const { duration, parameters, now } = traits;
  const ran = secondsRun(dialect, "flow_run", now);
  return allOf([
    isGiven(duration?.ge_) ? sql<SqlBool>`${ran} >= ${duration.ge_}` : undefined,
    isGiven(duration?.le_) ? sql<SqlBool>`${ran} <= ${duration.le_}` : undefined,
    ...(parameters ?? []).map(({ path, any_ }) => isAnyOf(dialect.jsonTextAt(column("flow_run.parameters"), path), any_)),
  ]);
};
