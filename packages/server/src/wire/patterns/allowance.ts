/** Steps that reading patterns and matching texts with them may still take. */
export interface Allowance {
  steps: number;
}

/** A pattern takes more than it may: of depth, of steps that it is written in, or of those it is matched in. */
export class TooMuch extends Error {}

/** Throws `TooMuch` where so many steps are not left. */
export const spend = (allowance: Allowance, steps: number): void => {
  allowance.steps -= steps;
  if (allowance.steps < 0) throw new TooMuch();
};
