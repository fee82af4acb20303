import type { retentionRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { getRetention, previewRetention, resetRetention, startSweepNow, updateRetention } from "./operations.ts";

export const retention: Handlers<typeof retentionRoutes> = {
  get: ({ ctx }) => getRetention(ctx),
  update: ({ ctx, body }) => updateRetention(ctx, body),
  reset: ({ ctx }) => resetRetention(ctx),
  preview: ({ ctx, body }) => previewRetention(ctx, body),
  sweep: ({ ctx }) => startSweepNow(ctx),
};
