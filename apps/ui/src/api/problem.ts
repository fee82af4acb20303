import { ClientError } from "@millrace/client/browser";
import { ReplacedError } from "./load-part.ts";

/** What an error is to the person who meets it. */
export interface Problem {
  readonly kind: "network" | "server" | "client" | "missing" | "forbidden" | "replaced" | "unknown";
  readonly title: string;
  /** The server's own reason, or what can be said without one. */
  readonly detail: string;
}

/** Explains any error: what happened, and why as far as the server said. `isRepeated` where nobody has to ask for another attempt. */
export const problemOf = (error: unknown, { isRepeated = false } = {}): Problem => {
  if (error instanceof ReplacedError)
    return {
      kind: "replaced",
      title: "The server has been upgraded",
      detail: "This page was loaded before. Load it again to go on with the new version.",
    };
  if (!(error instanceof ClientError))
    return { kind: "unknown", title: "This page has failed", detail: error instanceof Error ? error.message : String(error) };
  const { kind, detail, status, retryAfter } = error;
  if (kind === "unreachable" || kind === "timeout")
    return {
      kind: "network",
      title: "The server cannot be reached",
      detail: `It may be restarting, or the connection is down. ${isRepeated ? "The page tries again by itself." : "Try again in a moment."}`,
    };
  if (kind === "not-found") return { kind: "missing", title: "This is not there", detail };
  if (kind === "unauthorized" || kind === "forbidden") return { kind: "forbidden", title: "The server does not allow this", detail };
  if (kind === "busy") {
    const wait = retryAfter === undefined ? "Try again in a moment." : `Try again in ${Math.ceil(retryAfter)} s.`;
    return { kind: "server", title: `The server is busy (${status})`, detail: `${detail.replace(/\.$/, "")}. ${wait}` };
  }
  if (status !== undefined && status >= 500) return { kind: "server", title: `The server has failed (${status})`, detail };
  if (status !== undefined && status < 400) return { kind: "unknown", title: "The answer is not the server's", detail };
  return { kind: "client", title: "The server refused this", detail };
};

/** Problems of single fields, by their path, such as `{"slots": "…"}`: what the server finds wrong with a body (server.md §1.4). */
export const fieldProblemsOf = (error: unknown): Readonly<Record<string, string>> => {
  if (!(error instanceof ClientError)) return {};
  const { body } = error;
  const problems = typeof body === "object" && body !== null && "exception_detail" in body ? body.exception_detail : undefined;
  if (!Array.isArray(problems)) return {};
  const entries = problems.flatMap((problem: unknown) => {
    if (typeof problem !== "object" || problem === null || !("loc" in problem) || !("msg" in problem) || !Array.isArray(problem.loc))
      return [];
    return [[problem.loc.filter((part) => part !== "body").join("."), String(problem.msg)] as const];
  });
  return Object.fromEntries(entries);
};
