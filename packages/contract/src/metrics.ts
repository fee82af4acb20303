/** What a server tells of itself in numbers, for Prometheus (server.md §1.9). */
import { route } from "./route.ts";
import { Text } from "./schema.ts";

export const metricsRoutes = {
  get: route.get("/metrics", {
    summary: "Numbers of the server and its runs in Prometheus' text format; 404 unless PREFECT_SERVER_METRICS_ENABLED is true.",
    type: "text/plain; version=1.0.0; charset=utf-8",
    replies: { 200: Text },
  }),
} as const;
