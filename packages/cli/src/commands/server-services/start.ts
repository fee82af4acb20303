import { type CommandContext, CommandError, command } from "../../command.ts";
import { profileWords } from "../../enter-profile.ts";
import { startLocalServices } from "../../local-server.ts";
import { flag } from "../../parameters.ts";
import { logPath, startDetached, tellStarted } from "../server/in-background.ts";
import { findServerPid, writePid } from "../server/pid-file.ts";

const name = "services";
const day = 86_400_000;

const background = async (context: CommandContext): Promise<void> => {
  const { host, say, settings } = context;
  const { home } = settings();
  if (findServerPid(home, name) !== undefined)
    throw new CommandError("Services are already running in the background. Stop them with: millrace server services stop");
  const words = [...profileWords(context), "server", "services", "start"];
  const { pid } = await say.during("Starting the background services", startDetached(host, { home, name, words }));
  writePid(home, pid, name);
  say.done(
    "The background services are running.",
    `Their process is ${pid}; its log is ${logPath(home, name)}.`,
    "Stop them with: millrace server services stop",
  );
};

const foreground = async ({ host, say, sources }: CommandContext): Promise<void> => {
  const stop = host.stopRequested();
  const running = await startLocalServices(sources());
  say.done("The background services are running.");
  tellStarted(host, { url: "" });
  const stopped = new AbortController();
  void stop.then(() => stopped.abort());
  // Without a port, nothing else keeps the process.
  while (!stopped.signal.aborted) await host.wait(day, stopped.signal);
  await running.stop();
  say.line("Services stopped.");
};

export default command({
  does: "Run the background services, beside servers that run with --no-services.",
  details: "It runs until Ctrl-C, or in the background.",
  options: { background: flag("Run in the background.", { short: "b" }) },
  run: (context, input) => (input.background ? background(context) : foreground(context)),
});
