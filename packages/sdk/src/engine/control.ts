import type { RunStopped } from "../errors.ts";

/** Why a process has to end, in the words of a crashed run, and what a supervisor said it means. */
export interface Termination {
  readonly message: string;
  readonly intent: Intent | undefined;
}
/** With an intent the supervisor itself tells the server how the run ends (sdk.md §3). */
export type Intent = "cancel" | "reschedule" | "relinquish";

/** A flow run that can be brought to an end from outside its own code. */
export interface Terminable {
  /** Fires its signal and ends its task runs. */
  readonly interrupt: (reason: Error) => void;
  /** Tells the server how it ended. */
  readonly conclude: (termination: Termination) => Promise<void>;
  /** Resolves when its body has. */
  readonly bodyEnded: () => Promise<unknown>;
}

/** How an outermost run and everything inside it is stopped from outside its own code. */
export interface Control {
  readonly isStopped: () => boolean;
  /** Stops it and returns a promise that never settles, for the call that found out: no `catch` of the flow may see this. */
  readonly stop: (reason: RunStopped) => Promise<never>;
  /** Resolves when it is stopped. */
  readonly stopped: Promise<RunStopped>;
  /** The flow runs under way, the outermost first. */
  readonly flows: Set<Terminable>;
  /**
   * Resolves when a signal has arrived that may have ended a program a body waited for: one to a whole process group, such as Ctrl-C,
   * reaches them all, this process not always first.
   */
  hearSignals: () => Promise<void>;
  /** Results of subflows by tracking run, for another attempt of their parent in this process. */
  readonly results: Map<string, unknown>;
}

/** A promise for code that must not go on. */
export const never = (): Promise<never> => new Promise(() => {});

export const createControl = (): Control => {
  const { promise, resolve } = Promise.withResolvers<RunStopped>();
  let isStopped = false;
  return {
    isStopped: () => isStopped,
    stop: (reason) => {
      isStopped = true;
      resolve(reason);
      return never();
    },
    stopped: promise,
    flows: new Set(),
    hearSignals: async () => {},
    results: new Map(),
  };
};
