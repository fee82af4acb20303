import { CommandError, command } from "../../command.ts";
import { deletePid, findServerPid, isAlive } from "./pid-file.ts";

const patience = 30_000;
const step = 50;

export default command({
  does: "Stop the server that runs in the background.",
  async run({ host, say, settings }) {
    const { home } = settings();
    const pid = findServerPid(home);
    if (pid === undefined) {
      deletePid(home);
      say.line("No server running in the background.");
      return;
    }
    process.kill(pid, "SIGTERM");
    for (let waited = 0; isAlive(pid); waited += step) {
      if (waited > patience)
        throw new CommandError(`The server (process ${pid}) was asked to stop but still runs. See its log in ${home}/server.log.`);
      await host.wait(step);
    }
    deletePid(home);
    say.done("Server stopped.");
  },
});
