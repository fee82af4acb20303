/** What a test run can ask for beside it. Each is told to the tests by one environment variable. */
export interface Running {
  /** Where it listens, as the tests want it. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Says why a service cannot run here and what would change that; never a reason to fail the run. */
export class Unavailable extends Error {}

export interface Place {
  /** A folder of the run's own, removed at its end. */
  readonly folder: string;
  /** The account that databases run as, since PostgreSQL refuses to run as root. Undefined when that is the caller. */
  readonly account: string | undefined;
}
