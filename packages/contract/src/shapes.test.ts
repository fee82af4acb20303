import { describe, expect, expectTypeOf, test } from "vitest";
import { CsrfToken } from "./admin.ts";
import { GlobalConcurrencyLimit } from "./concurrency-limits.ts";
import {
  ConcurrencyOptions,
  CreateDeployment,
  CreateDeploymentFlowRun,
  CreatedFlowRun,
  Deployment,
  UpdateDeployment,
} from "./deployments.ts";
import { Event, ReceivedEvent } from "./events.ts";
import { DeploymentFilter } from "./filters/deployment.ts";
import { EventFilter } from "./filters/event.ts";
import { FlowFilter } from "./filters/flow.ts";
import type { FlowRunFilterInput } from "./filters/flow-run.ts";
import { FlowRunFilter } from "./filters/flow-run.ts";
import { TaskRunFilter } from "./filters/task-run.ts";
import { WorkPoolFilter } from "./filters/work-pool.ts";
import { WorkQueueFilter } from "./filters/work-queue.ts";
import { DependencyResult, FlowRunGraph, GraphArtifact, GraphNode } from "./flow-run-graph.ts";
import { FlowRunInput } from "./flow-run-inputs.ts";
import { CreateFlowRun, FlowRun, FlowRunOrchestrationResult, FlowRunPolicy, UpdateFlowRun } from "./flow-runs.ts";
import type { CreateFlowInput } from "./flows.ts";
import { CreateFlow, Flow, UpdateFlow } from "./flows.ts";
import { CreateLog, Log, LogFilter } from "./logs.ts";
import { CreatedBy, RunHistory } from "./runs.ts";
import {
  CreateDeploymentSchedule,
  CronSchedule,
  DeploymentSchedule,
  IntervalSchedule,
  RRuleSchedule,
  UpdateDeploymentSchedule,
} from "./schedules.ts";
import type { Labels } from "./schema.ts";
import { OrchestrationResult, State, StateCreate } from "./states.ts";
import { CreateTaskRun, TaskRun, TaskRunPolicy, TaskRunSummary, UpdateTaskRun } from "./task-runs.ts";
import {
  CreateWorkPool,
  DueFlowRun,
  PlainFlowRun,
  SlotHolder,
  UpdateWorkPool,
  WorkPool,
  WorkPoolConcurrency,
  WorkPoolStorage,
  WorkQueueConcurrency,
} from "./work-pools.ts";
import { CreateWorkQueue, PlainWorkQueue, UpdateWorkQueue, WorkQueue, WorkQueueHealth } from "./work-queues.ts";
import { Worker, WorkerFilter } from "./workers.ts";

/** Everything the protocol answers with and its keys, as its own document lists them. */
const answers = [
  ["Flow", Flow, "created id labels name tags updated"],
  [
    "FlowRun",
    FlowRun,
    "auto_scheduled context created created_by deployment_id deployment_version empirical_policy end_time estimated_run_time estimated_start_time_delta expected_start_time flow_id flow_version id idempotency_key infrastructure_document_id infrastructure_pid job_variables labels name next_scheduled_start_time parameters parent_task_run_id run_count start_time state state_id state_name state_type tags total_run_time updated work_pool_id work_pool_name work_queue_id work_queue_name",
  ],
  ["FlowRunPolicy", FlowRunPolicy, "max_retries pause_keys resuming retries retry_delay retry_delay_seconds retry_type"],
  ["CreatedBy", CreatedBy, "display_value id type"],
  ["FlowRunInput", FlowRunInput, "created flow_run_id id key sender updated value"],
  ["FlowRunGraph", FlowRunGraph, "artifacts end_time nodes root_node_ids start_time states"],
  ["GraphNode", GraphNode, "artifacts children encapsulating end_time id kind label parents start_time state_type"],
  ["GraphArtifact", GraphArtifact, "created data id is_latest key type"],
  [
    "DependencyResult",
    DependencyResult,
    "end_time estimated_run_time expected_start_time id name start_time state total_run_time untrackable_result upstream_dependencies",
  ],
  ["RunHistory", RunHistory, "interval_end interval_start states"],
  ["FlowRunOrchestrationResult", FlowRunOrchestrationResult, "details flow_run_id state status"],
  [
    "TaskRun",
    TaskRun,
    "cache_expiration cache_key created dynamic_key empirical_policy end_time estimated_run_time estimated_start_time_delta expected_start_time flow_run_id flow_run_run_count id labels name next_scheduled_start_time run_count start_time state state_id state_name state_type tags task_inputs task_key task_version total_run_time updated",
  ],
  [
    "TaskRunSummary",
    TaskRunSummary,
    "created empirical_policy end_time estimated_run_time estimated_start_time_delta flow_run_id id name start_time state state_id tags task_inputs task_key task_version total_run_time updated",
  ],
  ["TaskRunPolicy", TaskRunPolicy, "max_retries retries retry_delay retry_delay_seconds retry_jitter_factor"],
  [
    "Deployment",
    Deployment,
    "concurrency_limit concurrency_options created created_by description enforce_parameter_schema entrypoint flow_id global_concurrency_limit id infrastructure_document_id job_variables labels last_polled name parameter_openapi_schema parameters path paused pull_steps schedules status storage_document_id tags updated updated_by version work_pool_name work_queue_id work_queue_name",
  ],
  ["DeploymentSchedule", DeploymentSchedule, "active created deployment_id id max_scheduled_runs parameters schedule slug updated"],
  ["IntervalSchedule", IntervalSchedule, "anchor_date interval timezone"],
  ["CronSchedule", CronSchedule, "cron day_or timezone"],
  ["RRuleSchedule", RRuleSchedule, "rrule timezone"],
  ["ConcurrencyOptions", ConcurrencyOptions, "collision_strategy grace_period_seconds"],
  ["CreatedFlowRun", CreatedFlowRun, "error flow_run_id status"],
  ["GlobalConcurrencyLimit", GlobalConcurrencyLimit, "active active_slots created id limit name slot_decay_per_second updated"],
  [
    "WorkPool",
    WorkPool,
    "active_slots base_job_template concurrency_limit created default_queue_id description id is_paused name status storage_configuration type updated",
  ],
  ["WorkPoolStorage", WorkPoolStorage, "bundle_execution_step bundle_upload_step default_result_storage_block_id"],
  ["WorkPoolConcurrency", WorkPoolConcurrency, "active_slots concurrency_limit count limit page pages queues"],
  ["WorkQueueConcurrency", WorkQueueConcurrency, "active_slots concurrency_limit count flow_runs limit page pages"],
  ["SlotHolder", SlotHolder, "id name start_time state_name state_timestamp state_type time_in_current_state"],
  ["DueFlowRun", DueFlowRun, "flow_run work_pool_id work_queue_id"],
  [
    "PlainFlowRun",
    PlainFlowRun,
    "auto_scheduled context created created_by deployment_id deployment_version empirical_policy end_time estimated_run_time estimated_start_time_delta expected_start_time flow_id flow_version id idempotency_key infrastructure_document_id infrastructure_pid job_variables labels name next_scheduled_start_time parameters parent_task_run_id run_count start_time state state_id state_name state_type tags total_run_time updated work_queue_id work_queue_name",
  ],
  [
    "PlainWorkQueue",
    PlainWorkQueue,
    "concurrency_limit created description filter id is_paused last_polled name priority updated work_pool_id",
  ],
  [
    "WorkQueue",
    WorkQueue,
    "active_slots concurrency_limit created description filter id is_paused last_polled name priority status updated work_pool_id work_pool_name",
  ],
  ["WorkQueueHealth", WorkQueueHealth, "health_check_policy healthy last_polled late_runs_count"],
  ["Worker", Worker, "created heartbeat_interval_seconds id last_heartbeat_time name status updated work_pool_id"],
  ["Log", Log, "created flow_run_id id level message name task_run_id timestamp updated"],
  ["Event", Event, "event follows id occurred payload related resource"],
  ["ReceivedEvent", ReceivedEvent, "event follows id occurred payload received related resource"],
  ["CsrfToken", CsrfToken, "client created expiration id token updated"],
  ["State", State, "data id message name state_details timestamp type"],
  ["OrchestrationResult", OrchestrationResult, "details state status"],
] as const;

/** Everything that refuses unknown keys: what is sent to create, to change and to filter. A `!` marks the keys it needs. */
const requests = [
  ["CreateFlow", CreateFlow, "labels name! tags"],
  ["UpdateFlow", UpdateFlow, "tags"],
  ["FlowFilter", FlowFilter, "deployment id name operator tags"],
  [
    "CreateFlowRun",
    CreateFlowRun,
    "context deployment_id empirical_policy flow_id! flow_version idempotency_key infrastructure_document_id job_variables labels name parameters parent_task_run_id state tags work_pool_name work_queue_name",
  ],
  ["UpdateFlowRun", UpdateFlowRun, "empirical_policy flow_version infrastructure_pid job_variables name parameters tags"],
  [
    "FlowRunFilter",
    FlowRunFilter,
    "created_by deployment_id end_time expected_start_time flow_version id idempotency_key name next_scheduled_start_time operator parent_flow_run_id parent_task_run_id start_time state tags work_queue_name",
  ],
  [
    "CreateTaskRun",
    CreateTaskRun,
    "cache_expiration cache_key dynamic_key! empirical_policy flow_run_id id labels name state tags task_inputs task_key! task_version",
  ],
  ["UpdateTaskRun", UpdateTaskRun, "name"],
  ["TaskRunFilter", TaskRunFilter, "end_time expected_start_time flow_run_id id name operator start_time state subflow_runs tags"],
  [
    "CreateDeployment",
    CreateDeployment,
    "concurrency_limit concurrency_options description enforce_parameter_schema entrypoint flow_id! global_concurrency_limit_id infrastructure_document_id job_variables labels name! parameter_openapi_schema parameters path paused pull_steps schedules storage_document_id tags version version_info work_pool_name work_queue_name",
  ],
  [
    "UpdateDeployment",
    UpdateDeployment,
    "concurrency_limit concurrency_options description enforce_parameter_schema entrypoint global_concurrency_limit_id infrastructure_document_id job_variables parameter_openapi_schema parameters path paused pull_steps schedules storage_document_id tags version version_info work_pool_name work_queue_name",
  ],
  [
    "CreateDeploymentFlowRun",
    CreateDeploymentFlowRun,
    "context empirical_policy enforce_parameter_schema idempotency_key infrastructure_document_id job_variables labels name parameters parent_task_run_id state tags work_queue_name",
  ],
  ["CreateDeploymentSchedule", CreateDeploymentSchedule, "active max_scheduled_runs parameters replaces schedule! slug"],
  ["UpdateDeploymentSchedule", UpdateDeploymentSchedule, "active max_scheduled_runs parameters replaces schedule slug"],
  ["DeploymentFilter", DeploymentFilter, "concurrency_limit flow_or_deployment_name id name operator paused tags work_queue_name"],
  ["WorkPoolFilter", WorkPoolFilter, "id name operator type"],
  ["WorkQueueFilter", WorkQueueFilter, "id name operator"],
  ["WorkerFilter", WorkerFilter, "last_heartbeat_time operator status"],
  ["CreateWorkPool", CreateWorkPool, "base_job_template concurrency_limit description is_paused name! storage_configuration type"],
  ["UpdateWorkPool", UpdateWorkPool, "base_job_template concurrency_limit description is_paused storage_configuration"],
  ["CreateWorkQueue", CreateWorkQueue, "concurrency_limit description filter is_paused name! priority"],
  ["UpdateWorkQueue", UpdateWorkQueue, "concurrency_limit description filter is_paused last_polled name priority"],
  ["CreateLog", CreateLog, "flow_run_id level! message! name! task_run_id timestamp!"],
  ["LogFilter", LogFilter, "flow_run_id level operator task_run_id text timestamp"],
  ["EventFilter", EventFilter, "any_resource event id occurred order related resource text"],
  ["StateCreate", StateCreate, "data message name state_details type!"],
] as const;

test.each(answers)("%s has every key of the protocol", (_name, { properties }, keys) => {
  expect(Object.keys(properties).sort().join(" ")).toBe(keys);
});

describe.each(requests)("%s", (_name, { properties = {}, required = [], additionalProperties }, keys) => {
  test("takes the keys of the protocol and needs those it needs", () => {
    const marked = Object.keys(properties).sort();
    expect(marked.map((key) => (required.includes(key) ? `${key}!` : key)).join(" ")).toBe(keys);
  });

  test("refuses unknown keys", () => expect(additionalProperties).toBe(false));
});

describe("types", () => {
  test("a caller leaves out what a handler gets filled in", () => {
    expectTypeOf<{ name: string }>().toExtend<CreateFlowInput>();
    expectTypeOf<CreateFlow["tags"]>().toEqualTypeOf<readonly string[]>();
    expectTypeOf<CreateFlow["labels"]>().toEqualTypeOf<Labels | null>();
  });

  test("absent and null are different things in a change", () => {
    expectTypeOf<UpdateFlowRun["name"]>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<UpdateFlowRun["tags"]>().toEqualTypeOf<readonly string[] | undefined>();
  });

  test("filters know their members", () => {
    expectTypeOf<{ state: { type: { any_: ["FAILED"] } } }>().toExtend<FlowRunFilterInput>();
    expectTypeOf<{ state: { type: { any_: ["BROKEN"] } } }>().not.toExtend<FlowRunFilterInput>();
    expectTypeOf<FlowRunFilter["operator"]>().toEqualTypeOf<"and_" | "or_">();
  });

  test("a schedule is one of three kinds, told apart by its keys", () => {
    expectTypeOf<CronSchedule>().toEqualTypeOf<{ readonly cron: string; readonly timezone: string | null; readonly day_or: boolean }>();
    expectTypeOf<DeploymentSchedule["schedule"]>().toEqualTypeOf<IntervalSchedule | CronSchedule | RRuleSchedule>();
    expectTypeOf<IntervalSchedule["anchor_date"]>().toEqualTypeOf<string>();
  });
});
