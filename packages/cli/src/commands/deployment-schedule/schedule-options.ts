/** Schedules as they are given on the command line (cli.md §4). */
import type { CreateScheduleInput, Json } from "@millrace/contract";
import { CommandError } from "../../command.ts";
import { isObject } from "../../files.ts";
import { decimal, flagOn, type InputOf, text } from "../../parameters.ts";
import { parseValue } from "../../values.ts";

export const scheduleOptions = {
  interval: decimal("Seconds from one run to the next."),
  anchorDate: text("Moment the interval is counted from, in ISO 8601; now unless given."),
  rrule: text("A rule of RFC 5545, or a JSON object with rrule and timezone."),
  cron: text("A cron expression: minute, hour, day of the month, month, day of the week."),
  dayOr: flagOn("For a cron with both days: run when either fits, not only when both do."),
  timezone: text("Time zone of the schedule, such as Europe/Berlin; UTC unless given."),
} as const;
export type ScheduleInput = InputOf<object, typeof scheduleOptions>;

const readRule = (rule: string, timezone: string | undefined): CreateScheduleInput => {
  const given: Json = parseValue(rule);
  if (isObject(given)) {
    if (typeof given.rrule !== "string") throw new CommandError('The JSON of --rrule has no "rrule".');
    const own = typeof given.timezone === "string" ? given.timezone : undefined;
    return { rrule: given.rrule, timezone: timezone ?? own ?? "UTC" };
  }
  if (rule.includes("TZID") && timezone === undefined)
    throw new CommandError("The zone in a rule does not count. Name it with --timezone, such as --timezone Europe/Rome.");
  return { rrule: rule, timezone: timezone ?? "UTC" };
};

/** The schedule that the options describe. Throws `CommandError` unless they are of exactly one kind. */
export const readSchedule = ({ interval, anchorDate, rrule, cron, dayOr, timezone }: ScheduleInput): CreateScheduleInput => {
  if ([interval, rrule, cron].filter((kind) => kind !== undefined).length !== 1)
    throw new CommandError("Give exactly one of --cron, --interval and --rrule.");
  if (anchorDate !== undefined && interval === undefined) throw new CommandError("--anchor-date goes with --interval only.");
  if (cron !== undefined) return { cron, day_or: dayOr, timezone: timezone ?? null };
  if (rrule !== undefined) return readRule(rrule, timezone);
  if (interval === undefined || interval <= 0) throw new CommandError(`--interval is ${interval}; it takes more than 0 seconds.`);
  return { interval, timezone: timezone ?? null, ...(anchorDate === undefined ? {} : { anchor_date: anchorDate }) };
};
