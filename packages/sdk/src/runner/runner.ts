import type { Deployment, FlowRun } from "@millrace/contract";
import type { ChildChannel, ControlServer } from "../control-channel/listen.ts";
import type { DeploymentPlan } from "../deployments/plan-deployment.ts";
import type { Session } from "../session/session.ts";
import type { RunProcess } from "../supervision/run-process.ts";

/** A deployment that is being served. */
export interface Served {
  readonly plan: DeploymentPlan;
  readonly deployment: Deployment;
}

/** A run in a process of its own. */
export interface Active {
  readonly run: FlowRun;
  readonly served: Served;
  /** Undefined until its process has started. */
  process: RunProcess | undefined;
  readonly channel: ChildChannel;
  isCancelling: boolean;
  /** Resolves when its process has ended and the server knows how. */
  ended: Promise<void>;
}

export interface Runner {
  readonly name: string;
  readonly session: Session;
  readonly served: ReadonlyMap<string, Served>;
  readonly control: ControlServer;
  readonly active: Map<string, Active>;
  /** How many runs may be under way. */
  readonly limit: number;
  /** Looks for runs that are due, now. */
  wake: () => void;
  isStopping: boolean;
}
