import { type CommandContext, CommandError } from "../../command.ts";
import { logPath } from "./in-background.ts";
import { type BackgroundProcess, deletePid, findServerPid, isAlive } from "./pid-file.ts";

const patience = 30_000;
const step = 50;

/** Stops what runs in the background and waits for its end. False when nothing does. Throws `CommandError` when it will not end. */
export const stopProcess = async ({ host, say, settings }: CommandContext, name: BackgroundProcess): Promise<boolean> => {
  const { home } = settings();
  const pid = findServerPid(home, name);
  if (pid === undefined) {
    deletePid(home, name);
    return false;
  }
  process.kill(pid, "SIGTERM");
  const end = async (): Promise<void> => {
    for (let waited = 0; isAlive(pid); waited += step) {
      if (waited > patience)
        throw new CommandError(`The process ${pid} was asked to stop but still runs. See its log in ${logPath(home, name)}.`);
      await host.wait(step);
    }
  };
  await say.during(`Waiting for the process ${pid} to end`, end());
  deletePid(home, name);
  return true;
};
