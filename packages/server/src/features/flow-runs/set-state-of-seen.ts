import type { OrchestrationResult } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { Tx } from "../../db/connection.ts";
import { type FlowRunProposal, setFlowRunStateIn } from "./set-state.ts";

/** A run in the state in which somebody saw it. */
export interface Seen {
  readonly id: string;
  readonly state_id: string | null;
}

/**
 * Proposes a state for a run that is still in the state in which it was seen. Undefined when it has moved on or is gone:
 * what was to be done about it no longer applies.
 */
export const setStateOfSeenIn = async (
  ctx: Context,
  tx: Tx,
  { id, state_id, ...proposal }: Seen & Omit<FlowRunProposal, "id">,
): Promise<OrchestrationResult | undefined> => {
  await tx.dialect.lockRow(tx, "flow_run", id);
  const run = await tx.selectFrom("flow_run").select("state_id").where("id", "=", id).executeTakeFirst();
  return run === undefined || run.state_id !== state_id ? undefined : setFlowRunStateIn(ctx, tx, { ...proposal, id });
};

/** The same as a transaction of its own. */
export const setStateOfSeen = (
  ctx: Context,
  { id, state_id }: Seen,
  proposal: Omit<FlowRunProposal, "id">,
): Promise<OrchestrationResult | undefined> => ctx.transact((tx) => setStateOfSeenIn(ctx, tx, { ...proposal, id, state_id }));
