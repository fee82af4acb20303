import type { Client } from "@millrace/client";
import type { ClientSettings } from "@millrace/settings";
import type { LogSink } from "../logging/log-sink.ts";
import type { StandIn } from "./stand-in.ts";
import type { World } from "./world.ts";

/** What every run of a process shares: a connection, a log on its way, settings, time and chance. */
export interface Session {
  readonly client: Client;
  readonly logs: LogSink;
  readonly world: World;
  readonly settings: SessionSettings;
  /** Where there is a network and a real time to be late in. */
  readonly standIn: StandIn | undefined;
  /** Ids of flows by name, asked for once. */
  readonly flowIds: Map<string, Promise<string>>;
  /** Sets of tags known to have no limit, with the time until which that holds. */
  readonly unlimitedTags: Map<string, number>;
  /** Shows a line to whoever started the process. */
  readonly print: (line: string) => void;
  /** Sends what is waiting; the session can be used again. */
  readonly flush: () => Promise<void>;
}

export type SessionSettings = Pick<
  ClientSettings,
  | "deploymentsDefaultWorkPoolName"
  | "flowsDefaultRetries"
  | "flowsDefaultRetryDelaySeconds"
  | "flowsHeartbeatFrequency"
  | "loggingLogPrints"
  | "loggingToApiEnabled"
  | "runnerPollFrequency"
  | "tasksDefaultRetries"
  | "tasksDefaultRetryDelaySeconds"
> & {
  /** Least level, as a number, that is shown and sent. */
  readonly logLevel: number;
};
