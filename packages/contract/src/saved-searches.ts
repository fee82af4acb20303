/** A saved search: filters of a page, kept under a name. */
import { limit, offset } from "./paging.ts";
import { route } from "./route.ts";
import { Closed, Default, Json, List, Open, Parameters, type Parsed, type Static, stored, Text, Uuid } from "./schema.ts";

/** One condition. What it means is the page's affair: the server keeps it as it is. */
export const SavedSearchFilter = Open({ object: Text, property: Text, type: Text, operation: Text, value: Json });
export type SavedSearchFilter = Parsed<typeof SavedSearchFilter>;

export const SavedSearch = Open({ ...stored, name: Text, filters: List(SavedSearchFilter) });
export type SavedSearch = Parsed<typeof SavedSearch>;

export const SaveSearch = Closed({ name: Text, filters: Default(List(SavedSearchFilter), []) });
export type SaveSearch = Parsed<typeof SaveSearch>;
export type SaveSearchInput = Static<typeof SaveSearch>;

const byId = Open({ id: Uuid });

export const savedSearchRoutes = {
  save: route.put("/saved_searches/", {
    summary: "Store a search, or give the one that has this name other filters.",
    body: SaveSearch,
    replies: { 200: SavedSearch, 201: SavedSearch },
  }),
  list: route.post("/saved_searches/filter", {
    access: "read",
    body: Parameters({ limit, offset }),
    replies: { 200: List(SavedSearch) },
  }),
  get: route.get("/saved_searches/:id", { params: byId, replies: { 200: SavedSearch } }),
  delete: route.delete("/saved_searches/:id", { params: byId, replies: { 204: null } }),
} as const;
