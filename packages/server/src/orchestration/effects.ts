/** What else a kept state asks for. Plain data: the operation that stores the state carries it out in the same transaction. */
import type { Instant, Uuid } from "@millrace/contract";
import type { StateDraft } from "./drafts.ts";

export type Effect =
  | {
      /**
       * Give back the run's slot of its deployment: those of the lease when there is one and it still exists, else one
       * slot of the deployment's limit. A limit that is gone or inactive counts as released (server.md §3.1.2).
       */
      readonly kind: "release-deployment-slot";
      readonly deployment_id: Uuid;
      readonly lease_id: Uuid | null;
    }
  | {
      /** End a lease that nobody will renew, and keep its slot. */
      readonly kind: "revoke-lease";
      readonly lease_id: Uuid;
    }
  | {
      /** End the leases this task run holds on the limits of its tags, and give back their slots. */
      readonly kind: "release-task-slots";
      readonly task_run_id: Uuid;
      readonly tags: readonly string[];
    }
  | {
      /** Force this state on the task run that stands for a subflow in its parent (server.md §2.6). */
      readonly kind: "mirror-to-parent";
      readonly task_run_id: Uuid;
      readonly proposed: StateDraft;
    }
  | {
      readonly kind: "insert-cache";
      readonly cache_key: string;
      readonly cache_expiration: Instant | null;
      readonly task_run_state_id: Uuid;
    }
  | {
      /** Offer a background task run to the workers that serve its task. */
      readonly kind: "enqueue-task-run";
      readonly task_run_id: Uuid;
      readonly task_key: string;
      readonly queue: "scheduled" | "retry";
    }
  | {
      /** Clients older than API 0.8.3 expect the server to reschedule failed tasks, their run counts at 0 (server.md §3.1.4). */
      readonly kind: "retry-failed-task-runs";
      readonly flow_run_id: Uuid;
      readonly scheduled_time: Instant;
    }
  | {
      /** Forget what was asked and answered under these keys by then. */
      readonly kind: "delete-inputs";
      readonly flow_run_id: Uuid;
      readonly keys: readonly string[];
      readonly before: Instant;
    };
