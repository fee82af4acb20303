import { setImmediate as nextTurn } from "node:timers/promises";
import { CancelledError, describeError, toError } from "../errors.ts";
import type { Session } from "../session/session.ts";
import { within } from "../session/world.ts";
import type { Control, Termination } from "./control.ts";
import type { Supervision } from "./running-flow.ts";

/** What a crashed run says of itself (sdk.md §3). */
const messages = {
  SIGTERM: "Execution was aborted by a termination signal.",
  SIGINT: "Execution was aborted by an interrupt signal.",
} as const;
type EndingSignal = keyof typeof messages;

/** Seconds a body has to clean up in, within the 30 its process has (sdk.md §4). */
const cleanUpSeconds = 20;

/** Microseconds by which the end of a program this process started may be known before a signal that was sent to both. */
const lagMicros = 25_000;

const signalNumbers: Readonly<Record<EndingSignal, number>> = { SIGTERM: 15, SIGINT: 2 };

/** Brings the runs inside an outermost run to an end: innermost first, then waits for their code to clean up. */
const terminate = async (session: Session, control: Control, termination: Termination): Promise<void> => {
  const flows = [...control.flows].toReversed();
  const reason = new CancelledError(termination.intent === "cancel" ? "The run was cancelled." : termination.message);
  for (const flow of flows) flow.interrupt(reason);
  if (termination.intent === undefined) {
    for (const flow of flows) await flow.conclude(termination).catch((error: unknown) => session.print(String(error)));
  }
  await within(session.world, cleanUpSeconds, Promise.allSettled(flows.map((flow) => flow.bodyEnded())));
  await session.flush();
};

export interface ProcessWatch extends Disposable {
  /** Rejects with a `CancelledError` once the end of the process has been dealt with. */
  readonly ended: Promise<never>;
}

/**
 * Watches for what ends a process, while an outermost run is under way: signals, and errors nobody caught. Afterwards the process ends
 * as it would have, unless a supervisor has said what the signal means or someone else listens.
 */
export const watchProcess = (session: Session, control: Control, supervision?: Pick<Supervision, "intent" | "cancelled">): ProcessWatch => {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  ended.catch(() => {});
  let isUnderWay = false;
  let childEnded = Number.NEGATIVE_INFINITY;
  const onChild = (): void => {
    childEnded = session.world.nowMicros();
  };
  const stop = (): void => {
    process.off("SIGCHLD", onChild);
    supervision?.cancelled.removeEventListener("abort", onCancelled);
    process.off("SIGTERM", onSignal);
    process.off("SIGINT", onSignal);
    process.off("uncaughtException", onError);
  };
  const end = (termination: Termination, andThen: () => void): void => {
    isUnderWay = true;
    void terminate(session, control, termination).finally(() => {
      stop();
      reject(new CancelledError(termination.message));
      andThen();
    });
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (signal !== "SIGTERM" && signal !== "SIGINT") return;
    // Whoever asks twice does not want to wait for the code to clean up.
    if (isUnderWay) process.exit(128 + signalNumbers[signal]);
    const intent = supervision?.intent();
    end({ message: messages[signal], intent }, () => {
      if (intent === undefined && process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    });
  };
  const onCancelled = (): void => {
    if (!isUnderWay) end({ message: messages.SIGTERM, intent: undefined }, () => {});
  };
  const onError = (error: unknown): void => {
    session.print(toError(error).stack ?? String(error));
    if (isUnderWay) return;
    end({ message: `Execution was interrupted by an unexpected exception: ${describeError(error)}`, intent: undefined }, () => {
      if (process.listenerCount("uncaughtException") === 0) process.exit(1);
    });
  };
  control.hearSignals = async () => {
    await nextTurn();
    const since = session.world.nowMicros() - childEnded;
    if (since < lagMicros) await session.world.sleep((lagMicros - since) / 1_000_000);
  };
  supervision?.cancelled.addEventListener("abort", onCancelled);
  process.on("SIGCHLD", onChild);
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  process.on("uncaughtException", onError);
  return {
    ended,
    [Symbol.dispose]: () => {
      if (!isUnderWay) stop();
    },
  };
};
