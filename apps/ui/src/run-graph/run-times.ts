/** What a task run tells of its times beyond the graph. Milliseconds since 1970, NaN where unknown. */
export interface RunTimes {
  /** When it could have started. */
  readonly expected: number;
  readonly runCount: number;
  /** When it began and ceased to run, attempt by attempt; empty where that is not known. */
  readonly attempts: readonly { readonly from: number; readonly to: number }[];
}
