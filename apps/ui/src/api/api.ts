import { routes } from "virtual:routes";
import { createCsrf, type MethodsOfTable, methodsOf, noAnswer, type Outgoing, refusal, type Send } from "@millrace/client/browser";
import type { AllRoutes } from "@millrace/contract";
import { basicAuthorization, type Credentials } from "./credentials.ts";
import { apiUrlOf, type UiSettings } from "./ui-settings.ts";

/** Something the server could not be reached for, or could again; and credentials it did not take. */
export type ApiSignal = "unreachable" | "reachable" | "unauthorized";

export type ApiMethods = MethodsOfTable<AllRoutes>;

/** The server as a page sees it: one method per route of the contract, typed by it. */
export interface Api extends ApiMethods {
  /** Without a slash at its end. */
  readonly url: string;
  readonly settings: UiSettings;
  readonly credentials: Credentials;
  /** Whether the server offers something beside the protocol. */
  readonly offers: (flag: string) => boolean;
  /** Remembers that the server lacks it after all: pages may come from another server than the one they ask. */
  readonly noteMissing: (flag: string) => void;
  /** Calls the listener at each signal, until the returned function is called. */
  readonly onSignal: (listener: (signal: ApiSignal) => void) => () => void;
}

interface Options {
  readonly settings: UiSettings;
  /** Where the pages are, such as `https://example.com/prefix/`. */
  readonly base: string;
  readonly credentials: Credentials;
}

interface Sending {
  readonly url: string;
  readonly credentials: Credentials;
  readonly tell: (signal: ApiSignal) => void;
}

const sendPlainly =
  ({ url, credentials, tell }: Sending) =>
  async ({ method, path, body, signal }: Outgoing, extra: Record<string, string>): Promise<Response> => {
    const given = credentials.get();
    const headers = {
      ...extra,
      "x-prefect-ui": "true",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(given === undefined ? {} : { authorization: basicAuthorization(given) }),
    };
    const request = { method, url: url + path };
    const response = await fetch(request.url, { method, headers, body: body ?? null, signal: signal ?? null }).catch((error: unknown) => {
      if (signal?.aborted) throw signal.reason;
      tell("unreachable");
      throw noAnswer(request, error);
    });
    tell(response.status === 401 ? "unauthorized" : "reachable");
    if (response.ok) return response;
    throw refusal(request, response, await response.text());
  };

export const createApi = ({ settings, base, credentials }: Options): Api => {
  const url = apiUrlOf(settings, base);
  const offered = new Set(settings.flags);
  const listeners = new Set<(signal: ApiSignal) => void>();
  const tell = (signal: ApiSignal): void => {
    for (const listener of listeners) listener(signal);
  };
  const plain = sendPlainly({ url, credentials, tell });
  const csrf = createCsrf({ csrf: settings.csrf_enabled, world: { newId: newClientId } }, (outgoing) => plain(outgoing, {}));
  const send: Send = async (outgoing) => {
    try {
      return await plain(outgoing, await csrf.headersFor(outgoing));
    } catch (error) {
      // A token may have expired since; a fresh one gets the change through, and nobody has to hear of it.
      if (!(error instanceof Error && error.message.includes("Invalid CSRF token"))) throw error;
      csrf.forget();
      return plain(outgoing, await csrf.headersFor(outgoing));
    }
  };
  return {
    ...methodsOf(routes, { url }, send),
    url,
    settings,
    credentials,
    offers: (flag) => offered.has(flag),
    noteMissing: (flag) => void offered.delete(flag),
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** `crypto.randomUUID` is missing where pages come over plain HTTP. */
const newClientId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
