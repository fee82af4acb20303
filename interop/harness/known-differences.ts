/** Where an answer differs from the reference's on purpose; `docs/differences.md` has the reasons in full. */
interface KnownDifference {
  readonly why: string;
  /** The call of `client_calls.py` that differs. */
  readonly call?: string;
  /** The field that differs, wherever it stands. */
  readonly field?: string;
}

const known: readonly KnownDifference[] = [
  { call: "read_server_default_result_storage", why: "Blocks are not kept yet, so there is no storage to name." },
  { call: "delete_resource_owned_automations", why: "Automations are not kept yet; 404 tells clients so." },
  { field: "global_concurrency_limit", why: "Limits are not kept yet." },
];

/** Calls that are not compared. */
export const differingCalls: ReadonlySet<string> = new Set(known.flatMap(({ call }) => call ?? []));

/** Fields that are not compared. */
export const differingFields: readonly string[] = known.flatMap(({ field }) => field ?? []);
