import type { Fetch } from "@millrace/client";

/** A server in this process. */
export interface LocalServer {
  /** Address of its API. */
  readonly url: string;
  /** Answers requests without the network, where it can. */
  readonly fetch?: Fetch | undefined;
  stop(): Promise<void>;
}

/** Starts a server in this process. Whoever brings both packages together provides it. */
export type ServerStarter = () => Promise<LocalServer>;
