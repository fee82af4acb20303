/** Everything by name or id, as somebody types it. */
import { route } from "./route.ts";
import { Default, Integer, List, Nullable, OneOf, Open, Parameters, type Parsed, Text, Uuid, With } from "./schema.ts";
import { StateType } from "./states.ts";

/** What can be found by its name; the others by their ids alone. */
export const namedKinds = ["flow", "deployment", "work-pool", "automation", "variable", "block-document", "flow-run"] as const;
export const searchKinds = [...namedKinds, "work-queue", "task-run", "artifact"] as const;

export const SearchHit = Open({
  kind: OneOf(...searchKinds),
  id: Uuid,
  name: Nullable(Text),
  /** What it belongs to: the flow of a run or deployment, the pool of a queue, the type of a block or pool, the run of a task run. */
  detail: Nullable(Text),
  state_type: Nullable(StateType),
  /** By what it was found; ids come first, then what starts with the words. */
  match: OneOf("id", "exact", "prefix", "substring"),
});
export type SearchHit = Parsed<typeof SearchHit>;

export const uiSearchRoutes = {
  search: route.post("/ui/search", {
    summary:
      "Things by their id, its beginning (eight digits at least) or their name. Flow runs are found by the beginning of their name, and by parts of it among the newest.",
    access: "read",
    body: Parameters({
      query: With(Text, { maxLength: 200 }),
      /** Hits of each kind at most. */
      limit: Default(With(Integer, { minimum: 1, maximum: 20 }), 5),
      kinds: Default(Nullable(List(OneOf(...searchKinds))), null),
    }),
    replies: { 200: List(SearchHit) },
  }),
} as const;
