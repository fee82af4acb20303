/** The overview page in one call. */
import { runFilters } from "./filters/related.ts";
import { route } from "./route.ts";
import {
  Bool,
  Decimal,
  Instant,
  Integer,
  List,
  MapOf,
  Nullable,
  OneOf,
  Open,
  Parameters,
  type Parsed,
  Text,
  Uuid,
  With,
} from "./schema.ts";
import { BriefFlowRun, period, RunBucket, StateCount } from "./ui-periods.ts";

/** Runs of a flow that ended badly with messages that differ in numbers, ids and the like alone. */
export const FailureGroup = Open({
  flow_id: Uuid,
  flow_name: Text,
  /** What their messages have in common. */
  signature: Text,
  /** The first line of the message of the last of them. */
  message: Nullable(Text),
  count: Integer,
  last_run: BriefFlowRun,
});
export type FailureGroup = Parsed<typeof FailureGroup>;

export const StuckRun = Open({
  ...BriefFlowRun.fields,
  /** `pending` and `cancelling` name the state it does not leave; `silent` runs, and has stopped to give signs of life. */
  reason: OneOf("pending", "cancelling", "silent"),
  since: Instant,
});
export type StuckRun = Parsed<typeof StuckRun>;

/** Runs of a pool that ended in a period. */
export const PoolOutcomes = Open({ completed: Integer, failed: Integer, crashed: Integer, cancelled: Integer });
export type PoolOutcomes = Parsed<typeof PoolOutcomes>;

export const WorkPoolSummary = Open({
  id: Uuid,
  name: Text,
  type: Text,
  status: Nullable(OneOf("READY", "NOT_READY", "PAUSED")),
  is_paused: Bool,
  concurrency_limit: Nullable(Integer),
  /** Runs that take a slot now. */
  active_slots: Integer,
  /** When a worker last asked for work of one of its queues. */
  last_polled: Nullable(Instant),
  workers_online: Integer,
  workers: Integer,
  queues: Integer,
  queues_paused: Integer,
  deployments: Integer,
  late_runs: Integer,
  /** Seconds the late runs are late by on average; null without any. */
  average_lateness: Nullable(Decimal),
  outcomes: PoolOutcomes,
  /** Its runs by the types of their states in 24 equal parts of the period, from old to new, by when they were expected to start. */
  bars: List(MapOf(Integer)),
  /** Share of the ended runs that completed, from 0 to 1; null without any. */
  completed_share: Nullable(Decimal),
  /** The same share in the period of equal length before. */
  completed_share_before: Nullable(Decimal),
});
export type WorkPoolSummary = Parsed<typeof WorkPoolSummary>;

const countedRuns = Open({ total: Integer, states: List(StateCount), buckets: List(RunBucket) });

export const Overview = Open({
  start: Instant,
  end: Instant,
  /** Seconds each bucket lasts, so that there are at most about 120. */
  bucket_seconds: Integer,
  flow_runs: countedRuns,
  task_runs: countedRuns,
  failures: Open({
    groups: List(FailureGroup),
    /** Runs that were looked at, the last ones; true where there are more in the period. */
    examined: Integer,
    is_truncated: Bool,
  }),
  late: Open({ count: Integer, runs: List(BriefFlowRun) }),
  stuck: Open({ count: Integer, runs: List(StuckRun) }),
  work_pools: List(WorkPoolSummary),
  next_runs: List(BriefFlowRun),
});
export type Overview = Parsed<typeof Overview>;

export const uiOverviewRoutes = {
  get: route.post("/ui/overview", {
    summary: "The overview page in one call: runs of a period by time and state, and what needs a look now.",
    access: "read",
    body: Parameters({ ...period, ...runFilters }),
    replies: { 200: Overview },
  }),
  summarizeWorkPools: route.post("/ui/work_pools/summary", {
    summary: "How work pools fare, by their ids: workers, late runs, how the runs of a period ended.",
    access: "read",
    body: Parameters({ work_pool_ids: With(List(Uuid), { maxItems: 200 }), ...period }),
    replies: { 200: MapOf(WorkPoolSummary) },
  }),
} as const;
