/** Follows a run until it has ended: its states and its log, as the server tells of them. */
import type { Client } from "@millrace/client";
import { compareInstants, type FlowRun, isTerminal, type Log } from "@millrace/contract";
import { type CommandContext, CommandError } from "./command.ts";
import type { Say } from "./output/say.ts";
import { stateColours } from "./output/style.ts";
import { sayInstant } from "./output/times.ts";
import { listLogPages, sayLevel, sayMessage } from "./run-logs.ts";

export interface WatchOptions {
  readonly run: FlowRun;
  /** Seconds to watch at most; undefined for no end. */
  readonly timeout: number | undefined;
}

/** Milliseconds between two looks while the server does not tell by itself. */
const pollMillis = 1000;
/** Milliseconds the last lines of a run get to arrive after its end. */
const lastLinesMillis = 500;

/** What one watch knows and where it stands. */
interface Watch {
  readonly client: Client;
  readonly context: CommandContext;
  readonly run: FlowRun;
  /** Ids of states and lines that were printed. */
  readonly seen: Set<string>;
  readonly stop: AbortController;
  /** Streams that tell of news by themselves now. */
  readonly live: Set<"events" | "logs">;
  /** Time of the last line that was asked for, and whether lines may have come since that nobody told of. */
  lastLog: string | undefined;
  mayMissLogs: boolean;
  /** Ends the wait for news. */
  wake: () => void;
}

const isNew = ({ seen }: Watch, id: string): boolean => {
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
};

interface Line {
  readonly at: string;
  readonly text: string;
}

const stateLine = (say: Say, { type, name, timestamp, message }: NonNullable<FlowRun["state"]>): Line => {
  const shown = name ?? type;
  const colour = stateColours.get(type);
  const painted = colour === undefined ? shown : say.style[colour](shown);
  return { at: timestamp, text: `${say.style.dim(sayInstant(timestamp, 3))}  ${painted}${message ? `  ${message}` : ""}` };
};

const logLine = (say: Say, log: Log): Line => ({
  at: log.timestamp,
  text: `${say.style.dim(sayInstant(log.timestamp, 3))}  ${sayLevel(log.level).padEnd(8)}  ${sayMessage(log)}`,
});

const sayLines = ({ context }: Watch, lines: readonly Line[]): void => {
  for (const { text } of [...lines].sort((one, other) => compareInstants(one.at, other.at))) context.say.line(text);
};

const listNewStates = async (watch: Watch): Promise<readonly Line[]> => {
  const states = await watch.client.flowRunStates.list({ query: { flow_run_id: watch.run.id } });
  return states.filter(({ id }) => isNew(watch, id)).map((state) => stateLine(watch.context.say, state));
};

/** Lines since those that were asked for last. */
const listNewLogs = async (watch: Watch): Promise<readonly Line[]> => {
  const { client, run, lastLog } = watch;
  watch.mayMissLogs = false;
  const filter = { flow_run_id: { any_: [run.id] }, ...(lastLog === undefined ? {} : { timestamp: { after_: lastLog } }) };
  const lines: Line[] = [];
  for await (const page of listLogPages(client, { filter, newestFirst: false, count: undefined })) {
    lines.push(...page.filter(({ id }) => isNew(watch, id)).map((log) => logLine(watch.context.say, log)));
    watch.lastLog = page.at(-1)?.timestamp ?? watch.lastLog;
  }
  return lines;
};

/** States and lines that came since the last look, in the order they happened. */
const sayNews = async (watch: Watch): Promise<void> => {
  const logs = watch.mayMissLogs || !watch.live.has("logs") ? await listNewLogs(watch) : [];
  sayLines(watch, [...logs, ...(await listNewStates(watch))]);
};

interface Followed<T> {
  readonly name: "events" | "logs";
  readonly items: AsyncGenerator<T, void>;
  readonly take: (item: T) => void;
}

/** Runs a stream to its end. One that breaks or is refused leaves the watch to look by itself. */
const follow = async <T>(watch: Watch, { name, items, take }: Followed<T>): Promise<void> => {
  try {
    for await (const item of items) take(item);
  } catch {
    // Looking from time to time takes its place.
  }
  watch.live.delete(name);
  watch.wake();
};

const startStreams = (watch: Watch): void => {
  const { client, run, stop } = watch;
  const optionsOf = (name: "events" | "logs") => ({
    signal: stop.signal,
    onOpen: () => {
      watch.live.add(name);
      watch.mayMissLogs ||= name === "logs";
      watch.wake();
    },
  });
  const events = client.events.subscribe({ resource: { id: [`prefect.flow-run.${run.id}`] } }, optionsOf("events"));
  void follow(watch, { name: "events", items: events, take: () => watch.wake() });
  const logs = client.logs.stream({ flow_run_id: { any_: [run.id] } }, optionsOf("logs"));
  void follow(watch, {
    name: "logs",
    items: logs,
    take: (log) => sayLines(watch, isNew(watch, log.id) ? [logLine(watch.context.say, log)] : []),
  });
};

/** Resolves at the next news, when it is time to look, or when the time is up. */
const waitForNews = async (watch: Watch, news: Promise<void>, patience: number): Promise<void> => {
  const { context, live } = watch;
  const wait = live.size === 2 ? patience : Math.min(patience, pollMillis);
  if (wait === Number.POSITIVE_INFINITY) return news;
  const enough = new AbortController();
  await Promise.race([news, context.host.wait(wait, enough.signal)]);
  enough.abort();
};

const watchToEnd = async (watch: Watch, timeout: number | undefined): Promise<FlowRun> => {
  const { client, context, run } = watch;
  const { host } = context;
  const end = timeout === undefined ? Number.POSITIVE_INFINITY : host.now() + timeout * 1000;
  for (;;) {
    const news = new Promise<void>((resolve) => {
      watch.wake = resolve;
    });
    const current = await client.flowRuns.get({ id: run.id });
    await sayNews(watch);
    if (isTerminal(current.state_type)) return current;
    if (host.now() >= end) {
      throw new CommandError(
        `The flow run ${run.name} has not ended within ${timeout} seconds. It goes on: millrace flow-run inspect ${run.id}`,
      );
    }
    await waitForNews(watch, news, end - host.now());
  }
};

/**
 * Prints a run's states and log lines as they come and resolves when it has ended. The server tells of them over its streams; while
 * one of them is not open, it is asked every second. Throws `CommandError` when the time is up first.
 */
export const watchRun = async (client: Client, context: CommandContext, { run, timeout }: WatchOptions): Promise<FlowRun> => {
  const watch: Watch = {
    client,
    context,
    run,
    seen: new Set(),
    stop: new AbortController(),
    live: new Set(),
    lastLog: undefined,
    mayMissLogs: true,
    wake: () => {},
  };
  try {
    startStreams(watch);
    const ended = await watchToEnd(watch, timeout);
    await context.host.wait(lastLinesMillis);
    sayLines(watch, await listNewLogs(watch));
    return ended;
  } finally {
    watch.stop.abort();
  }
};
