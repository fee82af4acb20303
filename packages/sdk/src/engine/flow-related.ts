import type { FlowRun, RelatedResource } from "@millrace/contract";

export interface RelatedNames {
  readonly flowName: string;
  /** Undefined for a run without deployment. */
  readonly deploymentName: string | undefined;
}

/** Roles are named as the kinds are. */
const resource = (kind: string, id: string, name?: string | null): RelatedResource => ({
  "prefect.resource.id": `prefect.${kind}.${id}`,
  "prefect.resource.role": kind,
  ...(name === undefined || name === null ? {} : { "prefect.resource.name": name }),
});

/** What events from inside a flow run are related to, in the protocol's order: the run first (events.md §1). */
export const flowRelated = (run: FlowRun, { flowName, deploymentName }: RelatedNames): readonly RelatedResource[] => [
  resource("flow-run", run.id, run.name),
  resource("flow", run.flow_id, flowName),
  ...(run.deployment_id === null ? [] : [resource("deployment", run.deployment_id, deploymentName)]),
  ...(run.work_queue_id === null ? [] : [resource("work-queue", run.work_queue_id, run.work_queue_name)]),
  ...(run.work_pool_id === null ? [] : [resource("work-pool", run.work_pool_id, run.work_pool_name)]),
  ...run.tags.toSorted().map((tag) => resource("tag", tag)),
];
