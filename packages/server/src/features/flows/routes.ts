import type { flowRoutes } from "@millrace/contract";
import { type Handlers, Reply } from "../../context.ts";
import { pageOf, readLimit } from "../../db/paging.ts";
import { createFlow, deleteFlow, deleteFlows, updateFlow } from "./operations.ts";
import { countFlows, getFlow, getFlowByName, listFlows } from "./queries.ts";

export const flows: Handlers<typeof flowRoutes> = {
  async create({ ctx, body }) {
    const { flow, created } = await createFlow(ctx, body);
    return new Reply(created ? 201 : 200, flow);
  },
  get: ({ ctx, params }) => getFlow(ctx.read, params.id),
  getByName: ({ ctx, params }) => getFlowByName(ctx.read, params.name),
  update: ({ ctx, params, body }) => updateFlow(ctx, params.id, body),
  delete: ({ ctx, params }) => deleteFlow(ctx, params.id),
  list: ({ ctx, body }) =>
    listFlows(ctx.db.heavyRead, body, { sort: body.sort, limit: readLimit(body.limit, ctx.settings.defaultLimit), offset: body.offset }),
  count: ({ ctx, body }) => countFlows(ctx.db.heavyRead, body),
  async paginate({ ctx, body }) {
    const limit = readLimit(body.limit, ctx.settings.defaultLimit);
    const slice = { sort: body.sort, limit, offset: (body.page - 1) * limit };
    const [results, count] = await Promise.all([listFlows(ctx.db.heavyRead, body, slice), countFlows(ctx.db.heavyRead, body)]);
    return pageOf(results, { count, limit, page: body.page });
  },
  async bulkDelete({ ctx, body }) {
    const found = await listFlows(ctx.read, body, { sort: "NAME_ASC", limit: body.limit, offset: 0 });
    return {
      deleted: await ctx.transact((tx) =>
        deleteFlows(
          ctx,
          tx,
          found.map((flow) => flow.id),
        ),
      ),
    };
  },
};
