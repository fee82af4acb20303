/** Task workers: processes that wait for background task runs (events.md §3.5). */
import { member } from "./filters/members.ts";
import { route } from "./route.ts";
import { Instant, List, Open, Parameters, type Parsed, Text } from "./schema.ts";

/** A worker connected to this server, the tasks it takes, and when it was last given one. */
export const TaskWorker = Open({ identifier: Text, task_keys: List(Text), timestamp: Instant });
export type TaskWorker = Parsed<typeof TaskWorker>;

export const taskWorkerRoutes = {
  list: route.post("/task_workers/filter", {
    access: "read",
    body: Parameters({ task_worker_filter: member(Open({ task_keys: List(Text) })) }),
    replies: { 200: List(TaskWorker) },
  }),
} as const;
