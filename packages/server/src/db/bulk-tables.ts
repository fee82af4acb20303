/** The tables of jobs on many things, as schema.ts has those of everything else. */
import type { Instant, StateCreate, StateType, Uuid } from "@millrace/contract";
import type { Caller } from "../context.ts";

/** One deed on what matched when it was asked for. */
export interface BulkJobTable {
  id: Uuid;
  created: Instant;
  subject: "flow_runs" | "task_runs" | "deployments" | "flows";
  action: "cancel" | "retry" | "set_state" | "delete" | "pause" | "resume" | "schedules_on" | "schedules_off";
  /** What it proposes to each run; null for all other deeds. */
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

/** A thing that a job is about. It may be gone by now. */
export interface BulkJobItemTable {
  job_id: Uuid;
  /** Its turn. */
  position: number;
  item_id: Uuid;
  /** As it was called when the job began. */
  name: string | null;
  outcome: "waiting" | "done" | "refused" | "failed";
  /** The state a run was in then, where the job learned of it. */
  state_type: StateType | null;
  state_name: string | null;
  reason: string | null;
}
