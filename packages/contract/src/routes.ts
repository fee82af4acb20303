/** Every route there is: what is not in this list does not exist. */
import { adminRoutes } from "./admin.ts";
import { artifactRoutes } from "./artifacts.ts";
import { automationRoutes } from "./automations.ts";
import { backfillRoutes } from "./backfills.ts";
import { blockCapabilityRoutes, blockDocumentRoutes, blockSchemaRoutes, blockTypeRoutes } from "./block-routes.ts";
import { collectionRoutes } from "./collections.ts";
import { concurrencyLimitRoutes } from "./concurrency-limits.ts";
import { deploymentRoutes } from "./deployment-routes.ts";
import { eventQueryRoutes } from "./event-queries.ts";
import { eventRoutes } from "./events.ts";
import { flowRunRoutes } from "./flow-run-routes.ts";
import { flowRoutes } from "./flows.ts";
import { logRoutes } from "./logs.ts";
import { metricsRoutes } from "./metrics.ts";
import { retentionRoutes } from "./retention.ts";
import { savedSearchRoutes } from "./saved-searches.ts";
import { schedulePolicyRoutes } from "./schedule-policies.ts";
import { socketRoutes } from "./sockets.ts";
import { flowRunStateRoutes, taskRunStateRoutes } from "./states.ts";
import { taskRunRoutes } from "./task-runs.ts";
import { taskWorkerRoutes } from "./task-workers.ts";
import { templateRoutes } from "./templates.ts";
import { uiRoutes } from "./ui.ts";
import { uiBulkRoutes } from "./ui-bulk.ts";
import { uiDiagnosisRoutes } from "./ui-diagnosis.ts";
import { uiInfrastructureRoutes } from "./ui-infrastructure.ts";
import { uiListRoutes } from "./ui-lists.ts";
import { uiOverviewRoutes } from "./ui-overview.ts";
import { uiRunRoutes } from "./ui-runs.ts";
import { uiScheduleRoutes } from "./ui-schedules.ts";
import { uiSearchRoutes } from "./ui-search.ts";
import { variableRoutes } from "./variables.ts";
import { waitingRoutes } from "./waiting.ts";
import { pollingRoutes, workPoolRoutes } from "./work-pools.ts";
import { workQueueRoutes } from "./work-queues.ts";
import { workerRoutes } from "./workers.ts";

/** Named, so that declaration files refer to each noun rather than repeat it. */
export type AllRoutes = {
  readonly admin: typeof adminRoutes;
  readonly flows: typeof flowRoutes;
  readonly flowRuns: typeof flowRunRoutes;
  readonly flowRunStates: typeof flowRunStateRoutes;
  readonly taskRuns: typeof taskRunRoutes;
  readonly taskRunStates: typeof taskRunStateRoutes;
  readonly deployments: typeof deploymentRoutes;
  readonly schedulePolicies: typeof schedulePolicyRoutes;
  readonly backfills: typeof backfillRoutes;
  readonly workPools: typeof workPoolRoutes;
  readonly workQueues: typeof workQueueRoutes;
  readonly workers: typeof workerRoutes;
  readonly polling: typeof pollingRoutes;
  readonly blockTypes: typeof blockTypeRoutes;
  readonly blockSchemas: typeof blockSchemaRoutes;
  readonly blockDocuments: typeof blockDocumentRoutes;
  readonly blockCapabilities: typeof blockCapabilityRoutes;
  readonly concurrencyLimits: typeof concurrencyLimitRoutes;
  readonly logs: typeof logRoutes;
  readonly events: typeof eventRoutes;
  readonly variables: typeof variableRoutes;
  readonly artifacts: typeof artifactRoutes;
  readonly savedSearches: typeof savedSearchRoutes;
  readonly ui: typeof uiRoutes;
  readonly uiBulk: typeof uiBulkRoutes;
  readonly uiOverview: typeof uiOverviewRoutes;
  readonly uiSearch: typeof uiSearchRoutes;
  readonly uiSchedules: typeof uiScheduleRoutes;
  readonly uiLists: typeof uiListRoutes;
  readonly uiInfrastructure: typeof uiInfrastructureRoutes;
  readonly uiDiagnosis: typeof uiDiagnosisRoutes;
  readonly uiRuns: typeof uiRunRoutes;
  readonly eventQueries: typeof eventQueryRoutes;
  readonly automations: typeof automationRoutes;
  readonly templates: typeof templateRoutes;
  readonly collections: typeof collectionRoutes;
  readonly taskWorkers: typeof taskWorkerRoutes;
  readonly metrics: typeof metricsRoutes;
  readonly retention: typeof retentionRoutes;
  readonly waiting: typeof waitingRoutes;
  readonly sockets: typeof socketRoutes;
};

export const routes: AllRoutes = {
  admin: adminRoutes,
  flows: flowRoutes,
  flowRuns: flowRunRoutes,
  flowRunStates: flowRunStateRoutes,
  taskRuns: taskRunRoutes,
  taskRunStates: taskRunStateRoutes,
  deployments: deploymentRoutes,
  schedulePolicies: schedulePolicyRoutes,
  backfills: backfillRoutes,
  workPools: workPoolRoutes,
  workQueues: workQueueRoutes,
  workers: workerRoutes,
  polling: pollingRoutes,
  blockTypes: blockTypeRoutes,
  blockSchemas: blockSchemaRoutes,
  blockDocuments: blockDocumentRoutes,
  blockCapabilities: blockCapabilityRoutes,
  concurrencyLimits: concurrencyLimitRoutes,
  logs: logRoutes,
  events: eventRoutes,
  variables: variableRoutes,
  artifacts: artifactRoutes,
  savedSearches: savedSearchRoutes,
  ui: uiRoutes,
  uiBulk: uiBulkRoutes,
  uiOverview: uiOverviewRoutes,
  uiSearch: uiSearchRoutes,
  uiSchedules: uiScheduleRoutes,
  uiLists: uiListRoutes,
  uiInfrastructure: uiInfrastructureRoutes,
  uiDiagnosis: uiDiagnosisRoutes,
  uiRuns: uiRunRoutes,
  eventQueries: eventQueryRoutes,
  automations: automationRoutes,
  templates: templateRoutes,
  collections: collectionRoutes,
  taskWorkers: taskWorkerRoutes,
  metrics: metricsRoutes,
  retention: retentionRoutes,
  waiting: waitingRoutes,
  sockets: socketRoutes,
};
