import { command } from "../../command.ts";
import { stopProcess } from "../server/stop-process.ts";

export default command({
  does: "Stop the background services that run in the background.",
  async run(context) {
    if (await stopProcess(context, "services")) context.say.done("Services stopped.");
    else context.say.line("No services are running in the background.");
  },
});
