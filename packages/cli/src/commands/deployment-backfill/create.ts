import { isClientError } from "@millrace/client";
import { CommandError, command } from "../../command.ts";
import { choice, flag, integer, many, text } from "../../parameters.ts";
import { readInstant } from "../../read-instant.ts";
import { parsePairs } from "../../values.ts";
import { deploymentArgument, getDeploymentByName } from "../deployment/find-deployment.ts";
import { sayProgress } from "./say-backfill.ts";
import { watchBackfill } from "./watch-backfill.ts";

const refusal = (error: unknown): never => {
  if (!isClientError(error) || (error.status !== 409 && error.status !== 422)) throw error;
  throw new CommandError(`The backfill was refused: ${error.detail}`, { cause: error });
};

export default command({
  does: "Run a deployment for every date of a period that has passed.",
  details: "It takes the dates of the deployment's active schedules, those of --schedule, or those of --cron.",
  takes: { deploymentName: deploymentArgument },
  options: {
    start: text("The first moment of the period; without a zone, in this machine's."),
    end: text("The last moment of the period; now unless given."),
    schedule: many(text("Slug or id of a schedule to take the dates of.")),
    cron: text("A cron expression to take the dates of, in place of schedules."),
    timezone: text("The zone of --cron; UTC unless given."),
    param: many(text("A parameter for every run, as key=value. The value is JSON; anything else is taken as text.", { short: "p" })),
    workQueue: text("Work queue for the runs."),
    limit: integer("Runs that may be open at once; 10 unless given.", { short: "l" }),
    newestFirst: flag("Begin with the newest date instead of the oldest."),
    existing: choice(["skip", "rerun_failed", "rerun"], "What to do with dates that have a run; skip unless given."),
    watch: flag("Wait until it has ended; exit code 0 only if every run completed."),
  },
  json: true,
  async run(context, input) {
    const { start, cron, timezone, schedule, existing, limit } = input;
    if (start === undefined) throw new CommandError("Say where the period starts, with --start.");
    if (timezone !== undefined && cron === undefined) throw new CommandError("--timezone goes with --cron only.");
    const now = context.host.now();
    const period = { start_time: readInstant(start, now), end_time: readInstant(input.end ?? "now", now) };
    const client = await context.connect();
    const { id } = await getDeploymentByName(client, input.deploymentName);
    const body = {
      ...period,
      schedules: schedule.length === 0 ? null : schedule,
      schedule: cron === undefined ? null : { cron, timezone: timezone ?? null },
      parameters: parsePairs(input.param),
      work_queue_name: input.workQueue ?? null,
      direction: input.newestFirst ? ("newest_first" as const) : ("oldest_first" as const),
      ...(limit === undefined ? {} : { concurrency_limit: limit }),
      ...(existing === undefined ? {} : { existing }),
    };
    const backfill = await client.backfills.create({ id, body }).catch(refusal);
    context.say.done(`Created backfill ${backfill.id}: ${sayProgress(backfill)}.`);
    if (input.watch) return watchBackfill(context, client, backfill.id);
    context.say.prose(`Watch it with: millrace deployment backfill watch ${backfill.id}`);
    return backfill;
  },
});
