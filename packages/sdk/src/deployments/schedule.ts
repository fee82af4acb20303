import type { CreateDeploymentScheduleInput, CreateScheduleInput, JsonObject } from "@millrace/contract";
import { aDuration, aFlag, anObject, aText, optionsOf, type TakesOf, wholeFrom } from "../definitions/check-options.ts";
import { type Duration, toSeconds } from "../definitions/duration.ts";
import { UsageError } from "../errors.ts";

interface ScheduleSettings {
  /** IANA name, such as `Europe/Berlin`; UTC unless given. */
  readonly timezone?: string | undefined;
  /** Parameters of the runs it makes, on top of the deployment's. */
  readonly parameters?: JsonObject | undefined;
  /** False keeps it without making runs. */
  readonly active?: boolean | undefined;
  /** Name of the schedule within the deployment. */
  readonly slug?: string | undefined;
  readonly maxScheduledRuns?: number | undefined;
}

/** Five or six fields of cron, an interval, or a rule of RFC 5545. */
export type ScheduleOptions = ScheduleSettings &
  (
    | {
        readonly cron: string;
        /** False wants both the day of the month and the day of the week to fit. */
        readonly dayOr?: boolean | undefined;
      }
    | {
        readonly every: Duration;
        /** A moment the interval is counted from, in ISO 8601; now unless given. */
        readonly anchor?: string | undefined;
      }
    | { readonly rrule: string }
  );

const scheduleTakes: TakesOf<ScheduleOptions> = {
  timezone: aText,
  parameters: anObject,
  active: aFlag,
  slug: aText,
  maxScheduledRuns: wholeFrom(1),
  cron: aText,
  dayOr: aFlag,
  every: aDuration,
  anchor: aText,
  rrule: aText,
};
export const aSchedule = optionsOf(scheduleTakes);

const rules = ["cron", "every", "rrule"] as const;

const printRule = (options: ScheduleOptions): CreateScheduleInput => {
  const timezone = options.timezone ?? null;
  const given = rules.filter((rule) => rule in options);
  if (given.length !== 1) {
    throw new UsageError(`A schedule has one of ${rules.join(", ")}; this one has ${given.length === 0 ? "none" : given.join(" and ")}.`);
  }
  if ("cron" in options) return { cron: options.cron, timezone, day_or: options.dayOr ?? true };
  if ("rrule" in options) return { rrule: options.rrule, timezone: timezone ?? "UTC" };
  const interval = toSeconds(options.every);
  if (interval === 0) throw new UsageError('A schedule\'s interval is 0; it takes more than that, such as { every: "1h" }.');
  return { interval, timezone, ...(options.anchor === undefined ? {} : { anchor_date: options.anchor }) };
};

/** A schedule as the protocol has it (server.md §6.1). */
export const printSchedule = (options: ScheduleOptions): CreateDeploymentScheduleInput => ({
  schedule: printRule(options),
  active: options.active ?? true,
  max_scheduled_runs: options.maxScheduledRuns ?? null,
  parameters: options.parameters ?? {},
  slug: options.slug ?? null,
});
