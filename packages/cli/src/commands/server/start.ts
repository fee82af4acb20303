import type { NextWake } from "@millrace/contract";
import { type ReadResult, readSettings, readTraceExport } from "@millrace/settings";
import { type CommandContext, CommandError, command } from "../../command.ts";
import { choice, flag, flagOrSetting, type InputOf, integer, portNumber, text } from "../../parameters.ts";
import { allSettings } from "../../server-settings.ts";
import { logPath, startInBackground, tellStarted } from "./in-background.ts";
import { findServerPid, writePid } from "./pid-file.ts";

type Settings = ReadResult<typeof allSettings>["values"];

const checkWorkers = (workers: number | undefined, databaseUrl: string): void => {
  if (workers === undefined || workers === 1) return;
  if (workers < 1) throw new CommandError(`--workers is ${workers}; it takes a whole number from 1 up.`);
  if (databaseUrl.startsWith("sqlite"))
    throw new CommandError("Several workers need PostgreSQL; the database is SQLite. Set PREFECT_SERVER_DATABASE_CONNECTION_URL.");
  throw new CommandError("Several workers in one command are not supported. Start one server per process, all but one with --no-services.");
};

const sayRunning = ({ say, settings }: CommandContext, bound: string): void => {
  say.done(`The server is running at ${bound}`);
  const url = bound.replace("//0.0.0.0:", "//127.0.0.1:");
  if (settings().apiUrl === url) return;
  say.line();
  say.line("Tell other commands and flows about it:");
  say.line(`    millrace config set PREFECT_API_URL=${url}`);
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
  const { startServer } = await import("@millrace/server");
  const running = await startServer(server, { traces: readTraceExport(host.env) });
  sayRunning(context, running.url);
  tellStarted(host, { url: running.url });
  const wake = await Promise.race([stop.then(() => undefined), running.idle]);
  await running.stop();
  if (wake !== undefined) sayIdle(context, wake);
  say.line("Server stopped.");
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
  workers: integer("Processes that answer requests."),
};
type Input = InputOf<object, typeof options>;

const overridesOf = ({ host, port, keepAliveTimeout, logLevel, scheduler, lateRuns, ui, noServices }: Input) => ({
  host,
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
  { host, port, keepAliveTimeout, logLevel, scheduler, lateRuns, ui, noServices }: Input,
): readonly string[] => [
  ...toWords({ profile, host, port, "keep-alive-timeout": keepAliveTimeout, "log-level": logLevel, scheduler, "late-runs": lateRuns, ui }),
  ...(noServices ? ["--no-services"] : []),
];

export default command({
  does: "Start the server.",
  details: "It runs until Ctrl-C, or in the background. Without further settings it keeps everything in one file of the home directory.",
  options,
  async run(context, input) {
    const sources = context.sources();
    const { values } = readSettings(allSettings, { sources, overrides: { server: overridesOf(input) } });
    checkWorkers(input.workers, values.server.databaseUrl);
    // Any other profile is found in the environment or the file, which the other process reads too.
    const named = sources.layers[0]?.name === "profile" ? sources.profileName : undefined;
    if (input.background) await background(context, values, wordsOf(named, input));
    else await foreground(context, values);
  },
});
