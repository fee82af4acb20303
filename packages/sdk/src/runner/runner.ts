import type { Deployment, FlowRun, Instant } from "@millrace/contract";
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
  /** It has been taken for this runner. */
  isClaimed: boolean;
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
  /** Runs that were refused, with the date they had: before that they are not tried again. */
  readonly refused: Map<string, Instant | null>;
  /** How many runs may be under way. */
  readonly limit: number;
  /** Looks for runs that are due, now. */
  wake: () => void;
  /** A run of these deployments has just ended, and it is going to look for what that lets go on. */
  isAboutToLook: boolean;
  isStopping: boolean;
}
