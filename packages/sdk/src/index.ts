export type { BackgroundRun } from "./background/delay-task.ts";
export { type ServedTask, type ServeTasksOptions, serveTasks } from "./background/serve-tasks.ts";
export { flowRun, signal, tags, taskRun } from "./context.ts";
export type { Duration, DurationParts } from "./definitions/duration.ts";
export type { FlowChanges, FlowHookEvent, FlowOptions, Unobserved } from "./definitions/flow-options.ts";
export { type Backoff, backoff, type Retries, type RetryDelay, type RetryOptions } from "./definitions/retries.ts";
export type { JsonSchemaConverter, StandardSchema } from "./definitions/standard-schema.ts";
export type { TaskChanges, TaskHookEvent, TaskOptions } from "./definitions/task-options.ts";
export { type DeployOptions, deploy } from "./deployments/deploy.ts";
export { fromSource, type GitSource, type S3Source, type SourcedFlow } from "./deployments/from-source.ts";
export { type DeploymentOptions, type DeploymentPlan, planDeployment } from "./deployments/plan-deployment.ts";
export {
  type DeploymentRun,
  type Deployments,
  deployment,
  type RunDeploymentOptions,
  runDeployment,
} from "./deployments/run-deployment.ts";
export type { ScheduleOptions } from "./deployments/schedule.ts";
export type { DeploymentTrigger, TriggerCondition } from "./deployments/triggers.ts";
export type { VersionType } from "./deployments/version-info.ts";
export { executeFlowRun } from "./engine/execute-flow-run.ts";
export type { FlowRunInfo, TaskRunInfo } from "./engine/scopes.ts";
export {
  CancelledError,
  InvalidParameters,
  MissingResult,
  NonRetriable,
  RetryAfter,
  RunFailed,
  RunStopped,
  RunTimeout,
  UpstreamFailed,
  UsageError,
} from "./errors.ts";
export { type Flow, type FlowResult, flow, type Given } from "./flow.ts";
export { allowFailure, opaque } from "./futures/annotations.ts";
export type { LaterList, Outcome, Pending, ResultOptions, RunFuture, RunList, RunState } from "./futures/pending.ts";
export { LoadError } from "./loading/load-error.ts";
export { loadFlow } from "./loading/load-flow.ts";
export { loadTask, loadTasks } from "./loading/load-tasks.ts";
export { getLogger, type Logger } from "./logging/logger.ts";
export type { LogFields } from "./logging/print-fields.ts";
export { type EndType, type ReturnedState, state } from "./returned-state.ts";
export { type ServeOptions, serve } from "./runner/serve.ts";
export { createSession, type SessionOptions } from "./session/create-session.ts";
export { useServerStarter } from "./session/current-session.ts";
export type { LocalServer, ServerStarter } from "./session/server-starter.ts";
export type { Session, SessionSettings } from "./session/session.ts";
export { type Arg, type In, type Task, task } from "./task.ts";
