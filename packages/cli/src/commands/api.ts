import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Client, type Fetch, isClientError } from "@millrace/client";
import { type CommandContext, CommandError, command } from "../command.ts";
import { parseJson } from "../files.ts";
import type { Host } from "../host.ts";
import { flag, many, text } from "../parameters.ts";

const methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
const withBody = new Set(["POST", "PUT", "PATCH"]);

interface Answer {
  readonly status: number;
  readonly text: string;
}

const readFile = (path: string, given: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CommandError(`There is no file ${given} that can be read.`, { cause: error });
  }
};

/** What --data says, else what is piped in, else an empty object where there is to be one (cli.md §21). */
const readBody = async ({ cwd, stdin }: Host, method: string, data: string | undefined): Promise<unknown> => {
  if (data !== undefined) return parseJson(data.startsWith("@") ? readFile(resolve(cwd, data.slice(1)), data.slice(1)) : data, "--data");
  if (!withBody.has(method)) return undefined;
  const piped = stdin.isTerminal ? "" : await stdin.readAll();
  return piped.trim() === "" ? {} : parseJson(piped, "What was piped in");
};

const readHeaders = (given: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    given.map((header) => {
      const colon = header.indexOf(":");
      if (colon < 1) throw new CommandError(`--header is "${header}"; it takes "Name: value".`);
      return [header.slice(0, colon).trim(), header.slice(colon + 1).trim()];
    }),
  );

const sayHeaders = ({ stderr }: Host, mark: string, headers: Headers): void => {
  for (const [name, value] of headers) stderr.write(`${mark} ${name}: ${/^(proxy-)?authorization$|cookie/.test(name) ? "***" : value}\n`);
};

interface Watched {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly verbose: boolean;
  readonly keep: (answer: Answer) => void;
}

/** Adds headers to the request of a path, keeps its answer, and shows both when asked to. Others, such as for a token, pass. */
const watchFetch =
  (host: Host, { path, headers, verbose, keep }: Watched) =>
  (fetch: Fetch): Fetch =>
  async (url, init) => {
    if (!url.endsWith(path)) return fetch(url, init);
    const sent = new Headers(init.headers);
    for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    if (verbose) {
      host.stderr.write(`> ${init.method} ${url}\n`);
      sayHeaders(host, ">", sent);
    }
    const response = await fetch(url, { ...init, headers: sent });
    if (verbose) {
      host.stderr.write(`\n< ${response.status} ${response.statusText}\n`);
      sayHeaders(host, "<", response.headers);
      host.stderr.write("\n");
    }
    const copy = response.clone();
    keep({ status: response.status, text: await copy.text() });
    return response;
  };

const exitCodeOf = (status: number | undefined): number => {
  if (status === undefined) return 7;
  if (status === 401 || status === 403) return 3;
  return status >= 500 ? 5 : 4;
};

/** The body as people or programs want it; text that is no JSON stays as it is. */
const printBody = (body: string, pretty: boolean): string => {
  try {
    return `${JSON.stringify(JSON.parse(body), undefined, pretty ? 2 : undefined)}\n`;
  } catch {
    return body === "" ? "" : `${body}\n`;
  }
};

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

const send = async (
  { host }: CommandContext,
  client: Client,
  { asked, last }: { asked: Asked; last: () => Answer | undefined },
): Promise<void> => {
  try {
    await client.request(asked);
  } catch (error) {
    const answer = last();
    if (answer === undefined || answer.status < 400) {
      if (!isClientError(error)) throw error;
      throw new CommandError(`The server at ${client.url} cannot be asked: ${error.detail}.`, {
        cause: error,
        exitCode: exitCodeOf(undefined),
      });
    }
    host.stderr.write(`The server answered ${answer.status}.\n${printBody(answer.text, true)}`);
    throw new CommandError("", { cause: error, exitCode: exitCodeOf(answer.status) });
  }
  host.stdout.write(printBody(last()?.text ?? "", host.stdout.columns !== undefined));
};

export default command({
  does: "Send a request to the API and print the answer.",
  details:
    "Exit code 3 when the server refuses the credentials, 4 for other mistakes of the request, 5 for those of the server, 7 without an answer.",
  takes: {
    method: text("GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS."),
    path: text("Path below PREFECT_API_URL, such as /flows/filter."),
  },
  options: {
    data: text("Body as JSON, or @file. Otherwise what is piped in, or {}."),
    header: many(text('A header, as "Name: value".', { short: "H" })),
    verbose: flag("Show headers of the request and of the answer.", { short: "v" }),
    root: flag("Of Prefect Cloud; paths are below PREFECT_API_URL here."),
    account: flag("Of Prefect Cloud; there are no accounts here."),
  },
  async run(context, { method: given, path, data, header, verbose, root, account }) {
    const method = given.toUpperCase();
    if (!methods.includes(method)) throw new CommandError(`There is no method "${given}". There are: ${methods.join(", ")}.`);
    if (root || account) throw new CommandError("--root and --account are of Prefect Cloud; paths are below PREFECT_API_URL here.");
    const headers = readHeaders(header);
    const body = await readBody(context.host, method, data);
    let last: Answer | undefined;
    const keep = (answer: Answer): void => {
      last = answer;
    };
    const asked = { method, path: `/${path.replace(/^\/+/, "")}`, body };
    const client = await context.connect(watchFetch(context.host, { path: asked.path, headers, verbose, keep }));
    await send(context, client, { asked, last: () => last });
  },
});
