import type { Queries } from "../../db/connection.ts";
import { isTimed } from "../../db/filters/nouns.ts";
import { type Filters, flowRunsWhere, type RunHints } from "../../db/filters/related.ts";
import { type KeptCount, listKeptCounts } from "../run-states/kept-counts.ts";

/** Up to so many runs, sorting all of them is quicker than going along the order of a list until enough of them are found. */
const mostSorted = 5000;
const mostKinds = 100;

/**
 * What the kept counts say of the runs that filters ask for, so that a few of them are found by an index of their own among
 * millions. Undefined where the filters say nothing of it, and where a time narrows the list down.
 */
export const findRunHints = async (db: Queries, filters: Filters): Promise<RunHints | undefined> => {
  const { flow_runs: own, task_runs: _, ...related } = filters;
  if (own && isTimed(own)) return undefined;
  const { state, deployment_id } = own?.operator === "or_" ? {} : (own ?? {});
  const where = flowRunsWhere(db.dialect, { ...related, flow_runs: { operator: "and_", state, deployment_id } });
  if (where === undefined) return undefined;
  const kinds = await listKeptCounts(db, where, mostKinds);
  const total = kinds.reduce((sum, { count }) => sum + count, 0);
  if (total > mostSorted || kinds.length === mostKinds) return { areMany: true, values: {} };
  const valuesOf = (column: Exclude<keyof KeptCount, "count">, asked: unknown): readonly string[] | undefined =>
    asked ? [...new Set(kinds.flatMap((kind) => kind[column] ?? []))] : undefined;
  return {
    areMany: false,
    values: {
      flow_id: valuesOf("flow_id", filters.flows),
      deployment_id: valuesOf("deployment_id", filters.deployments),
      work_queue_id: valuesOf("work_queue_id", filters.work_pools ?? filters.work_pool_queues),
      state_type: valuesOf("state_type", state),
    },
  };
};
