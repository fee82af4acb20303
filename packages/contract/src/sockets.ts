/** The WebSocket endpoints. All take the subprotocol `prefect` and begin with a frame that carries credentials (server.md §1.10). */
import { socket } from "./route.ts";

export const socketRoutes = {
  eventsIn: socket("/events/in", "Each frame is one event. A pong confirms what came before its ping."),
  eventsOut: socket("/events/out", "After a frame with a filter: past events, then new ones as they come."),
  logsOut: socket("/logs/out", "After a frame with a filter: new logs as they come."),
  workerChannel: socket(
    "/work_pools/:work_pool_name/workers/connect",
    "A worker's signs of life, and what changes of its pool. Workers that find no socket send requests instead.",
  ),
  scheduledTaskRuns: socket("/task_runs/subscriptions/scheduled", "After a frame with task keys: one task run at a time, each confirmed."),
} as const;
