import type { NextWake } from "@millrace/contract";
import { type ReadResult, readSettings, readTraceExport } from "@millrace/settings";
import { type CommandContext, CommandError, command } from "../../command.ts";
import { localUrl } from "../../local-server.ts";
import { choice, flag, flagOrSetting, type InputOf, integer, integerOr, portNumber, text } from "../../parameters.ts";
import { allSettings } from "../../server-settings.ts";
import { findProcessName, siblingsOfApi, tellStarter } from "./api-process.ts";
import type { Wanted } from "./api-processes.ts";
import { chooseProfile } from "./choose-profile.ts";
import { logPath, startInBackground, tellStarted } from "./in-background.ts";
import { findServerPid, writePid } from "./pid-file.ts";
import { startHere } from "./start-here.ts";

type Settings = ReadResult<typeof allSettings>["values"];

const checkWorkers = (workers: number, { databaseUrl, stopWhenIdle }: Settings["server"]): void => {
  if (workers < 1) throw new CommandError(`--workers is ${workers}; it takes a whole number from 1 up.`);
  if (workers === 1) return;
  if (databaseUrl.startsWith("sqlite")) {
    throw new CommandError(
      `Only one process may write to SQLite, so --workers ${workers} needs PostgreSQL. Set PREFECT_SERVER_DATABASE_CONNECTION_URL to one, or leave --workers out: one process answers thousands of requests a second.`,
    );
  }
  if (stopWhenIdle > 0) {
    throw new CommandError(
      `A server that stops when idle is one process, so it takes no --workers ${workers}. Unset MILLRACE_SERVER_STOP_WHEN_IDLE_SECONDS, or leave --workers out.`,
    );
  }
};

const checkKeepAlive = (seconds: number | undefined): void => {
  if (seconds !== undefined && seconds < 0) throw new CommandError(`--keep-alive-timeout is ${seconds}; it takes 0 seconds or more.`);
};

const sayRunning = ({ say, settings }: CommandContext, bound: string): void => {
  say.done(`The server is running at ${bound}`);
  const url = bound.replace(/\/\/(0\.0\.0\.0|\[::\]):/, "//127.0.0.1:");
  if (settings().apiUrl === url) return;
  say.line();
  say.line("Tell other commands and flows about it:");
  say.line(`    millrace config set PREFECT_API_URL=${url}`);
};

/** The same context, where the profile may have got to know the server that is about to start. */
const withProfile = async (context: CommandContext, { server }: Settings): Promise<CommandContext> => {
  const apiUrl = localUrl(server);
  // Nobody knows the port yet that a server picks itself.
  if (server.port === 0 || !(await chooseProfile(context, apiUrl))) return context;
  return { ...context, settings: () => ({ ...context.settings(), apiUrl }) };
};

const background = async (context: CommandContext, { client }: Settings, args: readonly string[]): Promise<void> => {
  const { host, say } = context;
  if (findServerPid(client.home) !== undefined)
    throw new CommandError("A server is already running in the background. Stop it with: millrace server stop");
  const { url, pid } = await say.during("Starting the server", startInBackground(host, client.home, args));
  writePid(client.home, pid);
  sayRunning(context, url);
  say.line();
  say.line(`It runs in the background (process ${pid}); its log is ${logPath(client.home)}.`);
  say.line("Stop it with: millrace server stop");
};

const foreground = async (context: CommandContext, { server }: Settings): Promise<void> => {
  const { host, say } = context;
  const stop = host.stopRequested();
  const running = await startHere(server, { traces: readTraceExport(host.env) });
  sayRunning(context, running.url);
  tellStarted(host, { url: running.url });
  const wake = await Promise.race([stop.then(() => undefined), running.idle]);
  await running.stop();
  if (wake !== undefined) sayIdle(context, wake);
  say.line("Server stopped.");
};

/** This process migrates the database and runs the services; the others answer requests. */
const inProcesses = async (context: CommandContext, { server }: Settings, wanted: Wanted): Promise<void> => {
  const { host, say } = context;
  const stop = host.stopRequested();
  const { createApiProcesses } = await import("./api-processes.ts");
  const processes = createApiProcesses(context, wanted);
  const running = await startHere(server, { traces: readTraceExport(host.env), siblings: processes.siblings, listens: false });
  try {
    const url = await Promise.race([processes.start(), stop.then(() => undefined)]);
    if (url !== undefined) {
      sayRunning(context, url);
      tellStarted(host, { url });
    }
    await stop;
  } finally {
    await processes.stop();
    await running.stop();
  }
  say.line("Server stopped.");
};

/** One of those others. */
const asProcess = async ({ host }: CommandContext, { server }: Settings, name: string): Promise<void> => {
  const stop = host.stopRequested();
  // What is for a whole server has been done by the process that started this one.
  const settings = { ...server, servicesEnabled: false, migrateOnStart: false, registerBlocks: false };
  try {
    const running = await startHere(settings, { traces: readTraceExport(host.env), siblings: siblingsOfApi(name) });
    tellStarter({ url: running.url });
    await stop;
    await running.stop();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    tellStarter({ failure: error.message });
    throw new CommandError("");
  } finally {
    process.disconnect?.();
  }
};

const sayIdle = ({ say }: CommandContext, { next_wake }: NextWake): void => {
  const next = next_wake === null ? "Nothing is scheduled." : `The next run is due at ${next_wake}; start the server again by then.`;
  say.line(`Nobody has asked the server anything for a while, and it has nothing to do. ${next}`);
};

/** The words that start a server with these options in another process. */
const toWords = (options: Readonly<Record<string, string | number | boolean | undefined>>): readonly string[] =>
  Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (typeof value === "boolean") return [value ? `--${name}` : `--no-${name}`];
    return [`--${name}`, String(value)];
  });

const options = {
  host: text("Address to listen on; 0.0.0.0 is every interface."),
  port: portNumber("Port to listen on; 0 picks a free one."),
  keepAliveTimeout: integer("Seconds an idle connection is kept open."),
  logLevel: choice(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], "Least level the server logs of itself."),
  scheduler: flagOrSetting("Create the runs that schedules call for."),
  analyticsOn: flagOrSetting("Accepted for scripts that pass it; nothing is ever reported.", { off: "analytics-off" }),
  lateRuns: flagOrSetting("Mark runs that nothing picked up in time."),
  ui: flagOrSetting("Serve the web interface."),
  noServices: flag("Answer requests only, without background services."),
  background: flag("Run in the background.", { short: "b" }),
  workers: integerOr("Processes that answer requests; more than one need PostgreSQL.", 1),
};
type Input = InputOf<object, typeof options>;

const overridesOf = ({ host, port, keepAliveTimeout, logLevel, scheduler, lateRuns, ui, noServices }: Input) => ({
  // An empty one, as of a shell variable that is not set, would be every interface.
  host: host === "" ? undefined : host,
  port,
  keepAliveTimeout,
  logLevel,
  schedulerEnabled: scheduler,
  lateRunsEnabled: lateRuns,
  uiEnabled: ui,
  servicesEnabled: noServices ? false : undefined,
});

const wordsOf = (
  profile: string | undefined,
  { host, port, keepAliveTimeout, logLevel, scheduler, lateRuns, ui, noServices, workers }: Input,
): readonly string[] => [
  ...toWords({
    profile,
    host,
    port,
    "keep-alive-timeout": keepAliveTimeout,
    "log-level": logLevel,
    scheduler,
    "late-runs": lateRuns,
    ui,
    workers,
  }),
  ...(noServices ? ["--no-services"] : []),
];

export default command({
  does: "Start the server.",
  details: "It runs until Ctrl-C, or in the background. Without further settings it keeps everything in one file of the home directory.",
  options,
  async run(context, input) {
    const sources = context.sources();
    const { values } = readSettings(allSettings, { sources, overrides: { server: overridesOf(input) } });
    checkWorkers(input.workers, values.server);
    checkKeepAlive(input.keepAliveTimeout);
    // Any other profile is found in the environment or the file, which other processes read too.
    const named = sources.layers[0]?.name === "profile" ? sources.profileName : undefined;
    const words = wordsOf(named, input);
    const processName = findProcessName(context.host);
    if (processName !== undefined) return asProcess(context, values, processName);
    const asked = await withProfile(context, values);
    if (input.background) await background(asked, values, words);
    else if (input.workers > 1) await inProcesses(asked, values, { count: input.workers, words });
    else await foreground(asked, values);
  },
});
