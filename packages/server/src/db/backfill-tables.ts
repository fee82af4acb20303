/** The tables of backfills, as schema.ts has those of everything else. */
import type { Instant, JsonObject, Uuid } from "@millrace/contract";

/** Runs of a deployment for the dates of a past period, a few at a time. */
export interface BackfillTable {
  id: Uuid;
  created: Instant;
  updated: Instant;
  deployment_id: Uuid;
  state: "RUNNING" | "PAUSED" | "CANCELLING" | "CANCELLED" | "COMPLETED";
  /** Why it is in this state, when nobody asked for it. */
  message: string | null;
  start_time: Instant;
  end_time: Instant;
  /** The schedules whose dates it takes, as they were when it was made. */
  plans: readonly JsonObject[];
  parameters: JsonObject;
  work_queue_name: string | null;
  concurrency_limit: number;
  direction: "oldest_first" | "newest_first";
  existing: "skip" | "rerun_failed" | "rerun";
  total: number;
  ended: Instant | null;
}

/** A date of a backfill. It has a run from `OPEN` on, and one that is skipped had one before. */
export interface BackfillInstantTable {
  backfill_id: Uuid;
  /** Its turn. */
  position: number;
  /** Which of the backfill's plans it is a date of. */
  plan: number;
  /** The date as a state's details tell it, in the zone of its schedule. */
  scheduled_time: string;
  outcome: "WAITING" | "OPEN" | "ENDED" | "SKIPPED" | "CANCELLED";
  flow_run_id: Uuid | null;
}
