export interface SocketErrorFacts {
  readonly url: string;
  readonly reason: string;
  /** The close code; undefined when the stream never opened. */
  readonly code?: number | undefined;
  /** True when opening it again cannot help. */
  readonly isFinal?: boolean | undefined;
}

/** Close codes by which a server refuses what it was sent; it would refuse it again (events.md §3.7). */
const finalCodes = new Set([1002, 1008, 4001]);

/** A stream that did not open or that ended. The message is for people. */
export class SocketError extends Error {
  override readonly name = "SocketError";
  readonly url: string;
  readonly code: number | undefined;
  readonly isFinal: boolean;

  constructor({ url, reason, code, isFinal }: SocketErrorFacts, options?: ErrorOptions) {
    const told = reason === "" ? "no reason given" : reason;
    super(code === undefined ? `${url} could not be opened: ${told}.` : `${url} was closed by the server (${code}: ${told}).`, options);
    this.url = url;
    this.code = code;
    this.isFinal = isFinal ?? (code !== undefined && finalCodes.has(code));
  }
}
