import { CancelledError } from "../errors.ts";
import type { Session } from "../session/session.ts";
import { within } from "../session/world.ts";
import type { Control, Intent, Termination } from "./control.ts";

const messages = {
  SIGTERM: "Execution was aborted by a termination signal.",
  SIGINT: "Execution was aborted by an interrupt signal.",
} as const;

/** What a crashed run says of itself (sdk.md §3). */
export const crashMessage = ({ signal }: Termination): string => messages[signal];

/** Seconds a body has to clean up in, within the 30 its process has (sdk.md §4). */
const cleanUpSeconds = 20;

const signalNumbers = { SIGTERM: 15, SIGINT: 2 } as const;

const isNodeSignal = (name: string): name is Termination["signal"] => name in messages;

/** Brings the runs inside an outermost run to an end: innermost first, then waits for their code to clean up. */
const terminate = async (session: Session, control: Control, termination: Termination): Promise<void> => {
  const flows = [...control.flows].toReversed();
  const reason = new CancelledError(termination.intent === "cancel" ? "The run was cancelled." : crashMessage(termination));
  for (const flow of flows) flow.interrupt(reason);
  if (termination.intent === undefined) {
    for (const flow of flows) await flow.conclude(termination).catch((error: unknown) => session.print(String(error)));
  }
  await within(session.world, cleanUpSeconds, Promise.allSettled(flows.map((flow) => flow.bodyEnded())));
  await session.flush();
};

export interface SignalWatch extends Disposable {
  /** Rejects with a `CancelledError` once a signal has been dealt with. */
  readonly ended: Promise<never>;
}

/**
 * Watches for the signals that end a process, while an outermost run is under way. Afterwards the signal is delivered again, so that
 * the process ends as it would have, unless a supervisor has said what the signal means or someone else listens.
 */
export const watchSignals = (session: Session, control: Control, findIntent: () => Intent | undefined): SignalWatch => {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  ended.catch(() => {});
  let isUnderWay = false;
  const stop = (): void => {
    process.off("SIGTERM", onSignal);
    process.off("SIGINT", onSignal);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!isNodeSignal(signal)) return;
    // Whoever asks twice does not want to wait for the code to clean up.
    if (isUnderWay) process.exit(128 + signalNumbers[signal]);
    isUnderWay = true;
    const intent = findIntent();
    void terminate(session, control, { signal, intent }).finally(() => {
      stop();
      reject(new CancelledError(messages[signal]));
      if (intent === undefined && process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return {
    ended,
    [Symbol.dispose]: () => {
      if (!isUnderWay) stop();
    },
  };
};
