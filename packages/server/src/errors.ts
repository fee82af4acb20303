/** What can be wrong with a request, in the domain's words; http/error-reply.ts turns it into the protocol's. */
export type ErrorCode = "not-found" | "conflict" | "invalid" | "forbidden" | "unavailable" | "bad-request" | "locked" | "gone";

export class DomainError extends Error {
  readonly code: ErrorCode;
  /** The protocol words a missing object in model code as `exception_message` rather than `detail` (server.md §1.4). */
  readonly asException: boolean;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, { asException = false, headers = {}, cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "DomainError";
    this.code = code;
    this.asException = asException;
    this.headers = headers;
  }
}

interface ErrorDetails {
  readonly asException?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

export const notFound = (message: string, details?: ErrorDetails): DomainError => new DomainError("not-found", message, details);
export const conflict = (message: string): DomainError => new DomainError("conflict", message);
export const invalid = (message: string): DomainError => new DomainError("invalid", message);
export const forbidden = (message: string): DomainError => new DomainError("forbidden", message);
export const badRequest = (message: string): DomainError => new DomainError("bad-request", message);

/** The server cannot start or go on as it is set up. The message is all a person needs; no stack trace is printed. */
export class PreconditionError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "PreconditionError";
  }
}
