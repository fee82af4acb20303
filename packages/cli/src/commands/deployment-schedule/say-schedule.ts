import type { DeploymentSchedule, Schedule } from "@millrace/contract";

/** Seconds as Python prints them, which scripts know: `0:10:00`, `1 day, 0:00:00`. */
const sayInterval = (seconds: number): string => {
  const days = Math.floor(seconds / 86_400);
  const rest = Math.floor(seconds % 86_400);
  const two = (number: number): string => String(number).padStart(2, "0");
  const micros = Math.round((seconds % 1) * 1_000_000);
  const clock = `${Math.floor(rest / 3600)}:${two(Math.floor((rest % 3600) / 60))}:${two(rest % 60)}`;
  const fraction = micros === 0 ? "" : `.${String(micros).padStart(6, "0")}`;
  return `${days === 0 ? "" : `${days} ${days === 1 ? "day" : "days"}, `}${clock}${fraction}`;
};

/** A schedule in words: `cron: 0 5 * * *`, `interval: 0:10:00s`, `rrule: FREQ=DAILY` (cli.md §4). */
export const saySchedule = (schedule: Schedule): string => {
  if ("cron" in schedule) return `cron: ${schedule.cron}`;
  return "rrule" in schedule ? `rrule: ${schedule.rrule}` : `interval: ${sayInterval(schedule.interval)}s`;
};

/** The same for people: a rule without the start that servers put before it. */
export const sayShortSchedule = (schedule: Schedule): string => saySchedule(schedule).replace(/DTSTART[^\n]*\n(RRULE:)?/, "");

/** The same with the zone it means. */
export const sayZoned = ({ schedule }: Pick<DeploymentSchedule, "schedule">): string =>
  sayShortSchedule(schedule) + (schedule.timezone === null ? "" : ` (${schedule.timezone})`);
