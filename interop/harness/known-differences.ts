/** Where our answers differ from the reference's on purpose. `docs/differences.md` has the reasons. */
export interface KnownDifference {
  readonly why: string;
  /** Takes the difference out of a normalised answer. */
  readonly remove: (row: Record<string, unknown>) => void;
}

export const knownDifferences: readonly KnownDifference[] = [];
