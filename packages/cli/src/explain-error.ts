import type { Host } from "./host.ts";
import type { Style } from "./output/style.ts";

/** Errors whose message is all that a person needs. Told by name, since most of them come from packages not loaded yet. */
const forPeople = new Set(["UsageError", "CommandError", "SettingsError", "PreconditionError", "ClientError", "LoadError", "WorkerError"]);

/** What a request that failed means to somebody who typed a command; undefined when its own message says it best. */
const explainRequest = (error: object): string | undefined => {
  if (!("kind" in error && "url" in error && "detail" in error)) return undefined;
  const server = URL.parse(String(error.url))?.origin ?? String(error.url);
  if (error.kind === "unreachable") {
    const hint = "Start one with:            millrace server start\nSee which one is in use:   millrace config view";
    return `The server at ${server} cannot be reached: ${String(error.detail)}.\n${hint}`;
  }
  if (error.kind === "unauthorized") {
    return `The server at ${server} refuses these credentials.\nSet them with: millrace config set PREFECT_API_AUTH_STRING=user:password`;
  }
  // What was typed is refused: the server's words say why, and the request says nothing to whoever typed it.
  if (error.kind === "invalid" || error.kind === "conflict") {
    return `The server refuses this: ${String(error.detail).replaceAll(/(^|; )(body|query|path)\./g, "$1")}`;
  }
  return undefined;
};

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "its file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a folder on its way is a file",
  EEXIST: "there is a file of that name",
  EISDIR: "it is a folder",
};

/** What it means when the system refuses a file or folder: nothing of ours, and nobody needs to see a stack trace. */
const explainFile = (error: Error): string | undefined => {
  const reason = "code" in error ? reasons[String(error.code)] : undefined;
  if (reason === undefined || !("path" in error)) return undefined;
  return `${error.path} cannot be used: ${reason}.\nCorrect that, or name another directory in PREFECT_HOME if it is there.`;
};

const print = (host: Host, style: Style, message: string): void => {
  const [first = "", ...rest] = message.split("\n");
  host.stderr.write(`${style.red(first)}\n${rest.map((line) => `${line}\n`).join("")}`);
};

/** Says on stderr what went wrong. A person's mistake gets a sentence, a defect of ours its stack trace. Returns the exit code. */
export const explainError = (error: unknown, { host, style }: { readonly host: Host; readonly style: Style }): number => {
  if (error instanceof Error && forPeople.has(error.name)) {
    const message = explainRequest(error) ?? error.message;
    // Without a message the command has said it itself.
    if (message !== "") print(host, style, message);
    return "exitCode" in error && typeof error.exitCode === "number" ? error.exitCode : 1;
  }
  const refused = error instanceof Error ? explainFile(error) : undefined;
  if (refused !== undefined) {
    print(host, style, refused);
    return 1;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  host.stderr.write(`${style.red("This is a defect of Millrace; please report it with what follows.")}\n${trace}\n`);
  return 1;
};
