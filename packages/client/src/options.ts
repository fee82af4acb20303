import { ClientError } from "./client-error.ts";
import { hideCredentials } from "./error-detail.ts";
import { realWorld, type World } from "./world.ts";

/** `fetch`, or anything that answers requests as it does, such as a server in this process. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ClientOptions {
  /** Address of the API, such as `http://127.0.0.1:4200/api`. */
  readonly url: string;
  /** `user:password` of a server with basic authentication. */
  readonly auth?: string | undefined;
  readonly apiKey?: string | undefined;
  /** False never asks for a CSRF token. */
  readonly csrf?: boolean | undefined;
  /** Sent with every request; a function is asked each time. */
  readonly headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>) | undefined;
  /** Answers requests in place of the network. Streams then use requests too, where they can. */
  readonly fetch?: Fetch | undefined;
  /** Seconds a request may take; 60 unless given. */
  readonly timeout?: number | undefined;
  /** Further attempts after a failure that may pass; 5 unless given. */
  readonly maxRetries?: number | undefined;
  /** Share of the wait between attempts left to chance; 0.2 unless given. */
  readonly retryJitter?: number | undefined;
  /** Statuses that are tried again besides 408, 429, 502 and 503. */
  readonly retryStatuses?: readonly number[] | undefined;
  readonly world?: Partial<World> | undefined;
}

export interface Connection {
  /** Without trailing slash. */
  readonly url: string;
  readonly headers: () => Record<string, string>;
  /** What streams authenticate with: the raw auth string or the key (events.md §3.1). */
  readonly token: string | null;
  readonly csrf: boolean;
  readonly fetch: Fetch | undefined;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly retryJitter: number;
  readonly retryStatuses: readonly number[];
  readonly world: World;
}

/** The API version this client speaks (sdk.md §1). */
export const apiVersion = "0.8.4";

/** Credentials in the address, which `fetch` does not take there. */
const authIn = ({ username, password }: URL): string =>
  username === "" ? "" : `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;

const authorization = (auth: string, apiKey: string): Record<string, string> => {
  if (auth !== "") return { authorization: `Basic ${Buffer.from(auth).toString("base64")}` };
  return apiKey === "" ? {} : { authorization: `Bearer ${apiKey}` };
};

const checkUrl = (url: string): URL => {
  const parsed = URL.parse(url);
  if (parsed !== null && (parsed.protocol === "http:" || parsed.protocol === "https:")) return parsed;
  const detail = "the address is not a web address; expected one such as http://127.0.0.1:4200/api";
  throw new ClientError({ kind: "unreachable", method: "GET", url: hideCredentials(url), detail });
};

/** Fills in what was not given. Throws a `ClientError` when the address is none. */
export const connectionOf = (options: ClientOptions): Connection => {
  const url = checkUrl(options.url);
  const auth = options.auth || authIn(url);
  const apiKey = options.apiKey ?? "";
  const fixed = { "x-prefect-api-version": apiVersion, "user-agent": `millrace (API ${apiVersion})`, ...authorization(auth, apiKey) };
  const { headers } = options;
  return {
    url: url.origin + url.pathname.replace(/\/+$/, ""),
    headers: () => ({ ...fixed, ...(typeof headers === "function" ? headers() : headers) }),
    token: auth || apiKey || null,
    csrf: options.csrf ?? true,
    fetch: options.fetch,
    timeout: options.timeout ?? 60,
    maxRetries: options.maxRetries ?? 5,
    retryJitter: options.retryJitter ?? 0.2,
    retryStatuses: [408, 429, 502, 503, ...(options.retryStatuses ?? [])],
    world: { ...realWorld, ...options.world },
  };
};
