/** What a server says of itself (server.md §1.7, §1.9). */
import { route } from "./route.ts";
import { Bool, Default, Instant, JsonObject, Nullable, OneOf, Open, type Parsed, stored, Text, Uuid } from "./schema.ts";

/** Our one difference from the protocol: an object where Prefect answers `true`. */
export const Health = Open({ status: OneOf("ok") });
export type Health = Parsed<typeof Health>;

/** A token that must come with every change when the server guards against forged requests. */
export const CsrfToken = Open({ ...stored, token: Text, client: Text, expiration: Instant });
export type CsrfToken = Parsed<typeof CsrfToken>;

/** Where results go that name no storage of their own. */
export const DefaultResultStorage = Open({ default_result_storage_block_id: Default(Nullable(Uuid), null) });
export type DefaultResultStorage = Parsed<typeof DefaultResultStorage>;

/** What a server that stops when idle must be woken for. */
export const NextWake = Open({
  /** The next moment something is to be done, though nobody asks anything; null when there is none. */
  next_wake: Nullable(Instant),
  reason: Nullable(OneOf("scheduled-run", "pause-timeout")),
  flow_run_id: Nullable(Uuid),
  /** Whether a run is under way. */
  is_busy: Bool,
  /** Since when nobody has asked this process anything; null while a socket is open. */
  idle_since: Nullable(Instant),
});
export type NextWake = Parsed<typeof NextWake>;

export const adminRoutes = {
  getHealth: route.get("/health", { summary: "Whether the process answers.", access: "open", replies: { 200: Health } }),
  getReadiness: route.get("/ready", {
    summary: "Whether the database answers too; 503 when it does not.",
    access: "open",
    replies: { 200: Open({ message: Text }) },
  }),
  getApiVersion: route.get("/version", { summary: "The version of the protocol.", replies: { 200: Text } }),
  getVersion: route.get("/admin/version", {
    summary: "The package version that clients compare theirs with.",
    replies: { 200: Text },
  }),
  getSettings: route.get("/admin/settings", {
    summary: "The settings this server runs with, as a tree. Secrets are asterisks.",
    replies: { 200: JsonObject },
  }),
  getNextWake: route.get("/admin/next-wake", {
    summary:
      "When this server has something to do next. One that stops when idle must be started again by then. Asking does not keep it awake.",
    replies: { 200: NextWake },
  }),
  getStorage: route.get("/admin/storage", { replies: { 200: DefaultResultStorage } }),
  setStorage: route.put("/admin/storage", {
    body: Open({ default_result_storage_block_id: Uuid }),
    replies: { 200: DefaultResultStorage },
  }),
  clearStorage: route.delete("/admin/storage", { replies: { 204: null } }),
  getHello: route.get("/hello", { replies: { 200: Text } }),
  getCsrfToken: route.get("/csrf-token", { query: Open({ client: Text }), replies: { 200: CsrfToken } }),
} as const;
