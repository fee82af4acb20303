import { type CreateBackfill, isTerminal, toMicros } from "@millrace/contract";
import { sql } from "kysely";
import type { Queries } from "../../db/connection.ts";

type Asked = Pick<CreateBackfill, "start_time" | "end_time" | "existing"> & { readonly deployment_id: string };

/** The run that makes a date one to be left out; null for one that another backfill is going to make. */
export type Taken = ReadonlyMap<number, string | null>;

/** The dates of a period, as microseconds, that have a run already which the backfill is not to repeat. */
export const listTakenByRuns = async (db: Queries, { deployment_id, start_time, end_time, existing }: Asked): Promise<Taken> => {
  if (existing === "rerun") return new Map();
  const runs = await db
    .selectFrom("flow_run")
    .select(["id", "expected_start_time", "state_type"])
    .where("deployment_id", "=", deployment_id)
    .where("expected_start_time", ">=", start_time)
    .where("expected_start_time", "<=", end_time)
    // What starts a run is seldom before its date: with this, an index leads past all older runs.
    .where(sql<boolean>`coalesce(flow_run.start_time, flow_run.expected_start_time) >= ${db.dialect.time(start_time)}`)
    .execute();
  const counts = runs.filter(({ state_type }) => existing === "skip" || state_type === "COMPLETED" || !isTerminal(state_type));
  return new Map(counts.flatMap(({ id, expected_start_time: date }) => (date === null ? [] : [[toMicros(date), id] as const])));
};

/** The dates that other backfills of the deployment are about to run. A request that is sent twice makes no run twice. */
export const listTakenByBackfills = async (db: Queries, { deployment_id, existing }: Asked): Promise<Taken> => {
  if (existing === "rerun") return new Map();
  const dates = await db
    .selectFrom("backfill_instant as date")
    .innerJoin("backfill", "backfill.id", "date.backfill_id")
    .select(["date.scheduled_time", "date.flow_run_id"])
    .where("backfill.deployment_id", "=", deployment_id)
    .where("backfill.ended", "is", null)
    .where("date.outcome", "in", ["WAITING", "OPEN"])
    .execute();
  return new Map(dates.map(({ scheduled_time, flow_run_id }) => [toMicros(scheduled_time), flow_run_id]));
};
