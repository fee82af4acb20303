import { CommandError, command } from "../../command.ts";
import { enterProfile } from "../../enter-profile.ts";
import { flagOn, integer, many, text } from "../../parameters.ts";
import { readSchedule, type ScheduleInput, scheduleOptions } from "../deployment-schedule/schedule-options.ts";

const { dayOr: _, ...plainSchedule } = scheduleOptions;

/** The schedule as the SDK has it; none without one of its options. */
const toSchedules = (given: Omit<ScheduleInput, "dayOr">) => {
  const { cron, interval, rrule, anchorDate, timezone } = given;
  if (cron === undefined && interval === undefined && rrule === undefined) return [];
  const schedule = readSchedule({ ...given, dayOr: true });
  if ("cron" in schedule) return [{ cron: schedule.cron, timezone }];
  if ("rrule" in schedule) return [{ rrule: schedule.rrule, timezone: schedule.timezone ?? undefined }];
  return [{ every: { seconds: schedule.interval }, anchor: anchorDate, timezone }];
};

export default command({
  does: "Serve a flow: store a deployment of it and carry out its runs here until Ctrl-C.",
  takes: { entrypoint: text("Where the flow is, as path/to/file.ts:flow.") },
  options: {
    name: text("Name of the deployment.", { short: "n" }),
    description: text("What the deployment is for.", { short: "d" }),
    version: text("Version of the deployment.", { short: "v" }),
    tag: many(text("A tag for the deployment and its runs.", { short: "t" })),
    ...plainSchedule,
    pauseOnShutdown: flagOn("Pause its schedules when serving ends."),
    limit: integer("Runs under way here at once at most."),
    globalLimit: integer("Runs of the deployment under way anywhere at once at most."),
  },
  async run(context, { entrypoint, name, description, version, tag, pauseOnShutdown, limit, globalLimit, ...schedule }) {
    if (name === undefined) throw new CommandError("Name the deployment with --name.");
    const schedules = toSchedules(schedule);
    enterProfile(context);
    // Asked for before serving starts, which answers the signal by itself.
    const stopped = context.host.stopRequested();
    const { loadFlow, planDeployment, serve } = await import("@millrace/sdk");
    const flow = await loadFlow(entrypoint, context.host.cwd);
    const plan = planDeployment(flow, { name, entrypoint, description, version, tags: tag, schedules, concurrencyLimit: globalLimit });
    await serve(plan, { limit, pauseOnShutdown });
    if ((await stopped) === "SIGINT") throw new CommandError("", { exitCode: 130 });
  },
});
