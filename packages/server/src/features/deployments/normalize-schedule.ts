import { type CreateSchedule, type Instant, type RRuleSchedule, type Schedule, toMicros } from "@millrace/contract";
import { periodSeconds } from "./rrule-parts.ts";
import { defaultStart, parseRRule, type RRuleSet } from "./rrule-set.ts";
import { createZone, loadClockwork } from "./schedule-zones.ts";

const second = 1_000_000;

const startLine = (wall: number): string => `DTSTART:${new Date(wall / 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}`;

/** The step of a lone rule by minute or second: its start may move by whole steps without moving a date. */
const shortStep = ({ rules, exclusions, dates, excludedDates }: RRuleSet): number | undefined => {
  const [rule] = rules;
  const isAlone = rules.length + exclusions.length + dates.length + excludedDates.length === 1;
  if (!isAlone || rule === undefined || rule.count !== undefined) return undefined;
  if (rule.frequency !== "MINUTELY" && rule.frequency !== "SECONDLY") return undefined;
  return (periodSeconds[rule.frequency] ?? 1) * rule.interval * second;
};

const withStart = async (schedule: RRuleSchedule, now: Instant): Promise<RRuleSchedule> => {
  const set = parseRRule(schedule.rrule);
  if ("problem" in set || set.hasStart) return schedule;
  // A line without a zone beside an UNTIL with one would be refused when the schedule is sent back.
  if ([...set.rules, ...set.exclusions].some(({ until }) => until?.zoned === true)) return schedule;
  const step = shortStep(set);
  const zone = createZone(await loadClockwork(), schedule.timezone || "UTC");
  const wallNow = toMicros(now) + zone.offsetAt(toMicros(now));
  const moved = step === undefined ? 0 : Math.max(0, Math.floor((wallNow - defaultStart) / step)) * step;
  return { ...schedule, rrule: `${startLine(defaultStart + moved)}\n${schedule.rrule}` };
};

/**
 * What an API write stores (server.md §6.1): intervals get an anchor (now) and a zone, rules a DTSTART line. The
 * schedule must have passed `validateSchedule`.
 */
export const normalizeSchedule = async (schedule: CreateSchedule, now: Instant): Promise<Schedule> => {
  if ("cron" in schedule) return schedule;
  if ("rrule" in schedule) return withStart(schedule, now);
  const { interval, anchor_date = now, timezone } = schedule;
  return { interval, anchor_date, timezone: timezone ?? "UTC" };
};
