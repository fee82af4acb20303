import type { StateType } from "@millrace/contract";
import { noNegation } from "./conditions.ts";
import type { Term } from "./terms.ts";

const types: readonly StateType[] = [
  "SCHEDULED",
  "PENDING",
  "RUNNING",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
  "CRASHED",
  "PAUSED",
  "CANCELLING",
];

/** Names of states that are not just their type's. */
const names = [
  "Late",
  "AwaitingRetry",
  "AwaitingConcurrencySlot",
  "Retrying",
  "Resuming",
  "Suspended",
  "Cached",
  "RolledBack",
  "TimedOut",
  "NotReady",
];

export const stateWords: readonly string[] = [...types, ...names].map((word) => word.toLowerCase());

interface Listed<T> {
  readonly any_?: readonly T[] | null | undefined;
  readonly not_any_?: readonly T[] | null | undefined;
}

export interface StateCondition {
  readonly operator?: "and_" | "or_" | undefined;
  readonly type?: Listed<StateType> | null | undefined;
  readonly name?: Listed<string> | null | undefined;
}

const split = (values: readonly string[]) => ({
  types: types.filter((type) => values.some((value) => value.toUpperCase() === type)),
  names: values
    .filter((value) => !types.some((type) => type === value.toUpperCase()))
    .map((value) => names.find((name) => name.toLowerCase() === value.toLowerCase()) ?? value),
});

const excluding = (before: StateCondition, { types: by, names: called }: ReturnType<typeof split>): StateCondition => ({
  ...before,
  ...(by.length === 0 ? {} : { type: { ...before.type, not_any_: [...(before.type?.not_any_ ?? []), ...by] } }),
  ...(called.length === 0 ? {} : { name: { ...before.name, not_any_: [...(before.name?.not_any_ ?? []), ...called] } }),
});

/** By types and names of states: those given are alternatives, those with a minus are excluded. */
export const byState = (
  before: StateCondition | null | undefined,
  { values, isNegated }: Term,
  canExclude: boolean,
): StateCondition | string => {
  const meant = split(values);
  if (isNegated)
    return !canExclude
      ? noNegation
      : before?.operator === "or_"
        ? "The server cannot exclude beside both types and names."
        : excluding(before ?? {}, meant);
  if (before?.type?.any_ || before?.name?.any_) return "The server takes one list of states; separate them with commas.";
  const both = meant.types.length > 0 && meant.names.length > 0;
  if (both && before) return "The server cannot exclude beside both types and names.";
  return {
    ...before,
    ...(both ? { operator: "or_" as const } : {}),
    ...(meant.types.length === 0 ? {} : { type: { ...before?.type, any_: meant.types } }),
    ...(meant.names.length === 0 ? {} : { name: { ...before?.name, any_: meant.names } }),
  };
};
