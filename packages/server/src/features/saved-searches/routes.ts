import type { savedSearchRoutes } from "@millrace/contract";
import { type Handlers, Reply } from "../../context.ts";
import { readLimit } from "../../db/paging.ts";
import { deleteSavedSearch, getSavedSearch, listSavedSearches, saveSearch } from "./operations.ts";

export const savedSearches: Handlers<typeof savedSearchRoutes> = {
  async save({ ctx, body }) {
    const { search, created } = await saveSearch(ctx, body);
    return new Reply(created ? 201 : 200, search);
  },
  list: ({ ctx, body }) => listSavedSearches(ctx.read, { limit: readLimit(body.limit, ctx.settings.defaultLimit), offset: body.offset }),
  get: ({ ctx, params }) => getSavedSearch(ctx.read, params.id),
  delete: ({ ctx, params }) => deleteSavedSearch(ctx, params.id),
};
