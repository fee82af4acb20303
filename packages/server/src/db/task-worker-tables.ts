/** The tables of task workers, as schema.ts has those of everything else. */
import type { Instant, Uuid } from "@millrace/contract";

/** A background task run that was given to a worker in one of its states. */
export interface TaskRunClaimTable {
  state_id: Uuid;
  task_run_id: Uuid;
  claimed: Instant;
  /** The worker has it; an unconfirmed claim that is old was lost and counts for nothing. */
  confirmed: boolean;
  /** Who has it, once confirmed. */
  worker: string | null;
}

/** A connection of a task worker; it counts as there until a moment that moves on as long as it is. */
export interface TaskWorkerConnectionTable {
  id: Uuid;
  worker: string;
  offline_after: Instant;
}
