import type { StateType } from "@millrace/contract";

const mark: unique symbol = Symbol("returned state");

/** A state a body chose for its own run. */
export interface ReturnedState {
  readonly [mark]: true;
  readonly type: EndType;
  readonly name: string | undefined;
  readonly message: string | undefined;
  readonly value: unknown;
}
export type EndType = Extract<StateType, "COMPLETED" | "FAILED" | "CANCELLED" | "CRASHED">;

/** Returned from a flow or a task, ends its run in this state: `return state("COMPLETED", { name: "Skipped", message: "no new rows" })`. */
export const state = (
  type: EndType,
  { name, message, value }: { readonly name?: string; readonly message?: string; readonly value?: unknown } = {},
): ReturnedState => ({ [mark]: true, type, name, message, value });

export const isReturnedState = (value: unknown): value is ReturnedState => typeof value === "object" && value !== null && mark in value;
