/** The route table's own language: a method, a path, what goes in and what comes out. */
import type { AnySchema, Fields, ObjectSchema } from "./schema.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * Who may call a route. `open` needs no credentials; `read` and `write` need any valid credentials, and are told apart
 * so that roles can be; `websocket` credentials travel in the first message (server.md §1.10).
 */
export type Access = "open" | "read" | "write" | "websocket";

export interface RouteShape {
  /** Path parameters, by the names in the path. One whose value does not fit is "no such route" (server.md §1.1). */
  readonly params?: ObjectSchema<Fields>;
  readonly query?: ObjectSchema<Fields>;
  readonly body?: AnySchema;
  /** The reply of each success status; `null` for an empty body. The first is the usual one. */
  readonly replies: Readonly<Record<number, AnySchema | null>>;
  /** Content type of the reply when it is not JSON. */
  readonly type?: string;
  readonly access?: Access;
  readonly summary?: string;
}

export type Route<S extends RouteShape = RouteShape> = S & { readonly method: Method; readonly path: string; readonly access: Access };
export type Routes = Readonly<Record<string, Route>>;

const define =
  (method: Method, access: Access) =>
  <const S extends RouteShape>(path: string, shape: S): Route<S> => ({ access, ...shape, method, path });

/** Paths are relative to the API's base path and spelled as the protocol does, trailing slash included. */
export const route = {
  get: define("GET", "read"),
  post: define("POST", "write"),
  put: define("PUT", "write"),
  patch: define("PATCH", "write"),
  delete: define("DELETE", "write"),
} as const;

/** A WebSocket endpoint; its messages are described by the guide beside it, not by a schema of the table. */
export const socket = (path: string, summary: string): Route<RouteShape> => ({
  method: "GET",
  path,
  summary,
  replies: {},
  access: "websocket",
});
