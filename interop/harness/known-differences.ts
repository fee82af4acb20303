/** Where an answer differs from the reference's on purpose; `docs/differences.md` has the reasons in full. */
interface KnownDifference {
  readonly why: string;
  /** The call of `client_calls.py` that differs. */
  readonly call?: string;
  /** The field that differs, wherever it stands. */
  readonly field?: string;
}

const known: readonly KnownDifference[] = [
  { call: "read_worker_metadata", why: "Templates of work pools are in our own words, for the kinds of worker there are." },
];

/** Calls that are not compared. */
export const differingCalls: ReadonlySet<string> = new Set(known.flatMap(({ call }) => call ?? []));

/** Fields that are not compared. */
export const differingFields: readonly string[] = known.flatMap(({ field }) => field ?? []);
