import type { pollingRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { readLimit } from "../../db/paging.ts";
import { pollPool } from "./poll-pool.ts";
import { pollQueue } from "./poll-queue.ts";

export const polling: Handlers<typeof pollingRoutes> = {
  listDueFlowRuns: ({ ctx, params, body }) =>
    pollPool(ctx, params.name, { ...body, limit: readLimit(body.limit, ctx.settings.defaultLimit) }),
  listQueuedFlowRuns: ({ ctx, params, body, caller }) =>
    pollQueue(ctx, params.id, { ...body, limit: readLimit(body.limit, ctx.settings.defaultLimit), caller }),
};
