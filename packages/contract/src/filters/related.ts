/** The filters a body may combine. All of them must hold; those of other nouns hold when a related row matches (server.md §1.11). */
import { DeploymentFilter } from "./deployment.ts";
import { FlowFilter } from "./flow.ts";
import { FlowRunFilter } from "./flow-run.ts";
import { member } from "./members.ts";
import { TaskRunFilter } from "./task-run.ts";
import { WorkPoolFilter } from "./work-pool.ts";
import { WorkQueueFilter } from "./work-queue.ts";

export const taskRunFilters = {
  flows: member(FlowFilter),
  flow_runs: member(FlowRunFilter),
  task_runs: member(TaskRunFilter),
  deployments: member(DeploymentFilter),
} as const;
export const flowFilters = { ...taskRunFilters, work_pools: member(WorkPoolFilter) } as const;
/** Of flow runs and deployments. */
export const runFilters = { ...flowFilters, work_pool_queues: member(WorkQueueFilter) } as const;
/** History names its queue filter differently from every other route. */
export const flowRunHistoryFilters = { ...flowFilters, work_queues: member(WorkQueueFilter) } as const;
