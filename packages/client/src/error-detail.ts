import { ClientError, type ClientErrorKind } from "./client-error.ts";

const kinds: Readonly<Record<number, ClientErrorKind>> = {
  400: "invalid",
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  405: "not-found",
  408: "busy",
  409: "conflict",
  413: "invalid",
  422: "invalid",
  423: "locked",
  429: "busy",
  502: "busy",
  503: "busy",
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;

const printProblem = (problem: unknown): string => {
  if (!isObject(problem)) return String(problem);
  const where = Array.isArray(problem.loc) ? problem.loc.join(".") : "";
  return where === "" ? String(problem.msg) : `${where}: ${String(problem.msg)}`;
};

/** What an error's body says, in one line: `detail`, the list of validation problems, or the exception's message (server.md §1.4). */
export const findDetail = (body: unknown): string | undefined => {
  if (!isObject(body)) return undefined;
  const { detail, exception_detail: problems, exception_message: message } = body;
  if (Array.isArray(problems) && problems.length > 0) return problems.map(printProblem).join("; ");
  if (Array.isArray(detail) && detail.length > 0) return detail.map(printProblem).join("; ");
  if (typeof detail === "string") return detail;
  return typeof message === "string" ? message : undefined;
};

/** The address without user and password. */
export const hideCredentials = (url: string): string => url.replace(/\/\/[^/@]*@/, "//");

export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Seconds of a `Retry-After` header, which may be fractional (sdk.md §14); undefined without one. */
export const findRetryAfter = (headers: Headers): number | undefined => {
  const seconds = Number.parseFloat(headers.get("retry-after") ?? "");
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
};

/** The error an answer with a failing status stands for. */
export const refusal = (request: { readonly method: string; readonly url: string }, response: Response, text: string): ClientError => {
  const body = parseJson(text) ?? text;
  const detail = findDetail(body) ?? (response.statusText || "the answer has no explanation");
  return new ClientError({
    kind: kinds[response.status] ?? "unexpected",
    method: request.method,
    url: hideCredentials(request.url),
    status: response.status,
    detail,
    body,
    retryAfter: findRetryAfter(response.headers),
  });
};

const codesOf = (error: unknown): readonly string[] => {
  if (!isObject(error)) return [];
  const own = typeof error.code === "string" ? [error.code] : [];
  const inner = Array.isArray(error.errors) ? error.errors.flatMap(codesOf) : [];
  return [...own, ...inner, ...codesOf(error.cause)];
};

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the host's name could not be looked up",
  ECONNRESET: "connection reset",
  EHOSTUNREACH: "host unreachable",
  ENETUNREACH: "network unreachable",
  CERT_HAS_EXPIRED: "the certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate is signed by nobody known here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate is signed by nobody known here",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another host",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak https; its address begins with http://",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "it does not speak https; its address begins with http://",
};

/** `fetch` connects to no port that other protocols are known to use, such as 6000, and says so without a code. */
const isBlockedPort = (error: unknown): boolean => isObject(error) && isObject(error.cause) && error.cause.message === "bad port";

const refusals = new Set(Object.keys(reasons).filter((code) => code !== "ECONNRESET"));

/** Whether nothing fit to talk to was there, which is only worth a retry once a server has answered before (server.md §1.8). */
export const isRefusedConnection = (error: unknown): boolean => isBlockedPort(error) || codesOf(error).some((code) => refusals.has(code));

const describe = (cause: unknown): string => {
  if (isBlockedPort(cause)) return "its port is one of those that are kept for other protocols; let the server have another one";
  const [code] = codesOf(cause);
  if (code !== undefined) return reasons[code] ?? code;
  return cause instanceof Error ? cause.message : String(cause);
};

/** The error for a request that got no answer. */
export const noAnswer = (request: { readonly method: string; readonly url: string }, cause: unknown): ClientError => {
  const isTimeout = cause instanceof Error && cause.name === "TimeoutError";
  return new ClientError({
    kind: isTimeout ? "timeout" : "unreachable",
    method: request.method,
    url: hideCredentials(request.url),
    detail: isTimeout ? "no answer in time" : describe(cause),
  });
};
