/**
 * The data model on one page. Fields keep their wire spelling; the types here say what a row holds once read, on either
 * database: times as protocol text, JSON as values, booleans as booleans.
 */
import type { Instant, Json, JsonObject, Labels, StateDetails, StateType, Uuid } from "@millrace/contract";
import type { Generated } from "kysely";
import type { BackfillInstantTable, BackfillTable } from "./backfill-tables.ts";
import type { BulkJobItemTable, BulkJobTable } from "./bulk-tables.ts";
import type { RunCountChangeTable, RunCountTable } from "./count-tables.ts";
import type { TaskRunClaimTable, TaskWorkerConnectionTable } from "./task-worker-tables.ts";
import type { WorkerCleanupTable } from "./worker-cleanup-table.ts";

interface Stored {
  id: Uuid;
  created: Instant;
  updated: Instant;
}

export interface FlowTable extends Stored {
  name: string;
  tags: readonly string[];
  labels: Labels;
}

/** What both kinds of run know of their current state, copied from the state row so that lists need no join. */
interface RunStateColumns {
  state_id: Uuid | null;
  state_type: StateType | null;
  state_name: string | null;
  state_timestamp: Instant | null;
  run_count: number;
  expected_start_time: Instant | null;
  next_scheduled_start_time: Instant | null;
  start_time: Instant | null;
  end_time: Instant | null;
  /** Seconds spent in RUNNING, without the current stretch. */
  total_run_time: number;
}

export interface FlowRunTable extends Stored, RunStateColumns {
  name: string;
  flow_id: Uuid;
  flow_version: string | null;
  deployment_id: Uuid | null;
  deployment_version: string | null;
  work_queue_id: Uuid | null;
  work_queue_name: string | null;
  parent_task_run_id: Uuid | null;
  infrastructure_document_id: Uuid | null;
  infrastructure_pid: string | null;
  idempotency_key: string | null;
  parameters: JsonObject;
  context: JsonObject;
  empirical_policy: JsonObject;
  job_variables: JsonObject | null;
  tags: readonly string[];
  labels: Labels;
  created_by: JsonObject | null;
  auto_scheduled: boolean;
  /** When the process running it last gave a sign of life; null when it never did. */
  last_heartbeat: Instant | null;
  /** Seconds between the last two signs of life of this stretch of RUNNING; null when there was only one. */
  heartbeat_interval: number | null;
}

/** When the process of a run let go of the connection that brought its signs of life. */
export interface FlowRunDisconnectTable {
  flow_run_id: Uuid;
  disconnected: Instant;
}

/** The states of a run, oldest first by timestamp. */
interface StateColumns {
  id: Uuid;
  type: StateType;
  name: string;
  timestamp: Instant;
  message: string | null;
  state_details: StateDetails;
  data: Json;
}

export interface FlowRunStateTable extends StateColumns {
  flow_run_id: Uuid;
}

export interface TaskRunStateTable extends StateColumns {
  task_run_id: Uuid;
}

export interface FlowRunInputTable extends Stored {
  flow_run_id: Uuid;
  key: string;
  value: string;
  sender: string | null;
}

export interface TaskRunTable extends Stored, RunStateColumns {
  name: string;
  flow_run_id: Uuid | null;
  task_key: string;
  dynamic_key: string;
  task_version: string | null;
  cache_key: string | null;
  cache_expiration: Instant | null;
  flow_run_run_count: number;
  empirical_policy: JsonObject;
  task_inputs: JsonObject;
  tags: readonly string[];
  labels: Labels | null;
}

export interface TaskRunStateCacheTable {
  id: Uuid;
  created: Instant;
  cache_key: string;
  cache_expiration: Instant | null;
  task_run_state_id: Uuid;
}

export interface LogTable {
  id: Uuid;
  created: Instant;
  name: string;
  level: number;
  message: string;
  timestamp: Instant;
  flow_run_id: Uuid | null;
  task_run_id: Uuid | null;
}

export interface DeploymentTable extends Stored {
  name: string;
  flow_id: Uuid;
  version: string | null;
  description: string | null;
  tags: readonly string[];
  labels: Labels;
  parameters: JsonObject;
  parameter_openapi_schema: JsonObject;
  enforce_parameter_schema: boolean;
  pull_steps: readonly JsonObject[];
  job_variables: JsonObject;
  path: string | null;
  entrypoint: string | null;
  storage_document_id: Uuid | null;
  infrastructure_document_id: Uuid | null;
  work_queue_id: Uuid | null;
  work_queue_name: string | null;
  paused: boolean;
  status: "READY" | "NOT_READY";
  last_polled: Instant | null;
  concurrency_limit_id: Uuid | null;
  concurrency_options: JsonObject | null;
  created_by: JsonObject | null;
  updated_by: JsonObject | null;
}

export interface DeploymentScheduleTable extends Stored {
  deployment_id: Uuid;
  schedule: JsonObject;
  active: boolean;
  max_scheduled_runs: number | null;
  parameters: JsonObject;
  slug: string | null;
  /** What becomes of missed and overlapping dates; null where the protocol decides. */
  policy: JsonObject | null;
  /** Up to where its dates have their runs; dates after it that are past are missed ones. Null where nobody asks. */
  covered_until: Instant | null;
}

/** `limit` slots that may be taken at once; `active_slots` of them were at `decay_since`, from when on they come back at the decay's rate. */
export interface ConcurrencyLimitTable extends Stored {
  name: string;
  active: boolean;
  limit: number;
  active_slots: number;
  denied_slots: number;
  slot_decay_per_second: number;
  avg_slot_occupancy_seconds: number;
  decay_since: Instant;
}

/** Slots taken until somebody gives them back or the lease runs out. */
export interface ConcurrencyLeaseTable {
  id: Uuid;
  created: Instant;
  expiration: Instant;
  slots: number;
  holder_type: "flow_run" | "task_run" | "deployment" | null;
  holder_id: Uuid | null;
}

/** The limits that count the slots of a lease. */
export interface ConcurrencyLeaseLimitTable {
  lease_id: Uuid;
  limit_id: Uuid;
}

export interface WorkPoolTable extends Stored {
  name: string;
  description: string | null;
  type: string;
  base_job_template: JsonObject;
  is_paused: boolean;
  concurrency_limit: number | null;
  storage_configuration: JsonObject;
  default_queue_id: Uuid | null;
  /** Null for pools of agents. */
  status: "READY" | "NOT_READY" | "PAUSED" | null;
  last_transitioned_status_at: Instant | null;
  last_status_event_id: Uuid | null;
}

export interface WorkQueueTable extends Stored {
  name: string;
  description: string | null;
  work_pool_id: Uuid;
  priority: number;
  is_paused: boolean;
  concurrency_limit: number | null;
  status: "READY" | "NOT_READY" | "PAUSED";
  last_polled: Instant | null;
  filter: JsonObject | null;
}

export interface WorkerTable extends Stored {
  name: string;
  work_pool_id: Uuid;
  last_heartbeat_time: Instant;
  heartbeat_interval_seconds: number | null;
  /** Until when it counts as online without another sign of life. */
  offline_after: Instant;
}

export interface ArtifactTable extends Stored {
  key: string | null;
  type: string | null;
  description: string | null;
  data: Json;
  metadata_: JsonObject | null;
  flow_run_id: Uuid | null;
  task_run_id: Uuid | null;
}

/** The artifacts of one key; the one written last is shown for all. */
export interface ArtifactCollectionTable extends Stored {
  key: string;
  latest_id: Uuid;
}

export interface VariableTable extends Stored {
  name: string;
  data: Json;
  tags: readonly string[];
}

export interface SavedSearchTable extends Stored {
  name: string;
  filters: readonly JsonObject[];
}

/** What the server remembers of its own, by name. */
export interface ConfigurationTable extends Stored {
  key: string;
  data: Json;
}

export interface BlockTypeTable extends Stored {
  name: string;
  slug: string;
  logo_url: string | null;
  documentation_url: string | null;
  description: string | null;
  code_example: string | null;
  is_protected: boolean;
}

export interface BlockSchemaTable extends Stored {
  checksum: string;
  version: string;
  /** JSON text, kept as it was written. */
  fields: string;
  capabilities: readonly string[];
  block_type_id: Uuid;
}

export interface BlockDocumentTable extends Stored {
  name: string;
  /** The values without those of documents it refers to. */
  encrypted_data: string;
  is_anonymous: boolean;
  block_type_id: Uuid;
  block_schema_id: Uuid;
}

export interface BlockDocumentReferenceTable {
  parent_block_document_id: Uuid;
  /** The key of the parent's data that holds the other document's. */
  name: string;
  reference_block_document_id: Uuid;
}

export interface AutomationTable extends Stored {
  name: string;
  description: string;
  enabled: boolean;
  tags: readonly string[];
  trigger: JsonObject;
  actions: readonly JsonObject[];
  actions_on_trigger: readonly JsonObject[];
  actions_on_resolve: readonly JsonObject[];
}

/** What an automation acts on, or what it belongs to and goes away with. */
export interface AutomationResourceTable {
  automation_id: Uuid;
  resource_id: string;
  owned: boolean;
}

/** Every event, in the order it was committed: `position` never shows a gap that a slower writer could still fill. */
export interface EventTable {
  position: Generated<number>;
  id: Uuid;
  occurred: Instant;
  received: Instant;
  event: string;
  resource_id: string;
  resource: Readonly<Record<string, string>>;
  related: readonly Readonly<Record<string, string>>[];
  payload: JsonObject;
  follows: Uuid | null;
}

/** The events received at a time name the resource as related, some of them at least. */
export interface EventMentionTable {
  resource_id: string;
  received: Instant;
}

export interface CsrfTokenTable extends Stored {
  client: string;
  token: string;
  expiration: Instant;
}

export interface Tables {
  flow: FlowTable;
  flow_run: FlowRunTable;
  flow_run_state: FlowRunStateTable;
  flow_run_disconnect: FlowRunDisconnectTable;
  flow_run_input: FlowRunInputTable;
  task_run: TaskRunTable;
  task_run_state: TaskRunStateTable;
  task_run_claim: TaskRunClaimTable;
  task_worker_connection: TaskWorkerConnectionTable;
  task_run_state_cache: TaskRunStateCacheTable;
  log: LogTable;
  deployment: DeploymentTable;
  deployment_schedule: DeploymentScheduleTable;
  backfill: BackfillTable;
  backfill_instant: BackfillInstantTable;
  bulk_job: BulkJobTable;
  bulk_job_item: BulkJobItemTable;
  concurrency_limit: ConcurrencyLimitTable;
  concurrency_lease: ConcurrencyLeaseTable;
  concurrency_lease_limit: ConcurrencyLeaseLimitTable;
  work_pool: WorkPoolTable;
  work_queue: WorkQueueTable;
  worker: WorkerTable;
  worker_cleanup: WorkerCleanupTable;
  artifact: ArtifactTable;
  artifact_collection: ArtifactCollectionTable;
  variable: VariableTable;
  saved_search: SavedSearchTable;
  configuration: ConfigurationTable;
  block_type: BlockTypeTable;
  block_schema: BlockSchemaTable;
  block_document: BlockDocumentTable;
  block_document_reference: BlockDocumentReferenceTable;
  automation: AutomationTable;
  automation_resource: AutomationResourceTable;
  event: EventTable;
  event_mention: EventMentionTable;
  csrf_token: CsrfTokenTable;
  run_count: RunCountTable;
  run_count_change: RunCountChangeTable;
}
