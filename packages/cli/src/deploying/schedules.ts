/** Schedules of a `prefect.yaml` as the API takes them (workers.md §20). */
import type { CreateScheduleInput, Json, JsonObject, UpdateDeploymentScheduleInput } from "@millrace/contract";
import { CommandError } from "../command.ts";
import { isObject } from "../files.ts";
import { parseValue } from "../values.ts";

const duration = /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const unitSeconds = [604_800, 86_400, 3600, 60, 1];

const sum = (counts: readonly (string | undefined)[], units: readonly number[]): number =>
  units.reduce((total, unit, index) => total + Number(counts[index] ?? 0) * unit, 0);

/** Seconds of `3600`, `PT90M`, `00:20:00` or `2 days, 01:00:00`; undefined for anything else. */
export const parseInterval = (given: Json | undefined): number | undefined => {
  if (typeof given === "number") return given;
  const text = String(given ?? "").trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const iso = duration.exec(text);
  if (iso !== null) return sum(iso.slice(1), unitSeconds);
  const clock = /^(?:(\d+)\s*d(?:ays?)?,?\s*)?(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?$/i.exec(text);
  return clock === null ? undefined : sum(clock.slice(1), [86_400, 3600, 60, 1]);
};

/** A moment without a zone is in UTC, a day is its midnight. */
const printAnchor = (anchor: string): string => {
  const timed = /^\d{4}-\d\d-\d\d$/.test(anchor) ? `${anchor}T00:00:00` : anchor.replace(" ", "T");
  return /(?:z|[+-]\d\d:?\d\d)$/i.test(timed) ? timed : `${timed}Z`;
};

/** A rule may be JSON with a zone of its own. */
const readRule = (rule: string): { readonly rrule: string; readonly own: string | null } => {
  const given = parseValue(rule);
  if (!isObject(given)) return { rrule: rule, own: null };
  if (typeof given.rrule !== "string") throw new CommandError(`The rule ${rule} has no "rrule".`);
  return { rrule: given.rrule, own: typeof given.timezone === "string" ? given.timezone : null };
};

const printRule = (item: JsonObject): CreateScheduleInput => {
  const timezone = typeof item.timezone === "string" ? item.timezone : null;
  if (typeof item.cron === "string") return { cron: item.cron, timezone, day_or: readTruth(item.day_or) ?? true };
  if (typeof item.rrule === "string") {
    const { rrule, own } = readRule(item.rrule);
    return { rrule, timezone: timezone ?? own ?? "UTC" };
  }
  const interval = parseInterval(item.interval);
  if (interval === undefined || interval <= 0) {
    throw new CommandError(
      `The interval of a schedule is ${JSON.stringify(item.interval)}; it takes seconds, or a time such as PT90M or 00:20:00.`,
    );
  }
  return { interval, timezone, ...(typeof item.anchor_date === "string" ? { anchor_date: printAnchor(item.anchor_date) } : {}) };
};

/** Templates leave a text where true or false is meant. */
const readTruth = (value: Json | undefined): boolean | undefined => {
  if (typeof value === "boolean") return value;
  if (value === undefined || value === null) return undefined;
  if (/^(true|1|yes|on)$/i.test(String(value))) return true;
  if (/^(false|0|no|off)$/i.test(String(value))) return false;
  throw new CommandError(`A schedule has ${JSON.stringify(value)} where it takes true or false.`);
};

const flatten = ({ schedule, ...item }: JsonObject): JsonObject => (isObject(schedule) ? { ...item, ...schedule } : item);

const printItem = (given: JsonObject): UpdateDeploymentScheduleInput => {
  const item = flatten(given);
  const active = readTruth(item.active);
  return {
    schedule: printRule(item),
    ...(active === undefined ? {} : { active }),
    ...(isObject(item.parameters) && Object.keys(item.parameters).length > 0 ? { parameters: item.parameters } : {}),
    ...(typeof item.slug === "string" ? { slug: item.slug } : {}),
    ...(typeof item.replaces === "string" ? { replaces: item.replaces } : {}),
  };
};

/** Schedules as the API takes them; an empty one is none. Throws `CommandError`. */
export const printSchedules = (items: readonly JsonObject[]): readonly UpdateDeploymentScheduleInput[] =>
  items.filter((item) => Object.keys(item).length > 0).map(printItem);
