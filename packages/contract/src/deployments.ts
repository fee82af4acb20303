/** A deployment: a flow with where, when and with what it runs. */
import { GlobalConcurrencyLimit } from "./concurrency-limits.ts";
import { newFlowRun } from "./flow-runs.ts";
import { CreatedBy } from "./runs.ts";
import { CreateDeploymentSchedule, DeploymentSchedule, UpdateDeploymentSchedule } from "./schedules.ts";
import {
  Bool,
  Closed,
  Default,
  Instant,
  Integer,
  JsonObject,
  Labels,
  List,
  Nullable,
  OneOf,
  Open,
  Optional,
  type Parsed,
  type Static,
  stored,
  Tags,
  Text,
  Uuid,
  With,
} from "./schema.ts";

/** What happens to a run that finds no free slot, and how long one that has a slot may take to start, in seconds. */
export const ConcurrencyOptions = Open({
  collision_strategy: OneOf("ENQUEUE", "CANCEL_NEW"),
  grace_period_seconds: Default(Nullable(With(Integer, { minimum: 60, maximum: 86_400 })), null),
});
export type ConcurrencyOptions = Parsed<typeof ConcurrencyOptions>;

/** `READY` while something polls for its runs. */
export const DeploymentStatus = OneOf("READY", "NOT_READY");
export type DeploymentStatus = Parsed<typeof DeploymentStatus>;

export const Deployment = Open({
  ...stored,
  name: Text,
  version: Nullable(Text),
  description: Nullable(Text),
  flow_id: Uuid,
  paused: Bool,
  /** The one updated last comes first. */
  schedules: List(DeploymentSchedule),
  /** Always null: `global_concurrency_limit` tells it. */
  concurrency_limit: Nullable(Integer),
  global_concurrency_limit: Nullable(GlobalConcurrencyLimit),
  concurrency_options: Nullable(ConcurrencyOptions),
  job_variables: JsonObject,
  parameters: JsonObject,
  tags: Tags,
  labels: Labels,
  work_queue_name: Nullable(Text),
  work_queue_id: Nullable(Uuid),
  last_polled: Nullable(Instant),
  parameter_openapi_schema: Nullable(JsonObject),
  path: Nullable(Text),
  pull_steps: Nullable(List(JsonObject)),
  entrypoint: Nullable(Text),
  storage_document_id: Nullable(Uuid),
  infrastructure_document_id: Nullable(Uuid),
  created_by: Nullable(CreatedBy),
  updated_by: Nullable(CreatedBy),
  work_pool_name: Nullable(Text),
  status: Nullable(DeploymentStatus),
  enforce_parameter_schema: Bool,
});
export type Deployment = Parsed<typeof Deployment>;

const name = With(Text, { pattern: "^[^/%&><]*$", "x-one-line": true });
const concurrencyLimit = Nullable(With(Integer, { exclusiveMinimum: 0 }));

/** What both creating and changing a deployment may set. */
const settable = {
  version: Optional(Nullable(Text)),
  description: Optional(Nullable(Text)),
  paused: Optional(Bool),
  concurrency_limit: Optional(concurrencyLimit),
  concurrency_options: Optional(Nullable(ConcurrencyOptions)),
  global_concurrency_limit_id: Optional(Nullable(Uuid)),
  parameter_openapi_schema: Optional(Nullable(JsonObject)),
  tags: Optional(Tags),
  work_queue_name: Optional(Nullable(Text)),
  work_pool_name: Optional(Nullable(Text)),
  path: Optional(Nullable(Text)),
  pull_steps: Optional(Nullable(List(JsonObject))),
  entrypoint: Optional(Nullable(Text)),
  storage_document_id: Optional(Nullable(Uuid)),
  infrastructure_document_id: Optional(Nullable(Uuid)),
  /** Accepted and ignored. */
  version_info: Optional(Nullable(Open({ type: Text, version: Text }))),
} as const;

/** Keys that are not sent keep their value when the deployment exists already, except that its schedules are always replaced. */
export const CreateDeployment = Closed({
  name,
  flow_id: Uuid,
  ...settable,
  schedules: Default(List(CreateDeploymentSchedule), []),
  enforce_parameter_schema: Optional(Bool),
  parameters: Optional(JsonObject),
  labels: Optional(Nullable(Labels)),
  job_variables: Optional(JsonObject),
});
export type CreateDeployment = Parsed<typeof CreateDeployment>;
export type CreateDeploymentInput = Static<typeof CreateDeployment>;

export const UpdateDeployment = Closed({
  ...settable,
  schedules: Optional(List(UpdateDeploymentSchedule)),
  enforce_parameter_schema: Optional(Nullable(Bool)),
  parameters: Optional(Nullable(JsonObject)),
  job_variables: Optional(Nullable(JsonObject)),
});
export type UpdateDeployment = Parsed<typeof UpdateDeployment>;
export type UpdateDeploymentInput = Static<typeof UpdateDeployment>;

/** A run of a deployment; what it does not say comes from the deployment. */
export const CreateDeploymentFlowRun = Closed({
  ...newFlowRun,
  labels: Default(Nullable(Labels), null),
  job_variables: Default(Nullable(JsonObject), {}),
  enforce_parameter_schema: Default(Nullable(Bool), null),
});
export type CreateDeploymentFlowRun = Parsed<typeof CreateDeploymentFlowRun>;
export type CreateDeploymentFlowRunInput = Static<typeof CreateDeploymentFlowRun>;

/** What became of one of many runs to create. */
export const CreatedFlowRun = Open({ flow_run_id: Nullable(Uuid), status: OneOf("CREATED", "FAILED"), error: Nullable(Text) });
export type CreatedFlowRun = Parsed<typeof CreatedFlowRun>;

export const DeploymentSort = OneOf("CREATED_DESC", "UPDATED_DESC", "NAME_ASC", "NAME_DESC");
export type DeploymentSort = Parsed<typeof DeploymentSort>;
