/** A host whose output is kept, for tests: no terminal, no network, a fixed clock that waiting moves on. */
import type { Host } from "./host.ts";
import { runProgram } from "./program.ts";

export interface Captured {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CapturedOptions {
  readonly env?: Host["env"];
  /** Working directory and the person's own directory. */
  readonly dir: string;
  /** Columns of the terminal; without them there is none. */
  readonly columns?: number;
  /** What is typed or piped in. */
  readonly stdin?: string;
  readonly fetch?: typeof fetch;
  readonly now?: number;
  readonly onOpen?: (url: string) => void;
}

const noNetwork: typeof fetch = () =>
  Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }) }));

/** Runs one command line and resolves to what it wrote. */
export const runCaptured = async (argv: readonly string[], options: CapturedOptions): Promise<Captured> => {
  const written = { stdout: "", stderr: "" };
  const output = (name: "stdout" | "stderr"): Host["stdout"] => ({
    write: (text) => {
      written[name] += text;
    },
    columns: options.columns,
  });
  const lines = (options.stdin ?? "").split("\n");
  let now = options.now ?? Date.UTC(2026, 10, 22, 12);
  const code = await runProgram(
    {
      env: { ...options.env },
      cwd: options.dir,
      home: options.dir,
      stdout: output("stdout"),
      stderr: output("stderr"),
      stdin: {
        isTerminal: options.columns !== undefined,
        readAll: async () => options.stdin ?? "",
        readLine: async () => lines.shift(),
      },
      fetch: options.fetch ?? noNetwork,
      now: () => now,
      wait: async (milliseconds) => {
        now += milliseconds;
      },
      stopRequested: () => Promise.resolve(),
      openInBrowser: options.onOpen ?? (() => {}),
    },
    argv,
  );
  return { code, ...written };
};

export interface Exchange {
  readonly status?: number;
  readonly body?: unknown;
}
export interface Asked {
  readonly method: string;
  /** Path below the API, with its query. */
  readonly path: string;
  readonly body: unknown;
}

/** A server made of answers by `METHOD /path`; whatever else is asked gets a 404. Keeps what it was asked. */
export const stubServer = (
  answers: Readonly<Record<string, Exchange | ((request: Asked) => Exchange)>>,
): { fetch: typeof fetch; requests: Asked[] } => {
  const requests: Asked[] = [];
  return {
    requests,
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const method = init?.method ?? "GET";
      const path = url.pathname.replace(/^\/api/, "");
      const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
      const request = { method, path: path + url.search, body };
      if (path !== "/csrf-token") requests.push(request);
      const answer = answers[`${method} ${path}`];
      const exchange = typeof answer === "function" ? answer(request) : (answer ?? { status: 404, body: { detail: "Not Found" } });
      const { status = 200 } = exchange;
      return status === 204 ? new Response(null, { status }) : Response.json(exchange.body ?? null, { status });
    },
  };
};
