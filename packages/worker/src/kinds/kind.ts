/** A kind of worker: the infrastructure it starts for runs. */
import type { Deployment, FlowRun, JsonObject } from "@millrace/contract";
import type { Session } from "@millrace/sdk/supervision";
import type { WorkerSettings } from "../settings.ts";

/** A run with everything its infrastructure is made of. */
export interface JobSpec {
  readonly run: FlowRun;
  readonly deployment: Deployment | undefined;
  /** What the infrastructure is called. */
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Undefined leaves it to the kind. */
  readonly command: string | undefined;
  /** Every field of the job, as the pool's template has it. */
  readonly configuration: JsonObject;
}

export interface JobEnd {
  /** Exit code as the protocol tells it: that of the program, or minus the number of the signal; 0 went well. */
  readonly statusCode: number;
  /** What went wrong, for the end of a sentence such as "The process of the run ended with …". */
  readonly problem: string | undefined;
  /** The last it printed of errors, which tells what happened where the run's own log could not begin. */
  readonly lastWords: string;
  /** Whether the run itself told how it ended, so that nothing is left to say. */
  readonly isConcluded: boolean;
}

/** What carries out one run. */
export interface Infrastructure {
  /** How the protocol names it, such as a process id. */
  readonly identifier: string;
  /** Rejects when it was lost sight of. */
  readonly ended: Promise<JobEnd>;
  /** Asks it to end and insists after some seconds; resolves when it has. */
  readonly stop: (intent: StopIntent, graceSeconds: number) => Promise<void>;
}
/** Why a run's infrastructure is stopped: it is cancelled, it is to start again elsewhere, or the worker ends. */
export type StopIntent = "cancel" | "reschedule" | undefined;

export interface Kind {
  readonly type: string;
  /** What runs in it, for messages: a process, a container. */
  readonly noun: string;
  /** Template of pools made by a worker of this kind. */
  readonly template: JsonObject;
  /** Seconds from starting the infrastructure to the flow's first line, about. */
  readonly headStart: number;
  /** Whether runs go on when their worker ends. */
  readonly outlivesWorker: boolean;
  /** Throws a `JobError` when it cannot be started. */
  readonly start: (job: JobSpec) => Promise<Infrastructure>;
  /** Lets go of everything; no run of it is under way any more. */
  readonly close: () => Promise<void>;
}

export interface KindContext {
  readonly session: Session;
  readonly settings: WorkerSettings;
}

/** The kind of a type, made when a worker of it starts. */
export type OpenKind = (context: KindContext) => Promise<Kind>;

/** A run's infrastructure could not be started; the message says what is wrong and what to do. */
export class JobError extends Error {
  override readonly name = "JobError";
}
