/** How long each kind of data is kept. Ours: these routes stand beside the protocol's, which has settings alone for it. */
import { route } from "./route.ts";
import { Closed, Decimal, Instant, Integer, List, MapOf, Nullable, OneOf, Open, Optional, type Parsed, With } from "./schema.ts";

/** The kinds of data that go away by age. */
export const RetentionKind = OneOf("flow_runs", "logs", "artifacts", "events");
export type RetentionKind = Parsed<typeof RetentionKind>;

/** Seconds from an hour to a hundred years; null keeps for ever. */
const Age = Nullable(With(Decimal, { minimum: 3600, maximum: 3_155_760_000 }));

/** How many seconds each kind is kept: runs from their end, the others from their beginning. Null is for ever. */
export const RetentionPolicy = Open({
  flow_runs: Nullable(Decimal),
  logs: Nullable(Decimal),
  artifacts: Nullable(Decimal),
  events: Nullable(Decimal),
});
export type RetentionPolicy = Parsed<typeof RetentionPolicy>;

/** New ages; kinds not given stay as they are. */
export const UpdateRetention = Closed({ flow_runs: Optional(Age), logs: Optional(Age), artifacts: Optional(Age), events: Optional(Age) });
export type UpdateRetention = Parsed<typeof UpdateRetention>;

/** Rows deleted by a sweep. Logs and artifacts that went with their runs are counted among theirs. */
export const RetentionCounts = Open({
  flow_runs: Integer,
  task_runs: Integer,
  backfills: Integer,
  logs: Integer,
  artifacts: Integer,
  events: Integer,
});
export type RetentionCounts = Parsed<typeof RetentionCounts>;

export const RetentionSweep = Open({ started: Instant, finished: Instant, deleted: RetentionCounts });
export type RetentionSweep = Parsed<typeof RetentionSweep>;

export const Retention = Open({
  policy: RetentionPolicy,
  /** What the settings say. */
  settings: RetentionPolicy,
  /** The kinds for which a request has said otherwise. */
  changed: List(RetentionKind),
  /** Seconds that events of these names are kept, where that is less than for others. */
  event_overrides: MapOf(Decimal),
  last_sweep: Nullable(RetentionSweep),
  /** Null when the first one is not planned yet. */
  next_sweep: Nullable(Instant),
});
export type Retention = Parsed<typeof Retention>;

/** Old rows of each kind, that the next sweep would find. */
export const RetentionPreview = Open({ flow_runs: Integer, logs: Integer, artifacts: Integer, events: Integer });
export type RetentionPreview = Parsed<typeof RetentionPreview>;

export const retentionRoutes = {
  get: route.get("/admin/retention", {
    summary: "How long each kind of data is kept, and what the last sweep deleted.",
    replies: { 200: Retention },
  }),
  update: route.patch("/admin/retention", {
    summary: "Change how long kinds of data are kept; holds until changed again, over the settings.",
    body: UpdateRetention,
    replies: { 200: Retention },
  }),
  reset: route.delete("/admin/retention", { summary: "Go back to what the settings say.", replies: { 204: null } }),
  preview: route.post("/admin/retention/preview", {
    summary: "Count what a sweep would find old under such a policy, and delete nothing.",
    access: "read",
    body: UpdateRetention,
    replies: { 200: RetentionPreview },
  }),
  sweep: route.post("/admin/retention/sweep", { summary: "Start the next sweep now.", replies: { 202: Retention } }),
} as const;
