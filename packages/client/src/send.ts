import { createCsrf } from "./csrf.ts";
import { findRetryAfter, isRefusedConnection, noAnswer, refusal } from "./error-detail.ts";
import type { Connection } from "./options.ts";
import type { Outgoing, Send } from "./outgoing.ts";

type Attempt = { readonly response: Response } | { readonly error: unknown };

const isInvalidCsrfToken = async (response: Response): Promise<boolean> =>
  response.status === 403 && (await response.clone().text()).includes("Invalid CSRF token");

/** Seconds to wait before an attempt, counted from 1; a server's own wish is never undercut (server.md §1.8). */
const pause = ({ retryJitter, world }: Connection, attempt: number, wish: number | undefined): number =>
  wish === undefined ? 2 ** attempt * (1 + retryJitter * (2 * world.random() - 1)) : wish * (1 + retryJitter * world.random());

export interface Sender {
  readonly send: Send;
  /** Asks early for what the first request that changes something needs besides. Never rejects. */
  readonly prepare: () => Promise<void>;
}

/** Sends requests with authentication, CSRF tokens and the protocol's retries (server.md §1.7, §1.8). */
export const createSend = (connection: Connection): Sender => {
  const { world, url: base } = connection;
  let hasAnswered = false;

  const attempt = async ({ method, path, body, signal }: Outgoing, extra: Record<string, string>): Promise<Attempt> => {
    const limit = AbortSignal.timeout(connection.timeout * 1000);
    const headers = { ...connection.headers(), ...extra, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    try {
      const response = await (connection.fetch ?? fetch)(base + path, {
        method,
        headers,
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        ...(body === undefined ? {} : { body }),
      });
      hasAnswered = true;
      return { response };
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      return { error: limit.aborted ? limit.reason : error };
    }
  };

  const mayPass = (result: Attempt): boolean =>
    "response" in result ? connection.retryStatuses.includes(result.response.status) : hasAnswered || !isRefusedConnection(result.error);

  const withRetries: Send = async (outgoing) => {
    const request = { method: outgoing.method, url: base + outgoing.path };
    for (let tries = 0, refreshed = false; ; ) {
      const result = await attempt(outgoing, await csrf.headersFor(outgoing));
      if ("response" in result && result.response.ok) return result.response;
      if ("response" in result && !refreshed && (await isInvalidCsrfToken(result.response))) {
        csrf.forget();
        refreshed = true;
        continue;
      }
      const maintenance = "response" in result && result.response.headers.get("prefect-maintenance") === "true";
      if (!mayPass(result) || tries >= connection.maxRetries) {
        throw "response" in result ? refusal(request, result.response, await result.response.text()) : noAnswer(request, result.error);
      }
      if (!maintenance) tries += 1;
      const wish = "response" in result ? findRetryAfter(result.response.headers) : undefined;
      if ("response" in result) await result.response.body?.cancel();
      await world.sleep(pause(connection, Math.max(tries, 1), wish) * 1000, outgoing.signal);
    }
  };

  const csrf = createCsrf(connection, withRetries);
  const prepare = async (): Promise<void> => {
    await csrf.headersFor({ method: "POST" }).catch(() => {});
  };
  return { send: withRetries, prepare };
};
