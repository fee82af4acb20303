import { FlowRunFilter } from "./filters/flow-run.ts";
import { member } from "./filters/members.ts";
import { flowRunHistoryFilters, runFilters } from "./filters/related.ts";
import { DependencyResult, FlowRunGraph } from "./flow-run-graph.ts";
import { FlowRunInput, FlowRunInputSearch, NewFlowRunInput } from "./flow-run-inputs.ts";
import { CreateFlowRun, FlowRun, FlowRunOrchestrationResult, FlowRunSort, UpdateFlowRun } from "./flow-runs.ts";
import { bulkLimit, limit, offset, PageOf, page } from "./paging.ts";
import { route } from "./route.ts";
import { historyRange, RunHistory } from "./runs.ts";
import {
  Bool,
  Decimal,
  Default,
  Instant,
  Integer,
  JsonObject,
  Labels,
  List,
  Null,
  Nullable,
  Open,
  Optional,
  Parameters,
  Text,
  Uuid,
} from "./schema.ts";
import { OrchestrationResult, SetState, StateCreate } from "./states.ts";

const sort = Default(FlowRunSort, "ID_DESC");
const byId = Open({ id: Uuid });
const byKey = Open({ id: Uuid, key: Text });

const wholeRuns = {
  create: route.post("/flow_runs/", {
    summary: "Create a flow run, or answer with the one that has this idempotency key.",
    body: CreateFlowRun,
    replies: { 200: FlowRun, 201: FlowRun },
  }),
  get: route.get("/flow_runs/:id", { params: byId, replies: { 200: FlowRun } }),
  update: route.patch("/flow_runs/:id", { params: byId, body: UpdateFlowRun, replies: { 204: null } }),
  updateLabels: route.patch("/flow_runs/:id/labels", {
    summary: "Add labels; those with the same key are replaced.",
    params: byId,
    body: Labels,
    replies: { 204: null },
  }),
  delete: route.delete("/flow_runs/:id", { params: byId, replies: { 204: null } }),
  bulkDelete: route.post("/flow_runs/bulk_delete", {
    summary: "Delete the runs a filter finds. Without a filter: the newest.",
    body: Parameters({ flow_runs: member(FlowRunFilter), limit: bulkLimit }),
    replies: { 200: Open({ deleted: List(Uuid) }) },
  }),
} as const;

const lists = {
  list: route.post("/flow_runs/filter", {
    access: "read",
    body: Parameters({ ...runFilters, sort, limit, offset }),
    replies: { 200: List(FlowRun) },
  }),
  count: route.post("/flow_runs/count", { access: "read", body: Parameters(runFilters), replies: { 200: Integer } }),
  paginate: route.post("/flow_runs/paginate", {
    access: "read",
    body: Parameters({ ...runFilters, sort, limit, page }),
    replies: { 200: PageOf(FlowRun) },
  }),
  getLateness: route.post("/flow_runs/lateness", {
    summary: "How late runs started on average, in seconds; null without runs.",
    access: "read",
    body: Parameters(runFilters),
    replies: { 200: Nullable(Decimal) },
  }),
  getHistory: route.post("/flow_runs/history", {
    access: "read",
    body: Parameters({ ...historyRange, ...flowRunHistoryFilters }),
    replies: { 200: List(RunHistory) },
  }),
} as const;

const states = {
  setState: route.post("/flow_runs/:id/set_state", {
    summary: "Propose a state; the rules accept it, replace it, ask to wait or refuse it.",
    params: byId,
    body: SetState,
    replies: { 200: OrchestrationResult, 201: OrchestrationResult },
  }),
  bulkSetState: route.post("/flow_runs/bulk_set_state", {
    body: Parameters({ flow_runs: member(FlowRunFilter), state: StateCreate, force: Default(Bool, false), limit: bulkLimit }),
    replies: { 200: Open({ results: List(FlowRunOrchestrationResult) }) },
  }),
  resume: route.post("/flow_runs/:id/resume", {
    params: byId,
    body: Parameters({ run_input: Optional(Nullable(JsonObject)) }),
    replies: { 200: OrchestrationResult, 201: OrchestrationResult },
  }),
} as const;

const inputs = {
  createInput: route.post("/flow_runs/:id/input", { params: byId, body: NewFlowRunInput, replies: { 201: Null } }),
  listInputs: route.post("/flow_runs/:id/input/filter", {
    access: "read",
    params: byId,
    body: FlowRunInputSearch,
    replies: { 200: List(FlowRunInput) },
  }),
  getInput: route.get("/flow_runs/:id/input/:key", { params: byKey, replies: { 200: Text }, type: "text/plain; charset=utf-8" }),
  deleteInput: route.delete("/flow_runs/:id/input/:key", { params: byKey, replies: { 204: null } }),
} as const;

const insights = {
  getDependencies: route.get("/flow_runs/:id/graph", { params: byId, replies: { 200: List(DependencyResult) } }),
  getGraph: route.get("/flow_runs/:id/graph-v2", {
    summary: "The runs inside a flow run and how they depend on each other; `since` leaves out what had ended before.",
    params: byId,
    query: Open({ since: Optional(Instant) }),
    replies: { 200: FlowRunGraph },
  }),
  downloadLogs: route.get("/flow_runs/:id/logs/download", { params: byId, replies: { 200: Text }, type: "text/csv; charset=utf-8" }),
} as const;

export const flowRunRoutes = { ...wholeRuns, ...lists, ...states, ...inputs, ...insights } as const;
