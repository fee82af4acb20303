import type { OrchestrationResult, StateType } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { makeState } from "../../orchestration/drafts.ts";
import { type Seen, setStateOfSeen } from "./set-state-of-seen.ts";

/** A run that is to be stopped, as it was seen. */
export interface StoppableRun extends Seen {
  readonly state_type: StateType | null;
}

/**
 * Cancels a run on the server's own account. One that runs goes through Cancelling, so that whoever runs it ends its process;
 * one that is being prepared has nobody yet who would, and is told when it asks to run.
 */
export const stopRun = (ctx: Context, run: StoppableRun, message: string): Promise<OrchestrationResult | undefined> =>
  setStateOfSeen(ctx, run, { state: makeState(run.state_type === "PENDING" ? "CANCELLED" : "CANCELLING", { message }) });
