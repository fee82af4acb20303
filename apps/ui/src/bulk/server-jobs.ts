import type { BulkJob, BulkPreview, BulkSubject } from "@millrace/contract";
import type { Api } from "../api/api.ts";
import type { BulkFilters, BulkOrder } from "./bulk-order.ts";

interface Asked {
  readonly subject: BulkSubject;
  readonly filters: BulkFilters;
}

/** What the server says a job would take. */
export const previewServerJob = (api: Api, { subject, filters: body }: Asked, signal: AbortSignal): Promise<BulkPreview> => {
  if (subject === "task_runs") return api.uiBulk.previewTaskRuns({ body }, { signal });
  if (subject === "deployments") return api.uiBulk.previewDeployments({ body }, { signal });
  if (subject === "flows") return api.uiBulk.previewFlows({ body }, { signal });
  return api.uiBulk.previewFlowRuns({ body }, { signal });
};

/** Has the server do it. */
export const startServerJob = (api: Api, order: BulkOrder): Promise<BulkJob> => {
  const { filters, at_most, state, force } = order;
  if (order.subject === "task_runs") return api.uiBulk.startTaskRuns({ body: { ...filters, action: order.action, state, force, at_most } });
  if (order.subject === "deployments") return api.uiBulk.startDeployments({ body: { ...filters, action: order.action, at_most } });
  if (order.subject === "flows") return api.uiBulk.startFlows({ body: { ...filters, action: order.action, at_most } });
  return api.uiBulk.startFlowRuns({ body: { ...filters, action: order.action, state, force, at_most } });
};
