/** Logs of runs: read page by page, printed a line each. */
import { type Client, isClientError } from "@millrace/client";
import type { Log, LogFilterInput } from "@millrace/contract";
import { CommandError } from "./command.ts";
import type { Say } from "./output/say.ts";
import { sayInstant } from "./output/times.ts";
import { flag, integer } from "./parameters.ts";

/** Lines that --head and --tail show. */
export const fewLines = 20;
const levels: Readonly<Record<number, string>> = { 10: "DEBUG", 20: "INFO", 30: "WARNING", 40: "ERROR", 50: "CRITICAL" };

interface Wanted {
  readonly filter: LogFilterInput;
  readonly newestFirst: boolean;
  /** Undefined for all. */
  readonly count: number | undefined;
}

const tooMany = (error: unknown): boolean => isClientError(error, "invalid") && error.detail.includes("Invalid limit");

/** Lines of a run, page by page. A count beyond the server's page size is refused with a 422; pages of its size then do (cli.md §3). */
export async function* listLogPages(client: Client, { filter, newestFirst, count }: Wanted): AsyncGenerator<readonly Log[]> {
  const list = (offset: number, limit: number | undefined): Promise<readonly Log[]> =>
    client.logs.list({
      body: { logs: filter, sort: newestFirst ? "TIMESTAMP_DESC" : "TIMESTAMP_ASC", offset, ...(limit === undefined ? {} : { limit }) },
    });
  let seen = 0;
  let pageSize: number | undefined;
  for (;;) {
    const left = count === undefined ? undefined : count - seen;
    const limit = pageSize === undefined || left === undefined ? (left ?? pageSize) : Math.min(left, pageSize);
    const page = await list(seen, limit).catch((error: unknown) => {
      if (pageSize === undefined && limit !== undefined && tooMany(error)) return list(seen, undefined);
      throw error;
    });
    const kept = left === undefined ? page : page.slice(0, left);
    seen += kept.length;
    if (kept.length > 0) yield kept;
    pageSize ??= page.length;
    if (page.length === 0 || page.length < pageSize || seen === count) return;
  }
}

/** Log text may hold colours of its own, and only those may reach a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal.
const clean = (message: string): string => message.replaceAll(/\u001B(?!\[[\d;]*m)|[\u0000-\u0008\u000B-\u001A\u001C-\u001F\u007F]/g, "");

export const sayLevel = (level: number): string => levels[level] ?? `Level ${level}`;

/** A message as it may be printed. */
export const sayMessage = ({ message }: Log): string => clean(message);

export const logOptions = {
  head: flag(`Only the first lines: ${fewLines}, or as many as --num-logs says.`, { short: "h" }),
  numLogs: integer("Lines to show at most.", { short: "n" }),
  reverse: flag("Newest first.", { short: "r" }),
  tail: flag(`Only the last lines: ${fewLines}, or as many as --num-logs says.`, { short: "t" }),
} as const;

export interface ShownLogs {
  readonly filter: LogFilterInput;
  /** Whose log it is, such as `Flow run 'tidy-crocodile'`; lines of task runs in the log of a flow run name those. */
  readonly subject: string;
  readonly head: boolean;
  readonly tail: boolean;
  readonly reverse: boolean;
  readonly numLogs: number | undefined;
}

/** Refuses options that make no sense together. */
export const checkLogOptions = ({ head, tail, numLogs }: Pick<ShownLogs, "head" | "tail" | "numLogs">): void => {
  if (head && tail) throw new CommandError("--head and --tail exclude each other. Give one of them.");
  if (numLogs !== undefined && numLogs < 1) throw new CommandError(`--num-logs is ${numLogs}; it takes a whole number from 1 up.`);
};

/** Prints the lines that the options ask for and returns them. */
export const showLogs = async (
  client: Client,
  say: Say,
  { filter, subject, head, tail, reverse, numLogs }: ShownLogs,
): Promise<readonly Log[]> => {
  const taskRuns = createTaskRunNames(client);
  const print = (log: Log): void => {
    const whose = taskRuns.find(log) ?? subject;
    say.line(`${sayInstant(log.timestamp, 3)} | ${sayLevel(log.level).padEnd(7)} | ${whose} - ${sayMessage(log)}`);
  };
  const all: Log[] = [];
  const count = head || tail ? (numLogs ?? fewLines) : numLogs;
  for await (const page of listLogPages(client, { filter, newestFirst: reverse || tail, count })) {
    all.push(...page);
    if (filter.task_run_id === undefined) await taskRuns.learn(page);
    if (!tail || reverse) for (const log of page) print(log);
  }
  if (!tail || reverse) return all;
  all.reverse();
  for (const log of all) print(log);
  return all;
};

/** What the task runs that wrote lines are called. One that is gone is called nothing. */
const createTaskRunNames = (client: Client) => {
  const names = new Map<string, string | undefined>();
  return {
    find: ({ task_run_id }: Log): string | undefined => (task_run_id === null ? undefined : names.get(task_run_id)),
    async learn(logs: readonly Log[]): Promise<void> {
      const unknown = new Set(logs.flatMap(({ task_run_id }) => (task_run_id === null || names.has(task_run_id) ? [] : [task_run_id])));
      if (unknown.size === 0) return;
      for (const id of unknown) names.set(id, undefined);
      // A page of logs names no more task runs than a page of task runs holds.
      const runs = await client.taskRuns.list({ body: { task_runs: { id: { any_: [...unknown] } } } });
      for (const { id, name } of runs) names.set(id, `Task run '${name}'`);
    },
  };
};
