import type { Instant, JsonObject } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import type { DeploymentConcurrency } from "../../orchestration/rule-store.ts";
import { activeSlots } from "./limit-rows.ts";

/** What queries read of a deployment's limit. All null but the options when it has none. */
export interface DeploymentLimitColumns {
  readonly concurrency_options: JsonObject | null;
  readonly limit_id: string | null;
  readonly limit_name: string | null;
  readonly limit_active: boolean | null;
  readonly limit_limit: number | null;
  readonly limit_active_slots: number | null;
  readonly limit_slot_decay_per_second: number | null;
  readonly limit_decay_since: Instant | null;
}

/** Those columns, of a `concurrency_limit` joined as `slots`, and of the deployment. */
export const deploymentLimitColumns = [
  "deployment.concurrency_options",
  "slots.id as limit_id",
  "slots.name as limit_name",
  "slots.active as limit_active",
  "slots.limit as limit_limit",
  "slots.active_slots as limit_active_slots",
  "slots.slot_decay_per_second as limit_slot_decay_per_second",
  "slots.decay_since as limit_decay_since",
] as const;

const limitOf = (row: DeploymentLimitColumns, now: Instant): DeploymentConcurrency["limit"] => {
  const { limit_id: id, limit_name: name, limit_limit: limit, limit_decay_since: decay_since } = row;
  // An inactive limit holds nobody up, here as everywhere else.
  if (id === null || name === null || limit === null || decay_since === null || row.limit_active !== true) return null;
  const taken = { active_slots: row.limit_active_slots ?? 0, slot_decay_per_second: row.limit_slot_decay_per_second ?? 0, decay_since };
  return { id, name, limit, active_slots: activeSlots(taken, now) };
};

/** How many runs of a deployment may be under way, and what becomes of one too many. */
export const toDeploymentConcurrency = (row: DeploymentLimitColumns, now: Instant): DeploymentConcurrency => {
  const { collision_strategy, grace_period_seconds } = row.concurrency_options ?? {};
  return {
    limit: limitOf(row, now),
    collision_strategy: collision_strategy === "CANCEL_NEW" ? "CANCEL_NEW" : "ENQUEUE",
    grace_period_seconds: typeof grace_period_seconds === "number" ? grace_period_seconds : null,
  };
};

/** Undefined when the deployment is gone. */
export const findDeploymentConcurrency = async (db: Queries, id: string, now: Instant): Promise<DeploymentConcurrency | undefined> => {
  const row = await db
    .selectFrom("deployment")
    .leftJoin("concurrency_limit as slots", "slots.id", "deployment.concurrency_limit_id")
    .select(deploymentLimitColumns)
    .where("deployment.id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : toDeploymentConcurrency(row, now);
};
