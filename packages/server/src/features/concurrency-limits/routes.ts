import type { concurrencyLimitRoutes } from "@millrace/contract";
import { type Handlers, Reply } from "../../context.ts";
import { readLimit } from "../../db/paging.ts";
import { DomainError } from "../../errors.ts";
import { claimLease, claimSlots, releaseSlots } from "./claims.ts";
import { releaseLease, renewLease } from "./leases.ts";
import { createLimit, deleteLimit, updateLimit } from "./operations.ts";
import { getLimit, listLimits } from "./queries.ts";
import { claimForTags, releaseForTags } from "./tag-claims.ts";
import { deleteTagLimit, getTagLimit, listTagLimits, resetTagLimit, setTagLimit } from "./tag-limits.ts";

export const concurrencyLimits: Handlers<typeof concurrencyLimitRoutes> = {
  create: ({ ctx, body }) => createLimit(ctx, body),
  list: ({ ctx, body }) =>
    listLimits(ctx.read, { limit: readLimit(body.limit, ctx.settings.defaultLimit), offset: body.offset }, ctx.clock.now()),
  get: ({ ctx, params }) => getLimit(ctx.read, params.id_or_name, ctx.clock.now()),
  update: ({ ctx, params, body }) => updateLimit(ctx, params.id_or_name, body),
  delete: ({ ctx, params }) => deleteLimit(ctx, params.id_or_name),
  claimSlots: ({ ctx, body }) => claimSlots(ctx, body),
  releaseSlots: ({ ctx, body }) => releaseSlots(ctx, body),
  claimLease: ({ ctx, body: { lease_duration: seconds, holder = null, ...claim } }) => claimLease(ctx, { ...claim, seconds, holder }),
  async releaseLease({ ctx, body }) {
    await ctx.transact((tx) => releaseLease(ctx, tx, { id: body.lease_id }));
  },
  async renewLease({ ctx, params, body }) {
    const renewed = await ctx.transact((tx) => renewLease(ctx, tx, { id: params.lease_id, seconds: body.lease_duration }));
    if (!renewed) throw new DomainError("gone", "Lease not found - it may have expired or been revoked");
  },

  async createForTag({ ctx, body }) {
    const { limit, created } = await setTagLimit(ctx, body);
    return new Reply(created ? 201 : 200, limit);
  },
  listForTags: ({ ctx, body }) => listTagLimits(ctx.read, { limit: readLimit(body.limit, ctx.settings.defaultLimit), offset: body.offset }),
  getTagLimit: ({ ctx, params }) => getTagLimit(ctx.read, params),
  getForTag: ({ ctx, params }) => getTagLimit(ctx.read, params),
  async deleteTagLimit({ ctx, params }) {
    await deleteTagLimit(ctx, params);
    return null;
  },
  async deleteForTag({ ctx, params }) {
    await deleteTagLimit(ctx, params);
    return null;
  },
  async resetForTag({ ctx, params, body }) {
    await resetTagLimit(ctx, params.tag, body.slot_override ?? []);
    return null;
  },
  claimForTags: ({ ctx, body }) => claimForTags(ctx, body),
  releaseForTags: ({ ctx, body }) => releaseForTags(ctx, body),
};
