import type { Schedule } from "@millrace/contract";

const steps: readonly (readonly [seconds: number, name: string])[] = [
  [604_800, "week"],
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
];

/** A length of time as people say it after "every": "day", "90 minutes". Seconds. */
export const everyText = (seconds: number): string => {
  const [size, name] = steps.find(([length]) => seconds >= length && seconds % length === 0) ?? [1, "second"];
  const count = seconds / size;
  return count === 1 ? name : `${count.toLocaleString("en")} ${name}s`;
};

const ruleText = (rrule: string): string => {
  const part = (name: string): string | undefined => new RegExp(`(?:^|[;:\\n])${name}=([^;\\n]+)`, "i").exec(rrule)?.[1];
  const frequency = part("FREQ")?.toLowerCase();
  const interval = Number(part("INTERVAL") ?? "1");
  const days = part("BYDAY");
  const names: Readonly<Record<string, string>> = {
    yearly: "year",
    monthly: "month",
    weekly: "week",
    daily: "day",
    hourly: "hour",
    minutely: "minute",
    secondly: "second",
  };
  const unit = names[frequency ?? ""];
  if (unit === undefined) return "Dates of a rule";
  return `Every ${interval > 1 ? `${interval} ${unit}s` : unit}${days === undefined ? "" : ` on ${days.split(",").join(", ")}`}`;
};

/** A schedule in a few words; cron expressions as they are. The zone is named where it is not UTC. */
export const scheduleText = (schedule: Schedule): string => {
  const { timezone } = schedule;
  const zone = timezone === null || timezone === "UTC" ? "" : ` (${timezone})`;
  if ("cron" in schedule) return `${schedule.cron}${zone}`;
  if ("interval" in schedule) return `Every ${everyText(schedule.interval)}${zone}`;
  return `${ruleText(schedule.rrule)}${zone}`;
};
