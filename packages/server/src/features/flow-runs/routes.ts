import type { flowRunRoutes } from "@millrace/contract";
import { type Handlers, Reply } from "../../context.ts";
import { pageOf, readLimit } from "../../db/paging.ts";
import { stateReply } from "../run-states/state-reply.ts";
import { listDependencies } from "./dependencies.ts";
import { getGraph } from "./graph.ts";
import { getFlowRunHistory } from "./history.ts";
import { createInput, deleteInput, getInput, listInputs } from "./inputs.ts";
import { getLateness } from "./lateness.ts";
import { downloadLogs } from "./logs-download.ts";
import { addLabels, bulkDeleteFlowRuns, bulkSetState, createAdHocRun, deleteFlowRun, updateFlowRun } from "./operations.ts";
import { countFlowRuns, getFlowRun, listFlowRuns } from "./queries.ts";
import { resumeFlowRun } from "./resume.ts";
import { setFlowRunState } from "./set-state.ts";

export const flowRuns: Handlers<typeof flowRunRoutes> = {
  async create({ ctx, body, caller }) {
    const { run, created } = await createAdHocRun(ctx, body, caller);
    return new Reply(created ? 201 : 200, run);
  },
  get: ({ ctx, params }) => getFlowRun(ctx, params.id),
  update: ({ ctx, params, body }) => updateFlowRun(ctx, params.id, body),
  updateLabels: ({ ctx, params, body }) => addLabels(ctx, params.id, body),
  delete: ({ ctx, params }) => deleteFlowRun(ctx, params.id),
  bulkDelete: async ({ ctx, body }) => ({ deleted: await bulkDeleteFlowRuns(ctx, body, body.limit) }),

  list({ ctx, body }) {
    const limit = readLimit(body.limit, ctx.settings.defaultLimit);
    return listFlowRuns(ctx, ctx.db.heavyRead, { filters: body, sort: body.sort, limit, offset: body.offset });
  },
  count: ({ ctx, body }) => countFlowRuns(ctx.db.heavyRead, body),
  async paginate({ ctx, body }) {
    const limit = readLimit(body.limit, ctx.settings.defaultLimit);
    const slice = { filters: body, sort: body.sort, limit, offset: (body.page - 1) * limit };
    const [results, count] = await Promise.all([listFlowRuns(ctx, ctx.db.heavyRead, slice), countFlowRuns(ctx.db.heavyRead, body)]);
    return pageOf(results, { count, limit, page: body.page });
  },
  getLateness: ({ ctx, body }) => getLateness(ctx, body),
  getHistory: ({ ctx, body }) => getFlowRunHistory(ctx, body),

  async setState({ ctx, params, body, caller }) {
    const requestedAt = ctx.clock.now();
    return stateReply(await setFlowRunState(ctx, { id: params.id, state: body.state, force: body.force, caller }), requestedAt);
  },
  async bulkSetState({ ctx, body, caller }) {
    const { state, force, limit } = body;
    return { results: await bulkSetState(ctx, { filters: body, limit, state, force, caller }) };
  },
  async resume({ ctx, params, body, caller }) {
    const requestedAt = ctx.clock.now();
    return stateReply(await resumeFlowRun(ctx, { id: params.id, input: body.run_input ?? null, caller }), requestedAt);
  },

  createInput: ({ ctx, params, body }) => createInput(ctx, params.id, body),
  listInputs: ({ ctx, params, body }) => listInputs(ctx, params.id, body),
  getInput: ({ ctx, params }) => getInput(ctx, params.id, params.key),
  deleteInput: ({ ctx, params }) => deleteInput(ctx, params.id, params.key),

  getDependencies: ({ ctx, params }) => listDependencies(ctx, params.id),
  getGraph: ({ ctx, params, query }) => getGraph(ctx, params.id, query.since),
  downloadLogs: ({ ctx, params }) => downloadLogs(ctx, params.id),
};
