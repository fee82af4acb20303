/** One deed on many flow runs, done by the server while the page may be closed. */
import { traitFilters } from "./filters/run-traits.ts";
import { offset } from "./paging.ts";
import { route } from "./route.ts";
import { Bool, Default, Instant, Integer, List, Nullable, OneOf, Open, Parameters, type Parsed, Text, Uuid, With } from "./schema.ts";
import { StateCreate, StateType } from "./states.ts";
import { BriefFlowRun, StateCount } from "./ui-periods.ts";

/** Runs one job takes at most. */
export const mostBulkRuns = 10_000;

export const BulkAction = OneOf("cancel", "retry", "set_state", "delete");
export type BulkAction = Parsed<typeof BulkAction>;

export const BulkPreview = Open({
  count: Integer,
  states: List(StateCount),
  /** The newest of the runs. */
  sample: List(BriefFlowRun),
  /** How many runs a job takes at most. */
  most: Integer,
});
export type BulkPreview = Parsed<typeof BulkPreview>;

export const BulkJob = Open({
  id: Uuid,
  action: BulkAction,
  /**
   * Nobody works at a `waiting` job, whose server was stopped or killed: another one goes on with it, or the same after its start. A
   * `stopped` job did what it had done by then, and nothing after; a `failed` one too, for the reason in `error`.
   */
  state: OneOf("running", "waiting", "finished", "stopped", "failed"),
  created: Instant,
  ended: Nullable(Instant),
  total: Integer,
  /** Runs it is through with: those that did as they were told, those the rules refused, and those where something broke. */
  processed: Integer,
  done: Integer,
  refused: Integer,
  failed: Integer,
  error: Nullable(Text),
});
export type BulkJob = Parsed<typeof BulkJob>;

export const BulkOutcome = Open({
  flow_run_id: Uuid,
  outcome: OneOf("done", "refused", "failed"),
  /** The state it is in now, where the job learned of it. */
  state_type: Nullable(StateType),
  state_name: Nullable(Text),
  reason: Nullable(Text),
});
export type BulkOutcome = Parsed<typeof BulkOutcome>;

const byId = Open({ id: Uuid });

export const uiBulkRoutes = {
  preview: route.post("/ui/bulk/flow_runs/preview", {
    summary: "Which flow runs a job would take.",
    access: "read",
    body: Parameters(traitFilters),
    replies: { 200: BulkPreview },
  }),
  start: route.post("/ui/bulk/flow_runs", {
    summary:
      "Cancel, retry, move or delete all flow runs that filters find now, newest first. Runs that begin to match later are left alone.",
    body: Parameters({
      action: BulkAction,
      /** For `set_state`. */
      state: Default(Nullable(StateCreate), null),
      /** For `set_state`: leave out every rule that could refuse it. */
      force: Default(Bool, false),
      /** Nothing is done where more runs match: those that were looked at before are the ones that are meant. */
      at_most: Default(With(Integer, { minimum: 1, maximum: mostBulkRuns }), mostBulkRuns),
      ...traitFilters,
    }),
    replies: { 201: BulkJob },
  }),
  list: route.get("/ui/bulk", { summary: "The last jobs, the newest first.", replies: { 200: List(BulkJob) } }),
  get: route.get("/ui/bulk/:id", { params: byId, replies: { 200: BulkJob } }),
  listOutcomes: route.post("/ui/bulk/:id/outcomes/filter", {
    summary: "What became of each run, in the order of the work.",
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
    summary: "Do nothing to further runs. What is done stays done.",
    params: byId,
    replies: { 200: BulkJob },
  }),
} as const;
