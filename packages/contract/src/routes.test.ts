import { expect, test } from "vitest";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";

/** The protocol's methods and paths, as its own document lists them. */
const protocol = [
  "POST /ui/flow_runs/history",
  "POST /ui/flow_runs/count-task-runs",
  "POST /ui/flows/count-deployments",
  "POST /ui/flows/next-runs",
  "POST /ui/schemas/validate",
  "POST /ui/task_runs/dashboard/counts",
  "POST /ui/task_runs/count",
  "GET /ui/task_runs/:id",
  "POST /events/filter",
  "GET /events/filter/next",
  "POST /events/count-by/:countable",
  "POST /automations/",
  "PUT /automations/:id",
  "PATCH /automations/:id",
  "GET /automations/:id",
  "DELETE /automations/:id",
  "POST /automations/filter",
  "POST /automations/count",
  "GET /automations/related-to/:resource_id",
  "DELETE /automations/owned-by/:resource_id",
  "POST /templates/validate",
  "POST /automations/templates/validate",
  "GET /admin/settings",
  "GET /admin/storage",
  "PUT /admin/storage",
  "DELETE /admin/storage",
  "GET /collections/views/:view",
  "POST /task_workers/filter",
  "GET /admin/version",
  "GET /artifacts/:id",
  "PATCH /artifacts/:id",
  "DELETE /artifacts/:id",
  "POST /artifacts/",
  "POST /artifacts/filter",
  "POST /artifacts/count",
  "POST /artifacts/latest/filter",
  "POST /artifacts/latest/count",
  "GET /artifacts/:key/latest",
  "PUT /saved_searches/",
  "POST /saved_searches/filter",
  "GET /saved_searches/:id",
  "DELETE /saved_searches/:id",
  "POST /variables/",
  "POST /variables/filter",
  "POST /variables/count",
  "GET /variables/:id",
  "PATCH /variables/:id",
  "DELETE /variables/:id",
  "GET /variables/name/:name",
  "PATCH /variables/name/:name",
  "DELETE /variables/name/:name",
  "GET /block_capabilities/",
  "POST /block_documents/",
  "DELETE /block_documents/:id",
  "GET /block_documents/:id",
  "PATCH /block_documents/:id",
  "POST /block_documents/count",
  "POST /block_documents/filter",
  "POST /block_schemas/",
  "DELETE /block_schemas/:id",
  "GET /block_schemas/:id",
  "GET /block_schemas/checksum/:checksum",
  "POST /block_schemas/filter",
  "POST /block_types/",
  "DELETE /block_types/:id",
  "GET /block_types/:id",
  "PATCH /block_types/:id",
  "POST /block_types/filter",
  "POST /block_types/install_system_block_types",
  "GET /block_types/slug/:slug",
  "GET /block_types/slug/:slug/block_documents",
  "GET /block_types/slug/:slug/block_documents/name/:block_document_name",
  "GET /csrf-token",
  "POST /deployments/",
  "DELETE /deployments/:id",
  "GET /deployments/:id",
  "PATCH /deployments/:id",
  "POST /deployments/:id/create_flow_run",
  "POST /deployments/:id/create_flow_run/bulk",
  "POST /deployments/:id/pause_deployment",
  "POST /deployments/:id/resume_deployment",
  "POST /deployments/:id/schedule",
  "GET /deployments/:id/schedules",
  "POST /deployments/:id/schedules",
  "DELETE /deployments/:id/schedules/:schedule_id",
  "PATCH /deployments/:id/schedules/:schedule_id",
  "GET /deployments/:id/work_queue_check",
  "POST /deployments/bulk_delete",
  "POST /deployments/count",
  "POST /deployments/filter",
  "POST /deployments/get_scheduled_flow_runs",
  "GET /deployments/name/:flow_name/:deployment_name",
  "POST /deployments/paginate",
  "POST /events",
  "GET /flow_run_states/",
  "GET /flow_run_states/:id",
  "POST /flow_runs/",
  "DELETE /flow_runs/:id",
  "GET /flow_runs/:id",
  "PATCH /flow_runs/:id",
  "GET /flow_runs/:id/graph",
  "GET /flow_runs/:id/graph-v2",
  "POST /flow_runs/:id/input",
  "DELETE /flow_runs/:id/input/:key",
  "GET /flow_runs/:id/input/:key",
  "POST /flow_runs/:id/input/filter",
  "PATCH /flow_runs/:id/labels",
  "GET /flow_runs/:id/logs/download",
  "POST /flow_runs/:id/resume",
  "POST /flow_runs/:id/set_state",
  "POST /flow_runs/bulk_delete",
  "POST /flow_runs/bulk_set_state",
  "POST /flow_runs/count",
  "POST /flow_runs/filter",
  "POST /flow_runs/history",
  "POST /flow_runs/lateness",
  "POST /flow_runs/paginate",
  "POST /flows/",
  "DELETE /flows/:id",
  "GET /flows/:id",
  "PATCH /flows/:id",
  "POST /flows/bulk_delete",
  "POST /flows/count",
  "POST /flows/filter",
  "GET /flows/name/:name",
  "POST /flows/paginate",
  "GET /health",
  "GET /hello",
  "POST /logs/",
  "POST /logs/filter",
  "GET /metrics",
  "GET /ready",
  "GET /task_run_states/",
  "GET /task_run_states/:id",
  "POST /task_runs/",
  "DELETE /task_runs/:id",
  "GET /task_runs/:id",
  "PATCH /task_runs/:id",
  "POST /task_runs/:id/set_state",
  "POST /task_runs/count",
  "POST /task_runs/filter",
  "POST /task_runs/history",
  "POST /task_runs/paginate",
  "GET /version",
  "POST /concurrency_limits/",
  "POST /concurrency_limits/decrement",
  "POST /concurrency_limits/filter",
  "POST /concurrency_limits/increment",
  "DELETE /concurrency_limits/:id",
  "GET /concurrency_limits/:id",
  "DELETE /concurrency_limits/tag/:tag",
  "GET /concurrency_limits/tag/:tag",
  "POST /concurrency_limits/tag/:tag/reset",
  "POST /v2/concurrency_limits/",
  "POST /v2/concurrency_limits/decrement",
  "POST /v2/concurrency_limits/decrement-with-lease",
  "POST /v2/concurrency_limits/filter",
  "DELETE /v2/concurrency_limits/:id_or_name",
  "GET /v2/concurrency_limits/:id_or_name",
  "PATCH /v2/concurrency_limits/:id_or_name",
  "POST /v2/concurrency_limits/increment",
  "POST /v2/concurrency_limits/leases/:lease_id/renew",
  "POST /v2/concurrency_limits/increment-with-lease",
  "GET /work_pools/:name",
  "DELETE /work_pools/:name",
  "PATCH /work_pools/:name",
  "POST /work_pools/",
  "POST /work_pools/filter",
  "POST /work_pools/count",
  "POST /work_pools/:name/concurrency_status",
  "POST /work_pools/:name/get_scheduled_flow_runs",
  "POST /work_pools/:work_pool_name/queues",
  "POST /work_pools/:work_pool_name/queues/filter",
  "GET /work_pools/:work_pool_name/queues/:name",
  "PATCH /work_pools/:work_pool_name/queues/:name",
  "DELETE /work_pools/:work_pool_name/queues/:name",
  "POST /work_pools/:work_pool_name/workers/heartbeat",
  "POST /work_pools/:work_pool_name/workers/filter",
  "DELETE /work_pools/:work_pool_name/workers/:name",
  "POST /work_queues/",
  "GET /work_queues/:id",
  "PATCH /work_queues/:id",
  "DELETE /work_queues/:id",
  "GET /work_queues/name/:name",
  "POST /work_queues/filter",
  "GET /work_queues/:id/status",
  "POST /work_queues/:id/concurrency_status",
  "POST /work_queues/:id/get_runs",
];

const sockets = [
  "/events/in",
  "/events/out",
  "/logs/out",
  "/task_runs/subscriptions/scheduled",
  "/work_pools/:work_pool_name/workers/connect",
];

/** Routes of ours beside the protocol's, which its clients do not know. */
const ours = [
  "POST /ui/overview",
  "POST /ui/search",
  "POST /ui/schedules/preview",
  "POST /ui/flows/summary",
  "POST /ui/deployments/summary",
  "POST /ui/deployments/health",
  "POST /ui/logs/facets",
  "GET /ui/flow_runs/:id/diagnosis",
  "POST /ui/flow_runs/facets",
  "POST /ui/flow_runs/timeseries",
  "GET /ui/flow_runs/:id/task-summary",
  "POST /ui/work_pools/summary",
  "POST /deployments/:id/backfills",
  "POST /backfills/filter",
  "GET /backfills/:id",
  "PATCH /backfills/:id",
  "POST /backfills/:id/pause",
  "POST /backfills/:id/resume",
  "POST /backfills/:id/cancel",
  "DELETE /backfills/:id",
  "GET /deployments/:id/schedules/:schedule_id/policy",
  "PUT /deployments/:id/schedules/:schedule_id/policy",
  "GET /flow_runs/:id/waiting-for",
  "GET /task_runs/:id/waiting-for",
  "GET /admin/next-wake",
  "DELETE /admin/retention",
  "GET /admin/retention",
  "PATCH /admin/retention",
  "POST /admin/retention/preview",
  "POST /admin/retention/sweep",
];

const all: readonly Route[] = Object.values(routes).flatMap((noun): readonly Route[] => Object.values(noun));
const plain = all.filter(({ access }) => access !== "websocket");
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

test("every route of the protocol and of ours is in the lists once, and nothing else is", () => {
  expect(plain.map(nameOf).sort()).toEqual([...protocol, ...ours].sort());
});

test("every socket is in the list once", () => {
  expect(
    all
      .filter(({ access }) => access === "websocket")
      .map(({ path }) => path)
      .sort(),
  ).toEqual(sockets);
});

test("only health and readiness need no credentials", () => {
  expect(plain.filter(({ access }) => access === "open").map(nameOf)).toEqual(["GET /health", "GET /ready"]);
});

test("routes that only read are open to readers, and no others are", () => {
  const reading =
    /^GET |(count-by\/:countable|count-task-runs|count-deployments|counts|next-runs|validate|preview|filter|count|paginate|history|lateness|concurrency_status|get_scheduled_flow_runs|overview|summary|facets|timeseries|search|health)$/;
  const misplaced = plain.filter((route) => route.access !== "open" && (route.access === "read") !== reading.test(nameOf(route)));
  expect(misplaced.map(nameOf)).toEqual(["POST /deployments/get_scheduled_flow_runs", "POST /work_pools/:name/get_scheduled_flow_runs"]);
});

test("the parameters of each path are the ones its schema describes", () => {
  for (const route of plain) {
    const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(route.params?.properties ?? {}), nameOf(route)).toEqual(inPath);
    expect(route.params?.required ?? [], nameOf(route)).toEqual(inPath);
  }
});

test("answers without content have status 204, and only those", () => {
  for (const route of plain) {
    for (const [status, reply] of Object.entries(route.replies)) expect(reply === null, nameOf(route)).toBe(status === "204");
  }
});
