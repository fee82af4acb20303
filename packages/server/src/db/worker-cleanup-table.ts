/** The table of teardowns, as schema.ts has those of everything else. */
import type { Instant, JsonObject, Uuid } from "@millrace/contract";

/** Infrastructure of a run that a worker of the pool is to tear down. Gone once that is done or given up. */
export interface WorkerCleanupTable {
  id: Uuid;
  created: Instant;
  work_pool_id: Uuid;
  /** The queue the run came through: its workers are asked first. */
  work_queue_id: Uuid | null;
  kind: string;
  target: JsonObject;
  /** How many times a worker was given it. */
  deliveries: number;
  /** Who has it now, until when, and the word that proves it; null while nobody has. */
  consumer_id: Uuid | null;
  reservation_token: string | null;
  expiration: Instant | null;
}
