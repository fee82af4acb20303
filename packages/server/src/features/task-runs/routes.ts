import type { taskRunRoutes } from "@millrace/contract";
import { type Handlers, Reply } from "../../context.ts";
import { readLimit } from "../../db/paging.ts";
import { stateReply } from "../run-states/state-reply.ts";
import { createTaskRun } from "./create-run.ts";
import { getTaskRunHistory } from "./history.ts";
import { deleteTaskRun, updateTaskRun } from "./operations.ts";
import { paginateTaskRuns } from "./paginate.ts";
import { countTaskRuns, getTaskRun, listTaskRuns } from "./queries.ts";
import { setTaskRunState } from "./set-state.ts";

export const taskRuns: Handlers<typeof taskRunRoutes> = {
  async create({ ctx, body, caller }) {
    const { run, created } = await createTaskRun(ctx, body, caller);
    return new Reply(created ? 201 : 200, run);
  },
  get: ({ ctx, params }) => getTaskRun(ctx, ctx.read, params.id),
  update: ({ ctx, params, body }) => updateTaskRun(ctx, params.id, body),
  delete: ({ ctx, params }) => deleteTaskRun(ctx, params.id),

  list({ ctx, body }) {
    const limit = readLimit(body.limit, ctx.settings.defaultLimit);
    return listTaskRuns(ctx, ctx.db.heavyRead, { filters: body, sort: body.sort, limit, offset: body.offset });
  },
  count: ({ ctx, body }) => countTaskRuns(ctx.db.heavyRead, body),
  paginate: ({ ctx, body }) => paginateTaskRuns(ctx, body),
  getHistory: ({ ctx, body }) => getTaskRunHistory(ctx, body),

  async setState({ ctx, params, body, caller }) {
    const requestedAt = ctx.clock.now();
    return stateReply(await setTaskRunState(ctx, { id: params.id, state: body.state, force: body.force, caller }), requestedAt);
  },
};
