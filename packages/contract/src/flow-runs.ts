/** A flow run: one execution of a flow. */
import { CreatedBy, oldRetryFields, runProgress } from "./runs.ts";
import {
  Bool,
  Closed,
  Default,
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
} from "./schema.ts";
import { OrchestrationResult, State, StateCreate, StateType } from "./states.ts";

/** How a flow run retries, and the pauses it has been through. */
export const FlowRunPolicy = Open({
  ...oldRetryFields,
  retries: Default(Nullable(Integer), null),
  /** Seconds. */
  retry_delay: Default(Nullable(Integer), null),
  pause_keys: Default(Nullable(List(Text)), []),
  resuming: Default(Nullable(Bool), false),
  retry_type: Default(Nullable(OneOf("in_process", "reschedule")), null),
});
export type FlowRunPolicy = Parsed<typeof FlowRunPolicy>;

/** The policy of a run that was created without one. */
export const noFlowRunPolicy: FlowRunPolicy = {
  max_retries: 0,
  retry_delay_seconds: 0,
  retries: null,
  retry_delay: null,
  pause_keys: [],
  resuming: false,
  retry_type: null,
};

export const FlowRun = Open({
  ...stored,
  name: Text,
  flow_id: Uuid,
  state_id: Nullable(Uuid),
  deployment_id: Nullable(Uuid),
  deployment_version: Nullable(Text),
  work_queue_id: Nullable(Uuid),
  work_queue_name: Nullable(Text),
  flow_version: Nullable(Text),
  parameters: JsonObject,
  idempotency_key: Nullable(Text),
  context: JsonObject,
  empirical_policy: FlowRunPolicy,
  tags: Tags,
  labels: Labels,
  parent_task_run_id: Nullable(Uuid),
  state_type: Nullable(StateType),
  state_name: Nullable(Text),
  ...runProgress,
  auto_scheduled: Bool,
  infrastructure_document_id: Nullable(Uuid),
  infrastructure_pid: Nullable(Text),
  created_by: Nullable(CreatedBy),
  work_pool_id: Nullable(Uuid),
  work_pool_name: Nullable(Text),
  state: Nullable(State),
  job_variables: Nullable(JsonObject),
});
export type FlowRun = Parsed<typeof FlowRun>;

/** What a new run may be given, whichever way it is made. Without a name it gets two random words. */
export const newFlowRun = {
  state: Default(Nullable(StateCreate), null),
  name: Default(Nullable(Text), null),
  parameters: Default(JsonObject, {}),
  context: Default(JsonObject, {}),
  parent_task_run_id: Default(Nullable(Uuid), null),
  infrastructure_document_id: Default(Nullable(Uuid), null),
  empirical_policy: Default(FlowRunPolicy, noFlowRunPolicy),
  tags: Default(Tags, []),
  labels: Default(Nullable(Labels), {}),
  idempotency_key: Default(Nullable(Text), null),
  work_queue_name: Default(Nullable(Text), null),
  job_variables: Default(Nullable(JsonObject), null),
} as const;

export const CreateFlowRun = Closed({
  ...newFlowRun,
  flow_id: Uuid,
  flow_version: Default(Nullable(Text), null),
  work_pool_name: Default(Nullable(Text), null),
  deployment_id: Default(Nullable(Uuid), null),
});
export type CreateFlowRun = Parsed<typeof CreateFlowRun>;
export type CreateFlowRunInput = Static<typeof CreateFlowRun>;

/** A null name asks for two random words; `job_variables` may change while the run is scheduled only (server.md §5.2). */
export const UpdateFlowRun = Closed({
  name: Optional(Nullable(Text)),
  flow_version: Optional(Nullable(Text)),
  parameters: Optional(JsonObject),
  empirical_policy: Optional(FlowRunPolicy),
  tags: Optional(Tags),
  infrastructure_pid: Optional(Nullable(Text)),
  job_variables: Optional(Nullable(JsonObject)),
});
export type UpdateFlowRun = Parsed<typeof UpdateFlowRun>;
export type UpdateFlowRunInput = Static<typeof UpdateFlowRun>;

/** `START_TIME` sorts take the expected start of runs that have not started. */
export const FlowRunSort = OneOf(
  "ID_DESC",
  "START_TIME_ASC",
  "START_TIME_DESC",
  "EXPECTED_START_TIME_ASC",
  "EXPECTED_START_TIME_DESC",
  "NAME_ASC",
  "NAME_DESC",
  "NEXT_SCHEDULED_START_TIME_ASC",
  "END_TIME_DESC",
);
export type FlowRunSort = Parsed<typeof FlowRunSort>;

/** The rules' answer for one of many runs. */
export const FlowRunOrchestrationResult = Open({ flow_run_id: Uuid, ...OrchestrationResult.fields });
export type FlowRunOrchestrationResult = Parsed<typeof FlowRunOrchestrationResult>;
