/** The tables of jobs on many flow runs, as schema.ts has those of everything else. */
import type { Instant, StateCreate, StateType, Uuid } from "@millrace/contract";
import type { Caller } from "../context.ts";

/** One deed on the flow runs that matched when it was asked for. */
export interface BulkJobTable {
  id: Uuid;
  created: Instant;
  action: "cancel" | "retry" | "set_state" | "delete";
  /** What it proposes to each run; null where it deletes them. */
  proposal: StateCreate | null;
  is_forced: boolean;
  /** Who asked for it. */
  caller: Caller;
  total: number;
  is_stopped: boolean;
  /** Why it ended before its time. */
  error: string | null;
  /** Whoever works at it, which a server that takes it over changes. */
  claim: Uuid;
  /** Moves on as long as somebody works at it. */
  claimed_until: Instant;
  ended: Instant | null;
}

/** A run of a job. It may be gone by now. */
export interface BulkJobRunTable {
  job_id: Uuid;
  /** Its turn. */
  position: number;
  flow_run_id: Uuid;
  outcome: "waiting" | "done" | "refused" | "failed";
  /** The state it was in then, where the job learned of it. */
  state_type: StateType | null;
  state_name: string | null;
  reason: string | null;
}
