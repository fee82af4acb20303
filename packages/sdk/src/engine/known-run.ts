import type { Deployment, FlowRun } from "@millrace/contract";

/** A run as whoever starts its process has just seen it, so that the process need not ask. */
export interface KnownRun {
  readonly run: FlowRun;
  /** Undefined for a run without one. */
  readonly deployment: Deployment | undefined;
}
