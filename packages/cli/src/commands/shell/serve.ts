import { serve } from "@millrace/sdk";
import { CommandError, command } from "../../command.ts";
import { enterProfile } from "../../enter-profile.ts";
import { flag, flagOn, integer, many, text, textOr } from "../../parameters.ts";
import { shellEntrypoint, shellFlow } from "../../shell-flow.ts";

export default command({
  does: "Serve a shell command: store a deployment of it and carry out its runs here until Ctrl-C.",
  takes: { command: text("The command, as one word: quote it.") },
  options: {
    flowName: text("Name of the flow."),
    deploymentName: textOr("Name of the deployment.", "CLI Runner Deployment"),
    tag: many(text("A tag for the deployment and its runs, beside shell.")),
    logOutput: flagOn("Write its lines to the log of a run."),
    streamStdout: flagOn("Print its lines when they are not logged."),
    cronSchedule: text("When it runs by itself, as a cron expression."),
    timezone: text("Time zone of the schedule."),
    concurrencyLimit: integer("Runs under way here at once at most."),
    runOnce: flag("Only store the deployment and end."),
  },
  async run(context, input) {
    const { command: line, flowName, deploymentName, tag, cronSchedule: cron, timezone, concurrencyLimit: limit } = input;
    if (flowName === undefined) throw new CommandError("Name the flow with --flow-name.");
    if (limit !== undefined && limit < 1) throw new CommandError(`--concurrency-limit is ${limit}; it takes a whole number from 1 up.`);
    enterProfile(context);
    const stopped = context.host.stopRequested();
    const plan = shellFlow({ name: flowName }).toDeployment({
      name: deploymentName,
      entrypoint: shellEntrypoint,
      tags: ["shell", ...tag],
      parameters: { command: line, log_output: input.logOutput, stream_stdout: input.streamStdout },
      schedules: cron === undefined ? [] : [{ cron, timezone }],
    });
    await serve(plan, { limit, signal: input.runOnce ? AbortSignal.abort() : undefined });
    if (!input.runOnce && (await stopped) === "SIGINT") throw new CommandError("", { exitCode: 130 });
  },
});
