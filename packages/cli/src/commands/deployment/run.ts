import { isClientError } from "@millrace/client";
import { fromMicros } from "@millrace/contract";
import { CommandError, command } from "../../command.ts";
import { sayInstant, sayWhen } from "../../output/times.ts";
import { flag, id, integer, many, optional, text } from "../../parameters.ts";
import { findPage } from "../../ui-page.ts";
import { parsePairs } from "../../values.ts";
import { watchRun } from "../../watch-run.ts";
import { parseLength, parseMoment } from "../../when.ts";
import { deploymentArgument, getDeployment } from "./find-deployment.ts";
import { checkNames, fillName, parseObject } from "./parameters.ts";

/** Milliseconds since 1970 at which the run is to start. */
const startMoment = (startIn: string | undefined, startAt: string | undefined, now: number): number => {
  if (startIn !== undefined && startAt !== undefined)
    throw new CommandError("--start-in and --start-at exclude each other. Give one of them.");
  if (startAt !== undefined) {
    const moment = parseMoment(startAt, now);
    if (moment === undefined)
      throw new CommandError(`"${startAt}" is not a time. Expected one such as "2027-01-01 10:00" or "tomorrow at 9:30".`);
    return moment;
  }
  if (startIn === undefined) return now;
  const length = parseLength(startIn);
  if (length === undefined) throw new CommandError(`"${startIn}" is not a length of time. Expected one such as "2 hours" or "90 seconds".`);
  return now + length * 1000;
};

/** What the server refuses is about the values given, so its own words are the message. */
const refusal = (error: unknown): never => {
  if (isClientError(error) && (error.status === 409 || error.status === 422)) throw new CommandError(error.detail, { cause: error });
  throw error;
};

export default command({
  does: "Create a run of a deployment.",
  details: "It starts as soon as something serves the deployment, or at the time given.",
  takes: { name: optional(deploymentArgument) },
  options: {
    id: id("Id of the deployment, instead of its name."),
    param: many(text("A parameter, as key=value. The value is JSON; anything else is taken as text.", { short: "p" })),
    params: text("Parameters as a JSON object; - reads it from stdin."),
    jobVariable: many(text("A job variable, as key=value.")),
    startIn: text('When to start, from now: "2 hours".'),
    startAt: text('When to start: "2027-01-01 10:00", "tomorrow at 9:30".'),
    tag: many(text("A tag for the run.")),
    flowRunName: text("Name of the run; {parameter} stands for a parameter's value."),
    watch: flag("Wait until the run has ended; exit code 0 only if it completed."),
    watchInterval: integer("Accepted for scripts that pass it; the server tells of news by itself."),
    watchTimeout: integer("Seconds to watch at most."),
  },
  json: true,
  async run(context, input) {
    const { host, say } = context;
    const given = input.params === "-" ? await host.stdin.readAll() : input.params;
    const fromObject = given === undefined ? {} : parseObject(given);
    const fromPairs = parsePairs(input.param);
    for (const name of Object.keys(fromPairs).filter((each) => each in fromObject))
      say.warn(`${name} is given twice; the one of --param is used.`);
    const parameters = { ...fromObject, ...fromPairs };
    const now = host.now();
    const start = startMoment(input.startIn, input.startAt, now);
    const client = await context.connect();
    const deployment = await getDeployment(client, input.name, input.id);
    checkNames(parameters, deployment);
    const name = input.flowRunName === undefined ? undefined : fillName(input.flowRunName, { ...deployment.parameters, ...parameters });
    const scheduled = fromMicros(Math.round(start * 1000));
    const run = await client.deployments
      .createFlowRun({
        id: deployment.id,
        body: {
          state: { type: "SCHEDULED", name: "Scheduled", state_details: { scheduled_time: scheduled } },
          parameters,
          job_variables: parsePairs(input.jobVariable),
          tags: input.tag,
          ...(name === undefined ? {} : { name }),
        },
      })
      .catch(refusal);
    say.done(`Created flow run ${run.name}.`);
    const later = input.startIn !== undefined || input.startAt !== undefined;
    const page = findPage(context, `/runs/flow-run/${run.id}`);
    say.pairs([
      ["UUID", run.id],
      ["Parameters", JSON.stringify(run.parameters)],
      ["Job Variables", JSON.stringify(run.job_variables ?? {})],
      ["Scheduled start time", `${sayInstant(scheduled)} UTC (${later ? sayWhen(scheduled, now) : "now"})`],
      ...(page === undefined ? [] : [["URL", page] as const]),
    ]);
    if (!input.watch) return run;
    const ended = await watchRun(client, context, { run, timeout: input.watchTimeout });
    if (ended.state_type === "COMPLETED") return ended;
    const message = ended.state?.message ? `: ${ended.state.message}` : ".";
    throw new CommandError(
      `The flow run ended as ${ended.state_name ?? ended.state_type}${message}\nSee its log: millrace flow-run logs ${ended.id}`,
      {
        report: ended,
      },
    );
  },
});
