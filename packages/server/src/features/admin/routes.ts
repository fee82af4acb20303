import type { adminRoutes } from "@millrace/contract";
import { type Handlers, Reply } from "../../context.ts";
import { apiVersion } from "../../version.ts";
import { createCsrfToken } from "./csrf-tokens.ts";
import { findNextWake } from "./next-wake.ts";
import { isDatabaseAnswering } from "./queries.ts";
import { clearDefaultResultStorage, getDefaultResultStorage, setDefaultResultStorage } from "./result-storage.ts";
import { showSettings } from "./show-settings.ts";

export const admin: Handlers<typeof adminRoutes> = {
  getHealth: () => ({ status: "ok" }),
  async getReadiness({ ctx }) {
    return (await isDatabaseAnswering(ctx)) ? { message: "OK" } : new Reply(503, { message: "Database is not available" });
  },
  getApiVersion: () => apiVersion,
  getVersion: ({ ctx, caller }) => ctx.tellRelease(caller.clientVersion),
  getSettings: ({ ctx }) => showSettings(ctx.settings),
  getNextWake: ({ ctx }) => findNextWake(ctx),
  getStorage: ({ ctx }) => getDefaultResultStorage(ctx.read),
  setStorage: ({ ctx, body }) => setDefaultResultStorage(ctx, body.default_result_storage_block_id),
  clearStorage: ({ ctx }) => clearDefaultResultStorage(ctx),
  getHello: () => "👋",
  getCsrfToken: ({ ctx, query }) => createCsrfToken(ctx, query.client),
};
