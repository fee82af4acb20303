/** Beyond the protocol: runs of a deployment for the dates of a period that has passed. */
import { IdIn, member } from "./filters/members.ts";
import { limit, offset } from "./paging.ts";
import { route } from "./route.ts";
import { CreateSchedule, Schedule } from "./schedules.ts";
import {
  Bool,
  Closed,
  Default,
  Instant,
  Integer,
  JsonObject,
  List,
  MapOf,
  Nullable,
  OneOf,
  Open,
  Parameters,
  type Parsed,
  type Static,
  stored,
  Text,
  Uuid,
  With,
} from "./schema.ts";

export const BackfillState = OneOf("RUNNING", "PAUSED", "CANCELLING", "CANCELLED", "COMPLETED");
export type BackfillState = Parsed<typeof BackfillState>;

export const BackfillDirection = OneOf("oldest_first", "newest_first");

/** Dates that have a run already are left out, or run again where no run of them completed, or all run again. */
export const ExistingRuns = OneOf("skip", "rerun_failed", "rerun");

const concurrencyLimit = With(Integer, { minimum: 1, maximum: 1000 });

/** A schedule whose dates a backfill takes, as it was when the backfill was made; null for one that was given for it alone. */
export const BackfillPlan = Open({ schedule_id: Nullable(Uuid), slug: Nullable(Text), schedule: Schedule, parameters: JsonObject });
export type BackfillPlan = Parsed<typeof BackfillPlan>;

/** Each date is counted once: where it stands, and with a run also in `runs` by the type of the run's state. */
export const BackfillProgress = Open({
  total: Integer,
  /** Dates whose turn has not come. */
  waiting: Integer,
  /** Dates with a run that has not ended. */
  open: Integer,
  /** Dates with a run that has ended, or was deleted since. */
  ended: Integer,
  /** Dates left out because they had a run. */
  skipped: Integer,
  /** Dates that were still waiting when the backfill was cancelled. */
  cancelled: Integer,
  runs: MapOf(Integer),
});
export type BackfillProgress = Parsed<typeof BackfillProgress>;

export const Backfill = Open({
  ...stored,
  deployment_id: Uuid,
  state: BackfillState,
  /** Why it is in this state, when nobody asked for it. */
  message: Nullable(Text),
  start_time: Instant,
  end_time: Instant,
  plans: List(BackfillPlan),
  parameters: JsonObject,
  work_queue_name: Nullable(Text),
  concurrency_limit: Integer,
  direction: BackfillDirection,
  existing: ExistingRuns,
  ended: Nullable(Instant),
  progress: BackfillProgress,
});
export type Backfill = Parsed<typeof Backfill>;

/** Both ends count. Without `schedules` and `schedule` it takes the deployment's active schedules; parameters go before theirs. */
export const CreateBackfill = Closed({
  start_time: Instant,
  end_time: Instant,
  /** Ids or slugs of schedules of the deployment. */
  schedules: Default(Nullable(With(List(Text), { minItems: 1 })), null),
  schedule: Default(Nullable(CreateSchedule), null),
  parameters: Default(JsonObject, {}),
  work_queue_name: Default(Nullable(Text), null),
  concurrency_limit: Default(concurrencyLimit, 10),
  direction: Default(BackfillDirection, "oldest_first"),
  existing: Default(ExistingRuns, "skip"),
});
export type CreateBackfill = Parsed<typeof CreateBackfill>;
export type CreateBackfillInput = Static<typeof CreateBackfill>;

const byId = Open({ id: Uuid });
const states = With(List(BackfillState), { minItems: 1 });

export const backfillRoutes = {
  create: route.post("/deployments/:id/backfills", {
    summary: "Run a deployment for every date of a period that has passed, a few at a time.",
    params: byId,
    body: CreateBackfill,
    replies: { 201: Backfill },
  }),
  list: route.post("/backfills/filter", {
    access: "read",
    summary: "Backfills with their progress, the newest first.",
    body: Parameters({ deployments: member(IdIn), states: Default(Nullable(states), null), limit, offset }),
    replies: { 200: List(Backfill) },
  }),
  get: route.get("/backfills/:id", { params: byId, replies: { 200: Backfill } }),
  update: route.patch("/backfills/:id", {
    summary: "Change how many runs may be open at once.",
    params: byId,
    body: Closed({ concurrency_limit: concurrencyLimit }),
    replies: { 200: Backfill },
  }),
  pause: route.post("/backfills/:id/pause", { summary: "Begin no further dates.", params: byId, replies: { 200: Backfill } }),
  resume: route.post("/backfills/:id/resume", { params: byId, replies: { 200: Backfill } }),
  cancel: route.post("/backfills/:id/cancel", {
    summary: "Begin no further dates, ever, and cancel the runs that have not ended unless they are to be kept.",
    params: byId,
    body: Parameters({ keep_runs: Default(Bool, false) }),
    replies: { 200: Backfill },
  }),
  delete: route.delete("/backfills/:id", {
    summary: "Forget a backfill that has ended. Its runs stay.",
    params: byId,
    replies: { 204: null },
  }),
} as const;
