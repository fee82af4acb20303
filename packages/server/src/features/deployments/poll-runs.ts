import type { FlowRun, Instant } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { selectFlowRuns, toFlowRun } from "../flow-runs/flow-run-rows.ts";
import { markDeploymentsPolled } from "./deployment-status.ts";

export interface Poll {
  readonly deployment_ids: readonly string[];
  readonly scheduled_before?: Instant | undefined;
  readonly limit: number;
}

/** The runs of some deployments that wait for their time, the next first, whatever pauses and limits say (server.md §5.5). */
export const pollScheduledRuns = async (ctx: Context, { deployment_ids, scheduled_before, limit }: Poll): Promise<FlowRun[]> => {
  if (deployment_ids.length === 0) return [];
  let runs = selectFlowRuns(ctx.read)
    .where("flow_run.deployment_id", "in", [...deployment_ids])
    .where("flow_run.state_type", "=", "SCHEDULED");
  if (scheduled_before !== undefined) runs = runs.where("flow_run.next_scheduled_start_time", "<=", scheduled_before);
  const rows = await runs.orderBy("flow_run.next_scheduled_start_time").orderBy("flow_run.id").limit(limit).execute();
  markReady(ctx, deployment_ids);
  const now = ctx.clock.now();
  return rows.map((row) => toFlowRun(row, now));
};

/** Who polls can run. Noted after the answer. */
const markReady = (ctx: Context, ids: readonly string[]): void => {
  const noted = ctx.transact((tx) => markDeploymentsPolled(ctx, tx, { ids: [...ids].sort() }));
  noted.catch((error: unknown) => ctx.log.warn({ err: error }, "That deployments were polled could not be noted."));
};
