import type { StateType } from "@millrace/contract";

/** The types of states as the numbers a model keeps in one byte each. */
export const stateCodes: Readonly<Record<StateType, number>> = {
  SCHEDULED: 0,
  PENDING: 1,
  RUNNING: 2,
  PAUSED: 3,
  CANCELLING: 4,
  COMPLETED: 5,
  CANCELLED: 6,
  FAILED: 7,
  CRASHED: 8,
};

const types = Object.keys(stateCodes) as StateType[];

/** How many types of states there are. */
export const stateCount = types.length;

export const typeOfCode = (code: number): StateType => types[code] ?? "PENDING";

export const hasEnded = (code: number): boolean => code >= stateCodes.COMPLETED;
export const hasFailed = (code: number): boolean => code >= stateCodes.FAILED;
/** Waits to begin: its start is only the one expected. */
export const isWaiting = (code: number): boolean => code <= stateCodes.PENDING;
