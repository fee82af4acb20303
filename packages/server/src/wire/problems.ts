/** One thing wrong with a value from outside, in the protocol's shape (server.md §1.4). */
export interface Problem {
  readonly type: string;
  /** Where: `body`, `query` or `path` first, then keys and indexes. */
  readonly loc: (string | number)[];
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

export type Problems = Problem[];

/** A request whose content does not fit its route's schema. */
export class InvalidRequest extends Error {
  readonly problems: readonly Problem[];
  /** The body as it came; undefined where it is not at hand, so that the reply takes the request's. */
  readonly body: unknown;

  constructor(problems: readonly Problem[], body?: unknown) {
    super(problems.map(({ loc, msg }) => `${loc.join(".")}: ${msg}`).join("; "));
    this.name = "InvalidRequest";
    this.problems = problems;
    this.body = body;
  }
}

/** A field that fits its schema but breaks a rule no schema can say, such as a cron expression that is none. */
export const valueProblem = (loc: readonly (string | number)[], message: string, input: unknown): Problem => ({
  type: "value_error",
  loc: [...loc],
  msg: `Value error, ${message}`,
  input,
  ctx: { error: {} },
});
