interface Retries<Delay> {
  readonly retries: number | null;
  readonly retry_delay: Delay | null;
  readonly max_retries: number;
  readonly retry_delay_seconds: number;
}

/** Old clients name retries differently; theirs count where the newer ones are not given or nothing (contract: runs.ts). */
export const readRetries = <Delay>({ retries, retry_delay, max_retries, retry_delay_seconds }: Retries<Delay>) => ({
  retries: retries || max_retries || retries,
  retry_delay: retry_delay || retry_delay_seconds || retry_delay,
});
