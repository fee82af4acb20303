import {
  adminRoutes,
  artifactRoutes,
  automationRoutes,
  backfillRoutes,
  blockCapabilityRoutes,
  blockDocumentRoutes,
  blockSchemaRoutes,
  blockTypeRoutes,
  collectionRoutes,
  concurrencyLimitRoutes,
  deploymentRoutes,
  eventQueryRoutes,
  eventRoutes,
  flowRoutes,
  flowRunRoutes,
  flowRunStateRoutes,
  logRoutes,
  metricsRoutes,
  pollingRoutes,
  retentionRoutes,
  savedSearchRoutes,
  schedulePolicyRoutes,
  socketRoutes,
  taskRunRoutes,
  taskRunStateRoutes,
  taskWorkerRoutes,
  templateRoutes,
  uiBulkRoutes,
  uiDiagnosisRoutes,
  uiInfrastructureRoutes,
  uiListRoutes,
  uiOverviewRoutes,
  uiRoutes,
  uiRunRoutes,
  uiScheduleRoutes,
  uiSearchRoutes,
  variableRoutes,
  waitingRoutes,
  workerRoutes,
  workPoolRoutes,
  workQueueRoutes,
} from "@millrace/contract";
import { admin } from "./features/admin/routes.ts";
import { artifacts } from "./features/artifacts/routes.ts";
import { automations, templates } from "./features/automations/routes.ts";
import { backfills } from "./features/backfills/routes.ts";
import { blockCapabilities, blockDocuments, blockSchemas, blockTypes } from "./features/blocks/routes.ts";
import { collections } from "./features/collections/routes.ts";
import { concurrencyLimits } from "./features/concurrency-limits/routes.ts";
import { deployments, schedulePolicies } from "./features/deployments/routes.ts";
import { eventsIn } from "./features/events/in-socket.ts";
import { eventsOut } from "./features/events/out-socket.ts";
import { eventQueries, events } from "./features/events/routes.ts";
import { flowRuns } from "./features/flow-runs/routes.ts";
import { flows } from "./features/flows/routes.ts";
import { logsOut } from "./features/logs/out-socket.ts";
import { logs } from "./features/logs/routes.ts";
import { metrics } from "./features/metrics/routes.ts";
import { polling } from "./features/polling/routes.ts";
import { retention } from "./features/retention/routes.ts";
import { flowRunStates, taskRunStates } from "./features/run-states/routes.ts";
import { savedSearches } from "./features/saved-searches/routes.ts";
import { taskRuns } from "./features/task-runs/routes.ts";
import { scheduledTaskRuns } from "./features/task-runs/scheduled-socket.ts";
import { taskWorkers } from "./features/task-runs/task-worker-routes.ts";
import { uiBulk, uiDiagnosis, uiInfrastructure, uiLists, uiOverview, uiRuns, uiSchedules, uiSearch } from "./features/ui/insight-routes.ts";
import { ui } from "./features/ui/routes.ts";
import { variables } from "./features/variables/routes.ts";
import { waiting } from "./features/waiting/routes.ts";
import { workers, workPools, workQueues } from "./features/work-pools/routes.ts";
import { workerChannel } from "./features/work-pools/worker-channel.ts";
import type { RouteTable } from "./http/bind-routes.ts";
import type { SocketTable } from "./http/websockets.ts";

/** Every route this server answers. */
export const handlers: RouteTable = {
  admin: { routes: adminRoutes, handlers: admin },
  flows: { routes: flowRoutes, handlers: flows },
  flowRuns: { routes: flowRunRoutes, handlers: flowRuns },
  flowRunStates: { routes: flowRunStateRoutes, handlers: flowRunStates },
  taskRuns: { routes: taskRunRoutes, handlers: taskRuns },
  taskRunStates: { routes: taskRunStateRoutes, handlers: taskRunStates },
  deployments: { routes: deploymentRoutes, handlers: deployments },
  schedulePolicies: { routes: schedulePolicyRoutes, handlers: schedulePolicies },
  backfills: { routes: backfillRoutes, handlers: backfills },
  workPools: { routes: workPoolRoutes, handlers: workPools },
  workQueues: { routes: workQueueRoutes, handlers: workQueues },
  workers: { routes: workerRoutes, handlers: workers },
  polling: { routes: pollingRoutes, handlers: polling },
  blockTypes: { routes: blockTypeRoutes, handlers: blockTypes },
  blockSchemas: { routes: blockSchemaRoutes, handlers: blockSchemas },
  blockDocuments: { routes: blockDocumentRoutes, handlers: blockDocuments },
  blockCapabilities: { routes: blockCapabilityRoutes, handlers: blockCapabilities },
  concurrencyLimits: { routes: concurrencyLimitRoutes, handlers: concurrencyLimits },
  logs: { routes: logRoutes, handlers: logs },
  events: { routes: eventRoutes, handlers: events },
  variables: { routes: variableRoutes, handlers: variables },
  artifacts: { routes: artifactRoutes, handlers: artifacts },
  savedSearches: { routes: savedSearchRoutes, handlers: savedSearches },
  ui: { routes: uiRoutes, handlers: ui },
  uiLists: { routes: uiListRoutes, handlers: uiLists },
  uiSchedules: { routes: uiScheduleRoutes, handlers: uiSchedules },
  uiSearch: { routes: uiSearchRoutes, handlers: uiSearch },
  uiBulk: { routes: uiBulkRoutes, handlers: uiBulk },
  uiOverview: { routes: uiOverviewRoutes, handlers: uiOverview },
  uiInfrastructure: { routes: uiInfrastructureRoutes, handlers: uiInfrastructure },
  uiDiagnosis: { routes: uiDiagnosisRoutes, handlers: uiDiagnosis },
  uiRuns: { routes: uiRunRoutes, handlers: uiRuns },
  eventQueries: { routes: eventQueryRoutes, handlers: eventQueries },
  collections: { routes: collectionRoutes, handlers: collections },
  taskWorkers: { routes: taskWorkerRoutes, handlers: taskWorkers },
  metrics: { routes: metricsRoutes, handlers: metrics },
  retention: { routes: retentionRoutes, handlers: retention },
  automations: { routes: automationRoutes, handlers: automations },
  templates: { routes: templateRoutes, handlers: templates },
  waiting: { routes: waitingRoutes, handlers: waiting },
};

/** Every WebSocket it serves. */
export const sockets = {
  routes: socketRoutes,
  endpoints: { eventsIn, eventsOut, logsOut, workerChannel, scheduledTaskRuns },
} satisfies SocketTable<typeof socketRoutes>;
