import type { artifactRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { readLimit } from "../../db/paging.ts";
import { createArtifact, deleteArtifact, updateArtifact } from "./operations.ts";
import { countArtifacts, countLatestArtifacts, getArtifact, getLatestArtifact, listArtifacts, listLatestArtifacts } from "./queries.ts";

export const artifacts: Handlers<typeof artifactRoutes> = {
  create: ({ ctx, body }) => createArtifact(ctx, body),
  list: ({ ctx, body }) => listArtifacts(ctx.db.heavyRead, body, { ...body, limit: readLimit(body.limit, ctx.settings.defaultLimit) }),
  count: ({ ctx, body }) => countArtifacts(ctx.db.heavyRead, body),
  listLatest: ({ ctx, body }) =>
    listLatestArtifacts(ctx.db.heavyRead, body, { ...body, limit: readLimit(body.limit, ctx.settings.defaultLimit) }),
  countLatest: ({ ctx, body }) => countLatestArtifacts(ctx.db.heavyRead, body),
  get: ({ ctx, params }) => getArtifact(ctx.read, params.id),
  getLatest: ({ ctx, params }) => getLatestArtifact(ctx.read, params.key),
  update: ({ ctx, params, body }) => updateArtifact(ctx, params.id, body),
  delete: ({ ctx, params }) => deleteArtifact(ctx, params.id),
};
