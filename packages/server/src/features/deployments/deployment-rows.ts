import type { ConcurrencyOptions, CreatedBy, Deployment, DeploymentSchedule, GlobalConcurrencyLimit, Schedule } from "@millrace/contract";
import type { Queries } from "../../db/connection.ts";
import type { DeploymentScheduleTable, DeploymentTable } from "../../db/schema.ts";

export interface DeploymentRow extends DeploymentTable {
  readonly work_pool_name: string | null;
  /** What its queue is called now; null once that is gone. */
  readonly queue_name: string | null;
}

/** Deployments with the names of their queue and of the pool it belongs to. */
export const selectDeployments = (db: Queries) =>
  db
    .selectFrom("deployment")
    .leftJoin("work_queue as queue", "queue.id", "deployment.work_queue_id")
    .leftJoin("work_pool as pool", "pool.id", "queue.work_pool_id")
    .selectAll("deployment")
    .select(["pool.name as work_pool_name", "queue.name as queue_name"]);

/** A schedule as it was stored: only valid ones are (see schedules.ts). */
export const storedSchedule = (row: Pick<DeploymentScheduleTable, "schedule">): Schedule => row.schedule as unknown as Schedule;

export const toSchedule = (row: DeploymentScheduleTable): DeploymentSchedule => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  deployment_id: row.deployment_id,
  schedule: storedSchedule(row),
  active: row.active,
  max_scheduled_runs: row.max_scheduled_runs,
  parameters: row.parameters,
  slug: row.slug,
});

interface Belonging {
  readonly schedules: readonly DeploymentSchedule[];
  readonly limit: GlobalConcurrencyLimit | null;
}

/** A deployment as the protocol shows it, which tells of its limit in one place only. */
export const toDeployment = (row: DeploymentRow, { schedules, limit }: Belonging): Deployment => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  name: row.name,
  version: row.version,
  description: row.description,
  flow_id: row.flow_id,
  paused: row.paused,
  schedules,
  concurrency_limit: null,
  global_concurrency_limit: limit,
  concurrency_options: row.concurrency_options as unknown as ConcurrencyOptions | null,
  job_variables: row.job_variables,
  parameters: row.parameters,
  tags: row.tags,
  labels: row.labels,
  work_queue_name: row.queue_name ?? row.work_queue_name,
  work_queue_id: row.work_queue_id,
  last_polled: row.last_polled,
  parameter_openapi_schema: row.parameter_openapi_schema,
  path: row.path,
  pull_steps: row.pull_steps,
  entrypoint: row.entrypoint,
  storage_document_id: row.storage_document_id,
  infrastructure_document_id: row.infrastructure_document_id,
  created_by: row.created_by as unknown as CreatedBy | null,
  updated_by: row.updated_by as unknown as CreatedBy | null,
  work_pool_name: row.work_pool_name,
  status: row.status,
  enforce_parameter_schema: row.enforce_parameter_schema,
});
