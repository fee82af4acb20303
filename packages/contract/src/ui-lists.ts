/** What the rows of lists show besides the rows themselves, for all rows of a page in one call; and the values that logs may be filtered by. */
import { LogFilter } from "./logs.ts";
import { route } from "./route.ts";
import {
  Bool,
  Decimal,
  Default,
  Instant,
  Integer,
  List,
  MapOf,
  Nullable,
  Open,
  Parameters,
  type Parsed,
  Text,
  Uuid,
  With,
} from "./schema.ts";
import { StateType } from "./states.ts";
import { period } from "./ui-periods.ts";

/** A run in a row of bars; duration and lateness in seconds. */
export const RecentRun = Open({
  id: Uuid,
  name: Text,
  state_type: StateType,
  state_name: Nullable(Text),
  /** When it started, or should have. */
  timestamp: Instant,
  duration: Decimal,
  lateness: Decimal,
});
export type RecentRun = Parsed<typeof RecentRun>;

export const UpcomingRun = Open({ id: Uuid, name: Text, next_scheduled_start_time: Instant });
export type UpcomingRun = Parsed<typeof UpcomingRun>;

const recent = {
  /** The last runs, 16 at most, the newest first: those whose time has come. */
  activity: List(RecentRun),
  /** The run that is due first. */
  next_run: Nullable(UpcomingRun),
} as const;

export const FlowSummary = Open({ id: Uuid, deployments: Integer, ...recent });
export type FlowSummary = Parsed<typeof FlowSummary>;

export const DeploymentSummary = Open({ id: Uuid, schedules: Integer, schedules_active: Integer, ...recent });
export type DeploymentSummary = Parsed<typeof DeploymentSummary>;

/** How the runs of a deployment in a period fared. */
export const DeploymentHealth = Open({
  id: Uuid,
  runs: Integer,
  completed: Integer,
  failed: Integer,
  crashed: Integer,
  cancelled: Integer,
  /** Share of the runs that completed, failed or crashed that did not complete, from 0 to 1; null without any. */
  failure_rate: Nullable(Decimal),
  /** Seconds that half of those runs, and 95 in 100 of them, took at most. */
  duration_p50: Nullable(Decimal),
  duration_p95: Nullable(Decimal),
  /** The newest first, 10 at most, also from before the period. */
  last_runs: List(RecentRun),
});
export type DeploymentHealth = Parsed<typeof DeploymentHealth>;

export const LogFacets = Open({
  total: Integer,
  levels: List(Open({ level: Integer, count: Integer })),
  /** The most talkative ones, 50 at most. */
  loggers: List(Open({ name: Text, count: Integer })),
  /** The most talkative ones, 200 at most; null for what no task run wrote. */
  task_runs: List(Open({ task_run_id: Nullable(Uuid), name: Nullable(Text), count: Integer, errors: Integer })),
  /** There are more logs than these: the newest were counted. */
  is_truncated: Bool,
});
export type LogFacets = Parsed<typeof LogFacets>;

const some = With(List(Uuid), { maxItems: 200 });

export const uiListRoutes = {
  summarizeFlows: route.post("/ui/flows/summary", {
    summary: "Last and next runs of flows, and how many deployments they have.",
    access: "read",
    body: Parameters({ flow_ids: some }),
    replies: { 200: MapOf(FlowSummary) },
  }),
  summarizeDeployments: route.post("/ui/deployments/summary", {
    summary: "Last and next runs of deployments, and how many schedules they have.",
    access: "read",
    body: Parameters({ deployment_ids: some }),
    replies: { 200: MapOf(DeploymentSummary) },
  }),
  countDeploymentHealth: route.post("/ui/deployments/health", {
    summary: "How often runs of deployments failed in a period, and how long they took.",
    access: "read",
    body: Parameters({ deployment_ids: some, ...period }),
    replies: { 200: MapOf(DeploymentHealth) },
  }),
  countLogFacets: route.post("/ui/logs/facets", {
    summary: "How the logs of flow runs or task runs, which have to be named, spread over levels, loggers and task runs.",
    access: "read",
    body: Parameters({ logs: LogFilter }),
    replies: { 200: LogFacets },
  }),
  downloadLogs: route.post("/ui/logs/download", {
    summary: "The logs of flow runs or task runs, which have to be named, as text: the earliest first, a line each, without colours.",
    access: "read",
    body: Parameters({ logs: LogFilter, limit: Default(With(Integer, { minimum: 1, maximum: 1_000_000 }), 1_000_000) }),
    replies: { 200: Text },
    type: "text/plain; charset=utf-8",
  }),
} as const;
