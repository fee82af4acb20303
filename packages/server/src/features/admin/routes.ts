import type { adminRoutes } from "@millrace/contract";
import { sql } from "kysely";
import { type Context, type Handlers, Reply } from "../../context.ts";
import { apiVersion, protocolRelease } from "../../version.ts";
import { createCsrfToken } from "./csrf-tokens.ts";

export const admin: Handlers<typeof adminRoutes> = {
  getHealth: () => ({ status: "ok" }),
  async getReadiness({ ctx }) {
    return (await isDatabaseAnswering(ctx)) ? { message: "OK" } : new Reply(503, { message: "Database is not available" });
  },
  getApiVersion: () => apiVersion,
  getVersion: () => protocolRelease,
  getHello: () => "👋",
  getCsrfToken: ({ ctx, query }) => createCsrfToken(ctx, query.client),
};

const isDatabaseAnswering = async ({ read, log }: Context): Promise<boolean> => {
  try {
    await sql`select 1`.execute(read);
    return true;
  } catch (error) {
    log.warn({ err: error }, "The database does not answer.");
    return false;
  }
};
