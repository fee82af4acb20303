import type { Deployment, PlainFlowRun, WorkPool } from "@millrace/contract";
import type { Session } from "@millrace/sdk/supervision";
import type { Infrastructure, Kind } from "./kinds/kind.ts";
import type { WorkerSettings } from "./settings.ts";

/** A run this worker has taken on. */
export interface Job {
  readonly run: PlainFlowRun;
  /** Whether the server has given the run to this worker. */
  isClaimed: boolean;
  deployment: Deployment | undefined;
  /** Undefined until it has started. */
  infrastructure: Infrastructure | undefined;
  isCancelling: boolean;
  /** Set when the worker ends it, which then also says what becomes of the run. */
  isAbandoned: boolean;
  /** Resolves when it has infrastructure. */
  readonly started: Promise<void>;
  readonly onStarted: () => void;
  /** Resolves when it has ended and the server knows how. */
  done: Promise<void>;
}

export interface WorkerIdentity {
  readonly name: string;
  /** The resource it is in events. */
  readonly resourceId: string;
}

export interface Worker {
  readonly identity: WorkerIdentity;
  readonly poolName: string;
  /** Queues it takes runs from; all of the pool's when empty. */
  readonly queues: readonly string[];
  readonly kind: Kind;
  readonly session: Session;
  readonly settings: WorkerSettings;
  /** What the worker is set by, as variables for its runs. */
  readonly settingsEnv: Readonly<Record<string, string>>;
  /** How many runs may be under way. */
  readonly limit: number;
  readonly prefetchSeconds: number;
  readonly createsPool: boolean;
  /** Template of a pool it makes, when it is not the kind's own. */
  readonly template: WorkPool["base_job_template"] | undefined;
  /** The pool as the server last told it; undefined before the first contact and while there is none. */
  pool: WorkPool | undefined;
  readonly jobs: Map<string, Job>;
  /** Names of flows by id, asked for once. */
  readonly flowNames: Map<string, Promise<string>>;
  /** When it last asked for runs, as microseconds since 1970. */
  polledMicros: number;
  /** Whether the channel tells of runs that are due. */
  isToldOfRuns: boolean;
  /** Looks for runs that are due, now. */
  wake: () => void;
  isStopping: boolean;
}
