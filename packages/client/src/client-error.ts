/** What can go wrong with a request, told apart by what a caller can do about it. */
export type ClientErrorKind =
  | "unreachable"
  | "timeout"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "invalid"
  | "locked"
  | "busy"
  | "unexpected";

export interface ClientErrorFacts {
  readonly kind: ClientErrorKind;
  readonly method: string;
  /** Without credentials. */
  readonly url: string;
  /** Undefined when no answer came. */
  readonly status?: number | undefined;
  /** What the server said of it, in one line. */
  readonly detail: string;
  /** The answer's body, parsed when it was JSON. */
  readonly body?: unknown;
  /** Seconds the server asked to wait. */
  readonly retryAfter?: number | undefined;
}

const remedies: Readonly<Record<ClientErrorKind, string>> = {
  unreachable: 'Start a server with "millrace server start", or set PREFECT_API_URL to the address of a running one, /api included.',
  timeout: "The server is slow or stuck: see its log, or raise PREFECT_API_REQUEST_TIMEOUT.",
  unauthorized: "Set PREFECT_API_AUTH_STRING (user:password) or PREFECT_API_KEY to what the server expects.",
  forbidden: "These credentials may not do this.",
  "not-found": "Check the id or the name, and that PREFECT_API_URL is the right server's and ends in /api.",
  conflict: "What is there already does not allow it; the text in brackets says why.",
  invalid: "Correct the values named above.",
  locked: "Try again later.",
  busy: "The server kept refusing for a passing reason: try again later, or see its log.",
  unexpected: "This is a fault of the server or not a server of this protocol: see its log.",
};

/**
 * A request that did not succeed, after every retry that made sense. The message is for people and says all; the frames of this
 * package, which Node would print with it when nobody catches it, are left out.
 */
export class ClientError extends Error {
  override readonly name = "ClientError";
  readonly #facts: ClientErrorFacts;

  constructor(facts: ClientErrorFacts) {
    const said = facts.status === undefined ? facts.detail : `${facts.status}: ${facts.detail}`;
    super(`${facts.method} ${facts.url} failed (${said.replace(/\.$/, "")}). ${remedies[facts.kind]}`);
    this.#facts = facts;
    Object.defineProperty(this, "name", { enumerable: false });
    Object.defineProperty(this, "stack", { value: `ClientError: ${this.message}`, enumerable: false });
  }

  get kind(): ClientErrorKind {
    return this.#facts.kind;
  }
  get method(): string {
    return this.#facts.method;
  }
  /** Without credentials. */
  get url(): string {
    return this.#facts.url;
  }
  /** Undefined when no answer came. */
  get status(): number | undefined {
    return this.#facts.status;
  }
  get detail(): string {
    return this.#facts.detail;
  }
  get body(): unknown {
    return this.#facts.body;
  }
  /** Seconds the server asked to wait. */
  get retryAfter(): number | undefined {
    return this.#facts.retryAfter;
  }
}

/** Whether a failure is the client's, of this kind if one is given. */
export const isClientError = (error: unknown, kind?: ClientErrorKind): error is ClientError =>
  error instanceof ClientError && (kind === undefined || error.kind === kind);
