import type { StateCount, StateType } from "@millrace/contract";

/** Counts by the type of the state. */
export const countByType = (states: readonly StateCount[]): Readonly<Partial<Record<StateType, number>>> => {
  const counts: Partial<Record<StateType, number>> = {};
  for (const { state_type, count } of states) counts[state_type] = (counts[state_type] ?? 0) + count;
  return counts;
};

/** A share from 0 to 1 as people read it; a dash without one. */
export const printShare = (share: number | null): string =>
  share === null ? "–" : `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : 1)} %`;

/** Share of the runs that ended by themselves which did not complete, from 0 to 1; null without any. */
export const failureRate = (states: readonly StateCount[]): number | null => {
  const { COMPLETED = 0, FAILED = 0, CRASHED = 0 } = countByType(states);
  const ended = COMPLETED + FAILED + CRASHED;
  return ended === 0 ? null : (FAILED + CRASHED) / ended;
};
