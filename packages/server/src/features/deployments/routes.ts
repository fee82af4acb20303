import type { deploymentRoutes, schedulePolicyRoutes } from "@millrace/contract";
import { type Handlers, Reply } from "../../context.ts";
import { pageOf, readLimit } from "../../db/paging.ts";
import { createDeploymentRun, createDeploymentRuns } from "./create-run.ts";
import { deleteDeployment, deleteDeployments } from "./delete-deployments.ts";
import { pollScheduledRuns } from "./poll-runs.ts";
import { countDeployments, getDeployment, getDeploymentByName, listDeployments, listSchedules, listServingQueues } from "./queries.ts";
import { createDeployment, updateDeployment } from "./save-deployment.ts";
import { createSchedules, deleteSchedule, pauseDeployment, resumeDeployment, updateSchedule } from "./schedule-operations.ts";
import { getSchedulePolicy, listSchedulePolicies, setSchedulePolicy } from "./schedule-policy.ts";
import { scheduleRuns } from "./schedule-runs.ts";

export const deployments: Handlers<typeof deploymentRoutes> = {
  async create({ ctx, body }) {
    const { deployment, created } = await createDeployment(ctx, body);
    return new Reply(created ? 201 : 200, deployment);
  },
  get: ({ ctx, params }) => getDeployment(ctx.read, params.id, ctx.clock.now()),
  getByName: ({ ctx, params }) => getDeploymentByName(ctx.read, params, ctx.clock.now()),
  update: ({ ctx, params, body }) => updateDeployment(ctx, params.id, body),
  delete: ({ ctx, params }) => deleteDeployment(ctx, params.id),
  async bulkDelete({ ctx, body }) {
    const found = await listDeployments(ctx.read, body, { sort: "NAME_ASC", limit: body.limit, offset: 0, now: ctx.clock.now() });
    const ids = found.map((deployment) => deployment.id);
    return { deleted: await ctx.transact((tx) => deleteDeployments(ctx, tx, ids)) };
  },
  list: ({ ctx, body }) =>
    listDeployments(ctx.db.heavyRead, body, {
      sort: body.sort,
      limit: readLimit(body.limit, ctx.settings.defaultLimit),
      offset: body.offset,
      now: ctx.clock.now(),
    }),
  count: ({ ctx, body }) => countDeployments(ctx.db.heavyRead, body),
  async paginate({ ctx, body }) {
    const limit = readLimit(body.limit, ctx.settings.defaultLimit);
    const slice = { sort: body.sort, limit, offset: (body.page - 1) * limit, now: ctx.clock.now() };
    const [results, count] = await Promise.all([listDeployments(ctx.db.heavyRead, body, slice), countDeployments(ctx.db.heavyRead, body)]);
    return pageOf(results, { count, limit, page: body.page });
  },
  listWorkQueues: ({ ctx, params }) => listServingQueues(ctx.read, params.id),
  async createFlowRun({ ctx, params, body, caller }) {
    const { run, created } = await createDeploymentRun(ctx, params.id, { input: body, caller });
    return new Reply(created ? 201 : 200, run);
  },
  async bulkCreateFlowRuns({ ctx, params, body, caller }) {
    return { results: await createDeploymentRuns(ctx, params.id, { inputs: body, caller }) };
  },
  listScheduledFlowRuns: ({ ctx, body }) => pollScheduledRuns(ctx, { ...body, limit: readLimit(body.limit, ctx.settings.defaultLimit) }),
  async pause({ ctx, params }) {
    await pauseDeployment(ctx, params.id);
    return null;
  },
  async resume({ ctx, params }) {
    await resumeDeployment(ctx, params.id);
    return null;
  },
  async schedule({ ctx, params, body }) {
    await scheduleRuns(ctx, params.id, body);
    return null;
  },
  listSchedules: ({ ctx, params }) => listSchedules(ctx.read, params.id),
  createSchedules: ({ ctx, params, body }) => createSchedules(ctx, params.id, body),
  updateSchedule: ({ ctx, params, body }) => updateSchedule(ctx, { deploymentId: params.id, scheduleId: params.schedule_id }, body),
  deleteSchedule: ({ ctx, params }) => deleteSchedule(ctx, { deploymentId: params.id, scheduleId: params.schedule_id }),
};

export const schedulePolicies: Handlers<typeof schedulePolicyRoutes> = {
  list: ({ ctx, params }) => listSchedulePolicies(ctx, params.id),
  get: ({ ctx, params }) => getSchedulePolicy(ctx, { deploymentId: params.id, scheduleId: params.schedule_id }),
  set: ({ ctx, params, body }) => setSchedulePolicy(ctx, { deploymentId: params.id, scheduleId: params.schedule_id }, body),
};
