/** How long answers are cut into pieces (server.md §1.3). */
import { Default, Integer, List, Nullable, Open, Optional, type Schema, With } from "./schema.ts";

/** Absent means the server's default. The server refuses one above its setting with a text of its own, so any number is read. */
export const limit = Optional(Nullable(With(Integer, { "x-lenient": true })));

export const offset = Default(With(Integer, { minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), 0);

export const page = Default(With(Integer, { minimum: 1 }), 1);

/** How many objects one bulk request may touch. */
export const bulkLimit = Default(With(Integer, { minimum: 1, maximum: 50 }), 50);

/** One page of a list; `pages` is 0 when `limit` is. */
export const PageOf = <In, Out>(item: Schema<In, Out>) =>
  Open({ results: List(item), count: Integer, limit: Integer, pages: Integer, page: Integer });
