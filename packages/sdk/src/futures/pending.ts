import type { StateType } from "@millrace/contract";

/** A run that something may depend on, as the dependency graph names it. */
export interface RunInput {
  readonly input_type: "task_run" | "flow_run";
  readonly id: string;
}

/** Where a run is. */
export interface RunState {
  readonly type: StateType;
  readonly name: string;
  readonly message: string;
}

/** How a run ended: with a value, or with the error that explains why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly state: RunState }
  | { readonly ok: false; readonly error: Error; readonly state: RunState };

/** One run behind something pending. */
export interface Tracked {
  readonly input: RunInput;
  readonly settled: Promise<Outcome<unknown>>;
  /** From now on a failure is somebody's business. */
  readonly observe: () => void;
}

export const tracked: unique symbol = Symbol("tracked");

/** A value that is on its way. Tasks take it where they take the value, and then depend on the run that makes it. */
export interface Pending<T> extends PromiseLike<T> {
  readonly [tracked]: Tracked;
}

export interface ResultOptions {
  /** Seconds to wait; none unless given. Throws a `RunTimeout` after that; the run goes on. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A run that was started. Awaiting it gives its value or throws its error; a failure nobody looks at is dealt with by the flow. */
export interface RunFuture<T> extends Pending<T> {
  readonly runId: string;
  readonly name: string;
  /** Where the run is now. */
  readonly state: RunState;
  readonly result: (options?: ResultOptions) => Promise<T>;
  /** Waits for the end and never throws. */
  readonly outcome: () => Promise<Outcome<T>>;
  /** Ends the run as Cancelled; its signal fires. */
  readonly cancel: (reason?: string) => void;
}

/** Runs that were started together, in order. Awaiting the list gives all values, or throws the first failure. */
export interface RunList<T> extends ReadonlyArray<RunFuture<T>>, PromiseLike<T[]> {
  readonly outcomes: () => Promise<Outcome<T>[]>;
}

/** Runs over a list that is itself on its way. */
export interface LaterList<T> extends PromiseLike<T[]> {
  readonly outcomes: () => Promise<Outcome<T>[]>;
}

export const isPending = (value: unknown): value is Pending<unknown> => typeof value === "object" && value !== null && tracked in value;
