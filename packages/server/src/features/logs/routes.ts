import type { logRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { readLimit } from "../../db/paging.ts";
import { createLogs } from "./operations.ts";
import { listLogs } from "./queries.ts";

export const logs: Handlers<typeof logRoutes> = {
  async create({ ctx, body }) {
    await createLogs(ctx, body);
    return null;
  },
  list: ({ ctx, body }) =>
    listLogs(ctx.db.heavyRead, body.logs, {
      sort: body.sort,
      limit: readLimit(body.limit, ctx.settings.defaultLimit),
      offset: body.offset,
    }),
};
