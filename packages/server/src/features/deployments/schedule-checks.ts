import type { CreateSchedule } from "@millrace/contract";
import { parseCron } from "./cron-fields.ts";
import { parseRRule } from "./rrule-set.ts";

/** About a year of single dates. */
const longestRRule = 6500;

/** What is wrong with a schedule. `field` is null where the protocol blames the schedule as a whole. */
export interface ScheduleProblem {
  readonly field: "cron" | "rrule" | "interval" | "timezone" | null;
  readonly message: string;
}

/** A zone's name in the letters it is known by; its main name where the runtime has no Temporal, which would keep the one asked for. */
const knownName = (name: string): string =>
  typeof Temporal === "undefined"
    ? new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone
    : new Temporal.ZonedDateTime(0n, name).timeZoneId;

/** Whether the runtime knows the zone under exactly this name, as Python does. Offsets such as `+01:00` are no zones. */
const isZone = (name: string): boolean => {
  if (!/^[A-Z]/.test(name)) return false;
  try {
    const known = knownName(name);
    return known === name || known.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
};

const checkZone = (timezone: string | null, field: "timezone" | null): ScheduleProblem | null => {
  if (timezone === null || timezone === "" || isZone(timezone)) return null;
  return { field, message: `Invalid timezone: "${timezone}" (specify in IANA tzdata format, for example, America/New_York)` };
};

const checkCron = (cron: string): ScheduleProblem | null => {
  const isRandom = (text: string): boolean => /^r(\(\d+-\d+\))?(\/\d+)?$/i.test(text);
  const isPlaced = (text: string): string => (isRandom(text) ? "*" : text);
  const texts = cron.split(/\s+/);
  if (parseCron(texts.map(isPlaced).join(" ")) === undefined) return { field: "cron", message: `Invalid cron string: "${cron}"` };
  if (!texts.some(isRandom)) return null;
  return { field: "cron", message: `Random and Hashed expressions are unsupported, received: "${cron}"` };
};

const checkRRule = (rrule: string): ScheduleProblem | null => {
  const set = parseRRule(rrule);
  if ("problem" in set) return { field: "rrule", message: `Invalid RRule string "${rrule}": ${set.problem}` };
  if (rrule.length <= longestRRule) return null;
  const message = `Invalid RRule string "${rrule.slice(0, 40)}..."\nMax length is ${longestRRule}, got ${rrule.length}`;
  return { field: "rrule", message };
};

/**
 * What the protocol refuses in a schedule, in its words (server.md §6.1), or null. In a 422 the message follows
 * "Value error, ". An unknown zone is blamed on the whole schedule, except in a rule.
 */
export const validateSchedule = (schedule: CreateSchedule): ScheduleProblem | null => {
  if ("cron" in schedule) return checkCron(schedule.cron) ?? checkZone(schedule.timezone, null);
  if ("rrule" in schedule) return checkRRule(schedule.rrule) ?? checkZone(schedule.timezone, "timezone");
  if (!(schedule.interval > 0)) return { field: "interval", message: "interval must be positive" };
  return checkZone(schedule.timezone, null);
};
