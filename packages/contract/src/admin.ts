/** What a server says of itself (server.md §1.7, §1.9). */
import { route } from "./route.ts";
import { Instant, OneOf, Open, type Parsed, stored, Text } from "./schema.ts";

/** Our one difference from the protocol: an object where Prefect answers `true`. */
export const Health = Open({ status: OneOf("ok") });
export type Health = Parsed<typeof Health>;

/** A token that must come with every change when the server guards against forged requests. */
export const CsrfToken = Open({ ...stored, token: Text, client: Text, expiration: Instant });
export type CsrfToken = Parsed<typeof CsrfToken>;

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
  getHello: route.get("/hello", { replies: { 200: Text } }),
  getCsrfToken: route.get("/csrf-token", { query: Open({ client: Text }), replies: { 200: CsrfToken } }),
} as const;
