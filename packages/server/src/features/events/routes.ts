import type { eventRoutes } from "@millrace/contract";
import type { Handlers } from "../../context.ts";
import { createEvents } from "./operations.ts";

export const events: Handlers<typeof eventRoutes> = {
  create: ({ ctx, body }) => createEvents(ctx, body),
};
