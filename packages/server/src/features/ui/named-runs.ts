import type { DurationSort, FlowRunSort, NamedFlowRunPage } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Filters } from "../../db/filters/related.ts";
import { pageOf } from "../../db/paging.ts";
import { countFlowRuns, listFlowRuns } from "../flow-runs/queries.ts";
import { findNames } from "./find-names.ts";

interface Wanted {
  readonly filters: Filters;
  readonly sort: FlowRunSort | DurationSort;
  readonly limit: number;
  readonly page: number;
}

/** A page of flow runs with the names of what they belong to, so that whoever draws them asks once. */
export const paginateNamedRuns = async (ctx: Context, { filters, sort, limit, page }: Wanted): Promise<NamedFlowRunPage> => {
  const counting = countFlowRuns(ctx.db.heavyRead, filters);
  const results = await listFlowRuns(ctx, ctx.db.heavyRead, { filters, sort, limit, offset: (page - 1) * limit });
  const [count, flows, deployments] = await Promise.all([
    counting,
    findNames(
      ctx.read,
      "flow",
      results.map(({ flow_id }) => flow_id),
    ),
    findNames(
      ctx.read,
      "deployment",
      results.map(({ deployment_id }) => deployment_id),
    ),
  ]);
  return {
    ...pageOf(results, { count, limit, page }),
    flow_names: Object.fromEntries(flows),
    deployment_names: Object.fromEntries(deployments),
  };
};
