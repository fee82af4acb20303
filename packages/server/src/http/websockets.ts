import type { Server } from "node:http";
import type { Context } from "../context.ts";

/** The sockets of the API; see messaging/. */
export const acceptSockets = (_server: Server, _ctx: Context): { close: () => void } => ({ close: () => undefined });
