import type { backfillRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { readLimit } from "../../db/paging.ts";
import { createBackfill } from "./create-backfill.ts";
import { cancelBackfill, deleteBackfill, pauseBackfill, resumeBackfill, updateBackfill } from "./operations.ts";
import { getBackfill, listBackfills } from "./queries.ts";

export const backfills: Handlers<typeof backfillRoutes> = {
  create: ({ ctx, params, body, caller }) => createBackfill(ctx, params.id, { body, caller }),
  list: ({ ctx, body }) => listBackfills(ctx.db.heavyRead, { ...body, limit: readLimit(body.limit, ctx.settings.defaultLimit) }),
  get: ({ ctx, params }) => getBackfill(ctx.read, params.id),
  update: ({ ctx, params, body }) => updateBackfill(ctx, params.id, body),
  pause: ({ ctx, params }) => pauseBackfill(ctx, params.id),
  resume: ({ ctx, params }) => resumeBackfill(ctx, params.id),
  cancel: ({ ctx, params, body }) => cancelBackfill(ctx, params.id, body),
  delete: ({ ctx, params }) => deleteBackfill(ctx, params.id),
};
