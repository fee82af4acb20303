import type { Dialect } from "../db/dialect.ts";
import { tooMuchAsked } from "../db/join-asked.ts";
import { DomainError as AnyDomainError, type DomainError, type ErrorCode } from "../errors.ts";
import { findUnstorable } from "../wire/find-unstorable.ts";
import { InvalidRequest } from "../wire/problems.ts";

export interface ErrorReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** True when this is our fault and belongs in the log. */
  readonly bug?: boolean;
}

const statusOf: Readonly<Record<ErrorCode, number>> = {
  "bad-request": 400,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  gone: 410,
  invalid: 422,
  locked: 423,
  unavailable: 503,
};

const integrity =
  "Data integrity conflict. This usually means a unique or foreign key constraint was violated. See server logs for details.";

const unstorable =
  "The database cannot store a value of this request: a text with a NUL character, or a number or time out of range. Send it without.";

const tooLong =
  "A text of this request is too long for the database to find it again, as it has to for names, tags and keys. Send a shorter one.";

/** Names the fields that the database refused, where they can be told. */
const unstorableReply = (requestBody: unknown): ErrorReply => {
  const problems = findUnstorable(requestBody);
  if (problems.length === 0) return { status: 422, body: { detail: unstorable } };
  return {
    status: 422,
    body: { exception_message: "Invalid request received.", exception_detail: problems, request_body: requestBody },
  };
};

/** The protocol's reply for anything a handler threw (server.md §1.4). */
export const errorReply = (error: unknown, dialect: Dialect, requestBody: unknown = null): ErrorReply => {
  if (error instanceof InvalidRequest) {
    const request_body = error.body === undefined ? requestBody : error.body;
    return { status: 422, body: { exception_message: "Invalid request received.", exception_detail: error.problems, request_body } };
  }
  if (error instanceof AnyDomainError) return domainReply(error);
  const refusal = dialect.refusal(error);
  if (refusal === "unique" || refusal === "foreign-key") return { status: 409, body: { detail: integrity } };
  if (refusal === "value") return unstorableReply(requestBody);
  if (refusal === "too-long") return { status: 422, body: { detail: tooLong } };
  if (refusal === "too-much") return { status: 422, body: { detail: tooMuchAsked } };
  if (refusal === "retryable")
    return { status: 503, body: { exception_message: "Service Unavailable" }, headers: { "retry-after": "1" }, bug: true };
  return { status: 500, body: { exception_message: "Internal Server Error" }, bug: true };
};

const domainReply = ({ code, message, asException, headers }: DomainError): ErrorReply => ({
  status: statusOf[code],
  body: asException ? { exception_message: message } : { detail: message },
  headers,
});
