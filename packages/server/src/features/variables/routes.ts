import type { variableRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { readLimit } from "../../db/paging.ts";
import { createVariable, deleteVariable, updateVariable } from "./operations.ts";
import { countVariables, getVariable, listVariables } from "./queries.ts";

export const variables: Handlers<typeof variableRoutes> = {
  create: ({ ctx, body }) => createVariable(ctx, body),
  list: ({ ctx, body }) =>
    listVariables(ctx.read, body.variables, {
      sort: body.sort,
      limit: readLimit(body.limit, ctx.settings.defaultLimit),
      offset: body.offset,
    }),
  count: ({ ctx, body }) => countVariables(ctx.read, body.variables),
  get: ({ ctx, params }) => getVariable(ctx.read, params),
  getByName: ({ ctx, params }) => getVariable(ctx.read, params),
  update: ({ ctx, params, body }) => updateVariable(ctx, params, body),
  updateByName: ({ ctx, params, body }) => updateVariable(ctx, params, body),
  delete: ({ ctx, params }) => deleteVariable(ctx, params),
  deleteByName: ({ ctx, params }) => deleteVariable(ctx, params),
};
