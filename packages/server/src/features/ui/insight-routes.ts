import type {
  uiBulkRoutes,
  uiDiagnosisRoutes,
  uiInfrastructureRoutes,
  uiListRoutes,
  uiOverviewRoutes,
  uiRunRoutes,
  uiScheduleRoutes,
  uiSearchRoutes,
} from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { readLimit } from "../../db/paging.ts";
import { paginateTaskRuns } from "../task-runs/paginate.ts";
import { listAllWorkers } from "../work-pools/workers.ts";
import { listAttempts } from "./attempts.ts";
import { previewBulk, startBulk } from "./bulk.ts";
import { getBulkJob, listBulkJobs, listBulkOutcomes } from "./bulk-queries.ts";
import { stopBulkJob } from "./bulk-work.ts";
import { diagnose } from "./diagnosis.ts";
import { countFacets } from "./facets.ts";
import { listLeases } from "./leases.ts";
import { downloadLogs } from "./log-download.ts";
import { countLogFacets } from "./log-facets.ts";
import { paginateNamedRuns } from "./named-runs.ts";
import { getOverview } from "./overview.ts";
import { readPeriod } from "./periods.ts";
import { previewSchedule } from "./schedule-preview.ts";
import { search } from "./search.ts";
import { countDeploymentHealth, summarizeDeployments, summarizeFlows } from "./summaries.ts";
import { summarizeTasks } from "./task-summary.ts";
import { getTimeseries } from "./timeseries.ts";
import { withTraits } from "./with-traits.ts";
import { summarizePoolsById } from "./work-pools.ts";

export const uiOverview: Handlers<typeof uiOverviewRoutes> = {
  get: ({ ctx, body: { start, end, ...filters } }) => getOverview(ctx, readPeriod(ctx, { start, end }), filters),
  summarizeWorkPools: ({ ctx, body: { work_pool_ids, ...period } }) => summarizePoolsById(ctx, work_pool_ids, readPeriod(ctx, period)),
};

export const uiRuns: Handlers<typeof uiRunRoutes> = {
  paginate: ({ ctx, body: { sort, limit, page, ...filters } }) =>
    paginateNamedRuns(ctx, { filters: withTraits(ctx, filters), sort, limit: readLimit(limit, ctx.settings.defaultLimit), page }),
  paginateTasks: ({ ctx, body }) => paginateTaskRuns(ctx, body),
  countFacets: ({ ctx, body }) => countFacets(ctx, withTraits(ctx, body)),
  getTimeseries: ({ ctx, body: { start, end, ...filters } }) =>
    getTimeseries(ctx, readPeriod(ctx, { start, end }), withTraits(ctx, filters)),
  listAttempts: ({ ctx, body }) => listAttempts(ctx.db.heavyRead, body.task_run_ids),
  summarizeTasks: ({ ctx, params }) => summarizeTasks(ctx, params.id),
};

export const uiDiagnosis: Handlers<typeof uiDiagnosisRoutes> = {
  diagnose: ({ ctx, params }) => diagnose(ctx, params.id),
};

export const uiLists: Handlers<typeof uiListRoutes> = {
  summarizeFlows: ({ ctx, body }) => summarizeFlows(ctx, body.flow_ids),
  summarizeDeployments: ({ ctx, body }) => summarizeDeployments(ctx, body.deployment_ids),
  countDeploymentHealth: ({ ctx, body: { deployment_ids, ...period } }) =>
    countDeploymentHealth(ctx, deployment_ids, readPeriod(ctx, period)),
  countLogFacets: ({ ctx, body }) => countLogFacets(ctx, body.logs),
  downloadLogs: ({ ctx, body }) => downloadLogs(ctx, body.logs, body.limit),
};

export const uiInfrastructure: Handlers<typeof uiInfrastructureRoutes> = {
  listWorkers({ ctx, body: { limit, offset } }) {
    return listAllWorkers(ctx, { limit: readLimit(limit, ctx.settings.defaultLimit), offset });
  },
  listLeases({ ctx, params, body: { limit, offset } }) {
    return listLeases(ctx.read, params.id, { limit: readLimit(limit, ctx.settings.defaultLimit), offset });
  },
};

export const uiSchedules: Handlers<typeof uiScheduleRoutes> = {
  preview: ({ ctx, body }) => previewSchedule(ctx, body),
};

export const uiSearch: Handlers<typeof uiSearchRoutes> = {
  search: ({ ctx, body }) => search(ctx, body),
};

export const uiBulk: Handlers<typeof uiBulkRoutes> = {
  previewFlowRuns: ({ ctx, body }) => previewBulk(ctx, "flow_runs", withTraits(ctx, body)),
  previewTaskRuns: ({ ctx, body }) => previewBulk(ctx, "task_runs", body),
  previewDeployments: ({ ctx, body }) => previewBulk(ctx, "deployments", body),
  previewFlows: ({ ctx, body }) => previewBulk(ctx, "flows", body),
  startFlowRuns: ({ ctx, body, caller }) => startBulk(ctx, { ...body, subject: "flow_runs", filters: withTraits(ctx, body), caller }),
  startTaskRuns: ({ ctx, body, caller }) => startBulk(ctx, { ...body, subject: "task_runs", filters: body, caller }),
  startDeployments: ({ ctx, body, caller }) => startBulk(ctx, { ...body, subject: "deployments", filters: body, caller }),
  startFlows: ({ ctx, body, caller }) => startBulk(ctx, { ...body, subject: "flows", filters: body, caller }),
  list: ({ ctx }) => listBulkJobs(ctx),
  get: ({ ctx, params }) => getBulkJob(ctx, params.id),
  listOutcomes: ({ ctx, params, body }) => listBulkOutcomes(ctx, params.id, body),
  async stop({ ctx, params }) {
    await stopBulkJob(ctx, params.id);
    return getBulkJob(ctx, params.id);
  },
};
