import { command } from "../../command.ts";
import { stopProcess } from "./stop-process.ts";

export default command({
  does: "Stop the server that runs in the background.",
  async run(context) {
    if (await stopProcess(context, "server")) context.say.done("Server stopped.");
    else context.say.line("No server running in the background.");
  },
});
