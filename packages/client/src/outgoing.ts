export interface Outgoing {
  readonly method: string;
  /** Relative to the API's address, query included. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Answers a successful response. Throws a `ClientError`, or the signal's reason when it fired. */
export type Send = (outgoing: Outgoing) => Promise<Response>;
