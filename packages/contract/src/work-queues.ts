/** A queue of a work pool: what workers take runs from, in order of priority. */
import { Bool, Instant, Integer, List, Name, Nullable, Open, type Parsed, stored, Tags, Text, Uuid } from "./schema.ts";

export const WorkQueue = Open({
  ...stored,
  name: Name,
  description: Nullable(Text),
  is_paused: Bool,
  concurrency_limit: Nullable(Integer),
  /** 1 is served first. */
  priority: Integer,
  work_pool_id: Nullable(Uuid),
  /** Of queues from before work pools: the runs they took by themselves. */
  filter: Nullable(Open({ tags: Nullable(Tags), deployment_ids: Nullable(List(Uuid)) })),
  last_polled: Nullable(Instant),
});
export type WorkQueue = Parsed<typeof WorkQueue>;
