import { type Duration, toSeconds } from "./definitions/duration.ts";

/** Thrown by a task or flow: no attempt is made again. */
export class NonRetriable extends Error {
  override readonly name: string = "NonRetriable";
}

/** Thrown by a task or flow: the next attempt, if any is left, waits this long. */
export class RetryAfter extends Error {
  override readonly name = "RetryAfter";
  /** Seconds. */
  readonly delay: number;
  constructor(delay: Duration, message = "asked to try again later", options?: ErrorOptions) {
    super(message, options);
    this.delay = toSeconds(delay);
  }
}

/** What a run's signal fires with, and its pending calls reject with, when the run is cancelled or its process has to end. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}

/** What a run's signal fires with when its time is up. */
export class RunTimeout extends Error {
  override readonly name = "TimeoutError";
}

/** A run did not start because something it depends on did not complete; `cause` says why. */
export class UpstreamFailed extends Error {
  override readonly name = "UpstreamFailed";
}

/**
 * An error whose message says all: what was done wrong and what to do. Its stack leaves out the frames of this package, which
 * tell its reader nothing and which Node would print when nobody catches it.
 */
class Mistake extends Error {
  constructor(name: string, message: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, "name", { value: name });
    Object.defineProperty(this, "stack", { value: `${name}: ${message}` });
  }
}

/** Parameters that do not fit the flow's schema. */
export class InvalidParameters extends Mistake {
  constructor(message: string, options?: ErrorOptions) {
    super("InvalidParameters", message, options);
  }
}

/** A run ended in a state that is not a completion, and no other error tells more. */
export class RunFailed extends Error {
  override readonly name = "RunFailed";
  readonly runId: string;
  readonly stateType: string;
  constructor(runId: string, stateType: string, message: string) {
    super(message);
    this.runId = runId;
    this.stateType = stateType;
  }
}

/** A run has ended, but its result cannot be read here. */
export class MissingResult extends Error {
  override readonly name = "MissingResult";
}

/**
 * The server stopped a run: it was paused, or may not go on. Inside a flow nobody sees this, since calls then never settle;
 * it reaches whoever called the outermost flow.
 */
export class RunStopped extends Error {
  override readonly name = "RunStopped";
  readonly kind: "paused" | "aborted";
  constructor(kind: "paused" | "aborted", message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Used in the wrong place or the wrong way; the message says what to do instead. */
export class UsageError extends Mistake {
  constructor(message: string, options?: ErrorOptions) {
    super("UsageError", message, options);
  }
}

/** Type and text of whatever was thrown, for messages. */
export const describeError = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error));

export const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown }));
