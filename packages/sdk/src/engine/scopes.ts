import type { FlowRun, RelatedResource } from "@millrace/contract";
import type { Provenance } from "../futures/dependencies.ts";
import type { Session } from "../session/session.ts";
import type { Control } from "./control.ts";
import type { Slots } from "./slots.ts";

/** A flow run as its own code sees it. */
export interface FlowRunInfo {
  readonly id: string;
  readonly name: string;
  readonly flowId: string;
  readonly flowName: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  /** How often this run has started, this time included. */
  readonly runCount: number;
  readonly deploymentId: string | null;
  readonly scheduledStartTime: string | null;
}

/** A task run as its own code sees it. */
export interface TaskRunInfo {
  readonly id: string;
  readonly name: string;
  readonly taskName: string;
  readonly tags: readonly string[];
  /** Attempts so far, this one included. */
  readonly runCount: number;
}

/** A task run that has not ended. */
export interface ActiveRun {
  /** Ends once the run has. */
  readonly settled: Promise<unknown>;
  /** Ends the run at once, as Crashed unless told otherwise; its signal fires with the reason. */
  readonly end: (reason: Error, state?: "CRASHED" | "CANCELLED") => void;
  /** The failure of a run that has ended and that nobody has looked at. */
  readonly findUnobserved: () => Error | undefined;
  readonly name: string;
}

/** What the runs inside a flow run share. */
export interface FlowScope {
  readonly session: Session;
  readonly info: () => FlowRunInfo;
  /** The run as the server last told it. */
  readonly run: () => FlowRun;
  readonly signal: AbortSignal;
  readonly control: Control;
  readonly logPrints: boolean;
  /** Bounds how many task bodies run at once. */
  readonly slots: Slots | undefined;
  readonly provenance: Provenance;
  /** Every task run started in this attempt. */
  readonly started: Set<ActiveRun>;
  /** `"0"`, `"1"` and so on, for the subflows of a name. */
  readonly nextSubflowKey: (name: string) => string;
  /** Another attempt counts from zero again, and so finds the subflows of the one before. */
  readonly resetSubflowKeys: () => void;
  /** What events of this run's tasks are related to, besides their own tags. */
  readonly related: () => readonly RelatedResource[];
}

export interface TaskScope {
  readonly info: () => TaskRunInfo;
  readonly signal: () => AbortSignal;
  /** Undefined leaves it to the flow. */
  readonly logPrints: boolean | undefined;
  /** Gives the run's slot back while it waits for something else to run. */
  readonly whileWaiting: <T>(waiting: Promise<T>) => Promise<T>;
}
