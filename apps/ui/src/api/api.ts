import { routes } from "virtual:routes";
import {
  ClientError,
  createCsrf,
  type MethodsOfTable,
  methodsOf,
  noAnswer,
  type Outgoing,
  refusal,
  type Send,
} from "@millrace/client/browser";
import type { AllRoutes } from "@millrace/contract";
import { basicAuthorization, type Credentials } from "./credentials.ts";
import { apiUrlOf, type UiSettings } from "./ui-settings.ts";

/**
 * Something the server could not be reached for, or could again; credentials it did not take; and a proxy before it that answers in
 * its place, to have people log in there.
 */
export type ApiSignal = "unreachable" | "reachable" | "unauthorized" | "intercepted";

export type ApiMethods = MethodsOfTable<AllRoutes>;

/** The server as a page sees it: one method per route of the contract, typed by it. */
export interface Api extends ApiMethods {
  /** Without a slash at its end. */
  readonly url: string;
  readonly settings: UiSettings;
  readonly credentials: Credentials;
  /** Whether the server offers something beside the protocol. */
  readonly offers: (flag: string) => boolean;
  /** What the server's clock says, in milliseconds since 1970, to a second; undefined before it has said so. */
  readonly serverNow: () => number | undefined;
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
  /** Told what each answer says it was written at. */
  readonly onDate: (date: string) => void;
}

/** The server itself never answers a call with a page, and says in JSON why it refuses. */
const isProxys = ({ ok, status, headers }: Response): boolean => {
  const type = headers.get("content-type") ?? "";
  return ok ? type.includes("text/html") : status === 401 && !type.includes("json");
};

/** A proxy whose server is away says so itself; the server's own refusals are JSON. */
const isGateways = ({ status, headers }: Response): boolean =>
  [502, 503, 504].includes(status) && !(headers.get("content-type") ?? "").includes("json");

/** Browsers do not tell a call that was sent to another site's login from a server that is away; one that is not followed does. */
const isSentElsewhere = (url: string): Promise<boolean> =>
  fetch(`${url}/health`, { redirect: "manual", cache: "no-store" }).then(
    ({ type }) => type === "opaqueredirect",
    () => false,
  );

const intercepted = (request: { readonly method: string; readonly url: string }): ClientError =>
  new ClientError({
    ...request,
    kind: "unauthorized",
    detail: "Something before the server, such as a proxy, has answered in its place. It may want you to log in.",
  });

const sendPlainly =
  ({ url, credentials, tell, onDate }: Sending) =>
  async ({ method, path, body, signal }: Outgoing, extra: Record<string, string>): Promise<Response> => {
    const given = credentials.get();
    const headers = {
      ...extra,
      "x-prefect-ui": "true",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(given === undefined ? {} : { authorization: basicAuthorization(given) }),
    };
    const request = { method, url: url + path };
    const response = await fetch(request.url, { method, headers, body: body ?? null, signal: signal ?? null }).catch(
      async (error: unknown) => {
        if (signal?.aborted) throw signal.reason;
        const isElsewhere = await isSentElsewhere(url);
        tell(isElsewhere ? "intercepted" : "unreachable");
        throw isElsewhere ? intercepted(request) : noAnswer(request, error);
      },
    );
    if (isProxys(response)) {
      tell("intercepted");
      throw intercepted(request);
    }
    if (isGateways(response)) {
      tell("unreachable");
      throw noAnswer(request, new Error(`A proxy has answered ${response.status} in the server's place.`));
    }
    onDate(response.headers.get("date") ?? "");
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
  let ahead: number | undefined;
  const onDate = (date: string): void => {
    const moment = Date.parse(date);
    if (!Number.isNaN(moment)) ahead = moment - Date.now();
  };
  const plain = sendPlainly({ url, credentials, tell, onDate });
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
    serverNow: () => (ahead === undefined ? undefined : Date.now() + ahead),
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
