import { CreateDeployment, CreateDeploymentFlowRun, CreatedFlowRun, Deployment, DeploymentSort, UpdateDeployment } from "./deployments.ts";
import { DeploymentFilter } from "./filters/deployment.ts";
import { member } from "./filters/members.ts";
import { runFilters } from "./filters/related.ts";
import { FlowRun } from "./flow-runs.ts";
import { bulkLimit, limit, offset, PageOf, page } from "./paging.ts";
import { route } from "./route.ts";
import { CreateDeploymentSchedule, DeploymentSchedule, UpdateDeploymentSchedule } from "./schedules.ts";
import { Default, Instant, Integer, List, Null, Open, Optional, Parameters, Seconds, Text, Uuid } from "./schema.ts";
import { PlainWorkQueue } from "./work-queues.ts";

const sort = Default(DeploymentSort, "NAME_ASC");
const byId = Open({ id: Uuid });
const bySchedule = Open({ id: Uuid, schedule_id: Uuid });

/** The period to schedule runs for, at once; `min_time` is counted from the start (server.md §5.5). */
export const SchedulePeriod = Parameters({
  start_time: Optional(Instant),
  end_time: Optional(Instant),
  min_time: Optional(Seconds),
  min_runs: Optional(Integer),
  max_runs: Optional(Integer),
});

const wholeDeployments = {
  create: route.post("/deployments/", {
    summary: "Store a deployment, or change the one of this flow that has this name.",
    body: CreateDeployment,
    replies: { 200: Deployment, 201: Deployment },
  }),
  get: route.get("/deployments/:id", { params: byId, replies: { 200: Deployment } }),
  getByName: route.get("/deployments/name/:flow_name/:deployment_name", {
    params: Open({ flow_name: Text, deployment_name: Text }),
    replies: { 200: Deployment },
  }),
  update: route.patch("/deployments/:id", { params: byId, body: UpdateDeployment, replies: { 204: null } }),
  delete: route.delete("/deployments/:id", { params: byId, replies: { 204: null } }),
  bulkDelete: route.post("/deployments/bulk_delete", {
    body: Parameters({ deployments: member(DeploymentFilter), limit: bulkLimit }),
    replies: { 200: Open({ deleted: List(Uuid) }) },
  }),
} as const;

const lists = {
  list: route.post("/deployments/filter", {
    access: "read",
    body: Parameters({ ...runFilters, sort, limit, offset }),
    replies: { 200: List(Deployment) },
  }),
  count: route.post("/deployments/count", { access: "read", body: Parameters(runFilters), replies: { 200: Integer } }),
  paginate: route.post("/deployments/paginate", {
    access: "read",
    body: Parameters({ ...runFilters, sort, limit, page }),
    replies: { 200: PageOf(Deployment) },
  }),
  listWorkQueues: route.get("/deployments/:id/work_queue_check", { params: byId, replies: { 200: List(PlainWorkQueue) } }),
} as const;

const runs = {
  createFlowRun: route.post("/deployments/:id/create_flow_run", {
    summary: "Create a run, or answer with the one that has this idempotency key.",
    params: byId,
    body: CreateDeploymentFlowRun,
    replies: { 200: FlowRun, 201: FlowRun },
  }),
  bulkCreateFlowRuns: route.post("/deployments/:id/create_flow_run/bulk", {
    summary: "Create up to 100 runs; one that fails does not stop the others.",
    params: byId,
    body: List(CreateDeploymentFlowRun),
    replies: { 200: Open({ results: List(CreatedFlowRun) }) },
  }),
  listScheduledFlowRuns: route.post("/deployments/get_scheduled_flow_runs", {
    summary: "The scheduled runs of these deployments, the next first. Asking marks the deployments ready.",
    body: Parameters({ deployment_ids: List(Uuid), scheduled_before: Optional(Instant), limit }),
    replies: { 200: List(FlowRun) },
  }),
} as const;

const schedules = {
  pause: route.post("/deployments/:id/pause_deployment", { params: byId, replies: { 200: Null } }),
  resume: route.post("/deployments/:id/resume_deployment", { params: byId, replies: { 200: Null } }),
  schedule: route.post("/deployments/:id/schedule", { params: byId, body: SchedulePeriod, replies: { 200: Null } }),
  listSchedules: route.get("/deployments/:id/schedules", { params: byId, replies: { 200: List(DeploymentSchedule) } }),
  createSchedules: route.post("/deployments/:id/schedules", {
    params: byId,
    body: List(CreateDeploymentSchedule),
    replies: { 201: List(DeploymentSchedule) },
  }),
  updateSchedule: route.patch("/deployments/:id/schedules/:schedule_id", {
    params: bySchedule,
    body: UpdateDeploymentSchedule,
    replies: { 204: null },
  }),
  deleteSchedule: route.delete("/deployments/:id/schedules/:schedule_id", { params: bySchedule, replies: { 204: null } }),
} as const;

export const deploymentRoutes = { ...wholeDeployments, ...lists, ...runs, ...schedules } as const;
