import { useServerStarter } from "@millrace/sdk";
import { CommandError, command } from "../../command.ts";
import { enterProfile } from "../../enter-profile.ts";
import { startLocalServer } from "../../local-server.ts";
import { flagOn, many, text, textOr } from "../../parameters.ts";
import { shellFlow } from "../../shell-flow.ts";

export default command({
  does: "Run a shell command as a flow, here and now.",
  takes: { command: text("The command, as one word: quote it.") },
  options: {
    logOutput: flagOn("Write its lines to the run's log."),
    flowRunName: text("Name of the run."),
    flowName: textOr("Name of the flow.", "Shell Command"),
    streamStdout: flagOn("Print its lines when they are not logged."),
    tag: many(text("A tag for the run, beside shell.")),
  },
  async run(context, { command: line, logOutput, flowRunName, flowName, streamStdout, tag }) {
    enterProfile(context);
    useServerStarter(() => startLocalServer(context.sources()));
    const run = shellFlow({ name: flowName, runName: flowRunName, tags: tag });
    const { ok, state } = await run.outcome({ command: line, log_output: logOutput, stream_stdout: streamStdout });
    if (!ok) throw new CommandError(`The flow run ended as ${state.name}${state.message ? `: ${state.message}` : "."}`);
  },
});
