import type { State } from "@millrace/contract";

/** A state and how long it lasted. */
export interface PastState {
  readonly state: State;
  /** Seconds; undefined for the current one. */
  readonly seconds: number | undefined;
}

/** What happened from one start to the next. */
export interface Attempt {
  /** From 1; 0 for what came before the first start. */
  readonly number: number;
  readonly states: readonly PastState[];
}

const secondsBetween = (one: State, other: State): number => (Date.parse(other.timestamp) - Date.parse(one.timestamp)) / 1000;

/** Going on after a pause is no new attempt. */
const begins = (state: State, before: State | undefined): boolean =>
  state.type === "RUNNING" && before?.type !== "PAUSED" && before?.type !== "RUNNING";

/** The states of a run by attempt, the oldest first. */
export const attemptsOf = (states: readonly State[]): readonly Attempt[] => {
  const sorted = states.toSorted((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp));
  const attempts: { number: number; states: PastState[] }[] = [];
  for (const [index, state] of sorted.entries()) {
    const next = sorted[index + 1];
    const last = attempts.at(-1);
    const past = { state, seconds: next === undefined ? undefined : secondsBetween(state, next) };
    if (last === undefined || begins(state, sorted[index - 1])) {
      attempts.push({ number: begins(state, sorted[index - 1]) ? (last?.number ?? 0) + 1 : 0, states: [past] });
    } else last.states.push(past);
  }
  return attempts;
};
