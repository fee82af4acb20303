import type { ProcessEnd } from "./run-process.ts";

/** What exit codes usually mean (workers.md §4). */
const meanings: Readonly<Record<number, string>> = {
  125: "the container could not be run",
  126: "the command is not executable",
  127: "the command was not found",
  137: "it was killed, most likely for using too much memory",
  143: "it was asked to end with SIGTERM",
  247: "it was ended, most likely for using too much memory",
};
const signalMeanings: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGKILL: "it was killed, by someone or for using too much memory",
  SIGTERM: "someone asked it to end",
};

/** How a process ended, for the end of a sentence; undefined for one that ended well. */
export const explainEnd = ({ code, signal }: ProcessEnd): string | undefined => {
  if (code === 0) return undefined;
  const meaning = signal === null ? meanings[code ?? 1] : signalMeanings[signal];
  const end = signal === null ? `exit code ${code}` : `signal ${signal}`;
  return meaning === undefined ? end : `${end}: ${meaning}`;
};
