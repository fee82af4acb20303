import type { State } from "@millrace/contract";

type Step = Pick<State, "type" | "name" | "timestamp">;

/** The same step of each compared run; undefined where a run had ended by then. */
export interface ComparedStep<S extends Step = State> {
  readonly states: readonly (S | undefined)[];
  /** Whether this is the first step at which the runs went different ways. */
  readonly isFirstDifference: boolean;
}

const nameOf = (state: Step | undefined): string => (state === undefined ? "" : `${state.type} ${state.name}`);

/** The histories of runs step by step, the oldest first, and where they part. */
export const compareStates = <S extends Step>(runs: readonly (readonly S[])[]): readonly ComparedStep<S>[] => {
  const sorted = runs.map((states) => states.toSorted((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp)));
  const length = Math.max(0, ...sorted.map((states) => states.length));
  const steps = Array.from({ length }, (_, index) => sorted.map((states) => states[index]));
  const parts = steps.findIndex((states) => new Set(states.map(nameOf)).size > 1);
  return steps.map((states, index) => ({ states, isFirstDifference: index === parts }));
};
