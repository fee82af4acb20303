/** One deed on many things, done by the server while the page may be closed. */
import { flowFilters, runFilters, taskRunFilters } from "./filters/related.ts";
import { traitFilters } from "./filters/run-traits.ts";
import { offset } from "./paging.ts";
import { route } from "./route.ts";
import { Bool, Default, Instant, Integer, List, Nullable, OneOf, Open, Parameters, type Parsed, Text, Uuid, With } from "./schema.ts";
import { StateCreate, StateType } from "./states.ts";
import { StateCount } from "./ui-periods.ts";

/** Things one job takes at most. */
export const mostBulkItems = 10_000;

export const BulkSubject = OneOf("flow_runs", "task_runs", "deployments", "flows");
export type BulkSubject = Parsed<typeof BulkSubject>;

export const BulkAction = OneOf("cancel", "retry", "set_state", "delete", "pause", "resume", "schedules_on", "schedules_off");
export type BulkAction = Parsed<typeof BulkAction>;

export const BulkItem = Open({
  id: Uuid,
  /** Of a deployment with the name of its flow before it: `flow/deployment`. */
  name: Text,
  /** Of runs. */
  state_type: Nullable(StateType),
  state_name: Nullable(Text),
});
export type BulkItem = Parsed<typeof BulkItem>;

export const BulkPreview = Open({
  count: Integer,
  /** Of runs. */
  states: List(StateCount),
  /** The newest of them. */
  sample: List(BulkItem),
  /** How many a job takes at most. */
  most: Integer,
});
export type BulkPreview = Parsed<typeof BulkPreview>;

export const BulkJob = Open({
  id: Uuid,
  subject: BulkSubject,
  action: BulkAction,
  /**
   * Nobody works at a `waiting` job, whose server was stopped or killed: another one goes on with it, or the same after its start. A
   * `stopped` job did what it had done by then, and nothing after; a `failed` one too, for the reason in `error`.
   */
  state: OneOf("running", "waiting", "finished", "stopped", "failed"),
  created: Instant,
  ended: Nullable(Instant),
  total: Integer,
  /** Those it is through with: some did as they were told, some the rules refused, and with some something broke. */
  processed: Integer,
  done: Integer,
  refused: Integer,
  failed: Integer,
  error: Nullable(Text),
});
export type BulkJob = Parsed<typeof BulkJob>;

export const BulkOutcome = Open({
  id: Uuid,
  /** As it was called when the job began; null in jobs of older versions. */
  name: Nullable(Text),
  outcome: OneOf("done", "refused", "failed"),
  /** The state a run is in now, where the job learned of it. */
  state_type: Nullable(StateType),
  state_name: Nullable(Text),
  reason: Nullable(Text),
});
export type BulkOutcome = Parsed<typeof BulkOutcome>;

const byId = Open({ id: Uuid });

/** Nothing is done where more match: those that were looked at before are the ones that are meant. */
const at_most = Default(With(Integer, { minimum: 1, maximum: mostBulkItems }), mostBulkItems);
/** For `set_state`. */
const state = Default(Nullable(StateCreate), null);
/** For `set_state`: leave out every rule that could refuse it. */
const force = Default(Bool, false);

const previews = {
  previewFlowRuns: route.post("/ui/bulk/flow_runs/preview", {
    summary: "Which flow runs a job would take.",
    access: "read",
    body: Parameters(traitFilters),
    replies: { 200: BulkPreview },
  }),
  previewTaskRuns: route.post("/ui/bulk/task_runs/preview", {
    summary: "Which task runs a job would take.",
    access: "read",
    body: Parameters(taskRunFilters),
    replies: { 200: BulkPreview },
  }),
  previewDeployments: route.post("/ui/bulk/deployments/preview", {
    summary: "Which deployments a job would take.",
    access: "read",
    body: Parameters(runFilters),
    replies: { 200: BulkPreview },
  }),
  previewFlows: route.post("/ui/bulk/flows/preview", {
    summary: "Which flows a job would take.",
    access: "read",
    body: Parameters(flowFilters),
    replies: { 200: BulkPreview },
  }),
} as const;

const starts = {
  startFlowRuns: route.post("/ui/bulk/flow_runs", {
    summary:
      "Cancel, retry, move or delete all flow runs that filters find now, newest first. Runs that begin to match later are left alone.",
    body: Parameters({ action: OneOf("cancel", "retry", "set_state", "delete"), state, force, at_most, ...traitFilters }),
    replies: { 201: BulkJob },
  }),
  startTaskRuns: route.post("/ui/bulk/task_runs", {
    summary: "Move or delete all task runs that filters find now, newest first.",
    body: Parameters({ action: OneOf("set_state", "delete"), state, force, at_most, ...taskRunFilters }),
    replies: { 201: BulkJob },
  }),
  startDeployments: route.post("/ui/bulk/deployments", {
    summary: "Pause, resume or delete all deployments that filters find now, or switch all of their schedules on or off.",
    body: Parameters({ action: OneOf("pause", "resume", "schedules_on", "schedules_off", "delete"), at_most, ...runFilters }),
    replies: { 201: BulkJob },
  }),
  startFlows: route.post("/ui/bulk/flows", {
    summary: "Delete all flows that filters find now, with their deployments and runs.",
    body: Parameters({ action: OneOf("delete"), at_most, ...flowFilters }),
    replies: { 201: BulkJob },
  }),
} as const;

export const uiBulkRoutes = {
  ...previews,
  ...starts,
  list: route.get("/ui/bulk", { summary: "The last jobs, the newest first.", replies: { 200: List(BulkJob) } }),
  get: route.get("/ui/bulk/:id", { params: byId, replies: { 200: BulkJob } }),
  listOutcomes: route.post("/ui/bulk/:id/outcomes/filter", {
    summary: "What became of each, in the order of the work.",
    access: "read",
    params: byId,
    body: Parameters({
      limit: Default(With(Integer, { minimum: 1, maximum: 1000 }), 200),
      offset,
      /** Leaves out those that did as they were told. */
      only_problems: Default(Bool, false),
    }),
    replies: { 200: List(BulkOutcome) },
  }),
  stop: route.post("/ui/bulk/:id/stop", {
    summary: "Do nothing to further ones. What is done stays done.",
    params: byId,
    replies: { 200: BulkJob },
  }),
} as const;
