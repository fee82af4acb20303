/** A call whose answer differs from the reference's on purpose; `docs/differences.md` has the reasons in full. */
export interface KnownCallDifference {
  readonly call: string;
  readonly why: string;
}

export const knownCallDifferences: readonly KnownCallDifference[] = [];
