/** How values of the model's columns travel to a database. A name means the same kind in every table. */

export const timeColumns = new Set([
  "created",
  "updated",
  "timestamp",
  "state_timestamp",
  "expected_start_time",
  "next_scheduled_start_time",
  "start_time",
  "end_time",
  "cache_expiration",
  "last_polled",
  "last_heartbeat",
  "occurred",
  "received",
  "expiration",
  "decay_since",
  "claimed",
  "last_transitioned_status_at",
  "last_heartbeat_time",
  "offline_after",
  "disconnected",
  "covered_until",
  "claimed_until",
  "ended",
]);

export const jsonColumns = new Set([
  "tags",
  "labels",
  "parameters",
  "context",
  "empirical_policy",
  "job_variables",
  "created_by",
  "updated_by",
  "state_details",
  "data",
  "task_inputs",
  "parameter_openapi_schema",
  "pull_steps",
  "concurrency_options",
  "schedule",
  "policy",
  "plans",
  "proposal",
  "caller",
  "metadata_",
  "resource",
  "related",
  "payload",
  "filters",
  "target",
  "trigger",
  "actions",
  "actions_on_trigger",
  "actions_on_resolve",
  "base_job_template",
  "storage_configuration",
  "filter",
  "capabilities",
]);

export const booleanColumns = new Set([
  "auto_scheduled",
  "enforce_parameter_schema",
  "paused",
  "is_paused",
  "active",
  "confirmed",
  "is_forced",
  "is_stopped",
  "enabled",
  "owned",
  "is_protected",
  "is_anonymous",
]);

/** Turns a value of the model into one the database driver takes. */
export type Encode = (value: unknown) => unknown;

export interface ColumnCodecs {
  readonly time: Encode;
  readonly json: Encode;
  readonly boolean: Encode;
}

export const encoderOf = (codecs: ColumnCodecs, column: string): Encode | undefined => {
  if (timeColumns.has(column)) return codecs.time;
  if (jsonColumns.has(column)) return codecs.json;
  if (booleanColumns.has(column)) return codecs.boolean;
  return undefined;
};
