import { type BackfillPlan, type CreateBackfill, type Deployment, type Instant, type Schedule, toMicros } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { invalid } from "../../errors.ts";
import { type ScheduledDate, scheduleDates } from "../deployments/schedule-dates.ts";
import { scheduledTimeText } from "../deployments/schedule-texts.ts";
import { prepareSchedules } from "../deployments/schedules.ts";

/** A date of a backfill. */
export interface BackfillDate {
  /** Which of its plans it is a date of. */
  readonly plan: number;
  readonly instant: Instant;
  readonly scheduled_time: string;
}

/** The schedules whose dates a request asks for. Throws `invalid`, and an `InvalidRequest` for a schedule of its own. */
export const plansOf = async (ctx: Context, deployment: Deployment, input: CreateBackfill): Promise<BackfillPlan[]> => {
  const { schedule, schedules: named } = input;
  if (schedule !== null && named !== null)
    throw invalid("A backfill takes `schedules` of the deployment or a `schedule` of its own, not both.");
  if (schedule !== null) return [await ownPlan(ctx, input, schedule)];
  const chosen = named === null ? deployment.schedules.filter(({ active }) => active) : named.map((name) => findSchedule(deployment, name));
  if (chosen.length > 0)
    return [...new Set(chosen)].map(({ id, slug, schedule: own, parameters }) => ({ schedule_id: id, slug, schedule: own, parameters }));
  throw invalid("The deployment has no active schedule whose dates could be taken. Name its schedules, or give the backfill a `schedule`.");
};

const ownPlan = async (ctx: Context, body: CreateBackfill, schedule: NonNullable<CreateBackfill["schedule"]>): Promise<BackfillPlan> => {
  const [ready] = await prepareSchedules(ctx, { schedules: [{ schedule }], at: ["body"], body, single: true });
  if (ready?.schedule === undefined) throw invalid("The schedule cannot be read.");
  return { schedule_id: null, slug: null, schedule: ready.schedule, parameters: {} };
};

const findSchedule = ({ schedules }: Deployment, name: string) => {
  const found = schedules.find(({ id, slug }) => id === name || slug === name);
  if (found !== undefined) return found;
  const known = schedules.map(({ id, slug }) => slug ?? id).join(", ");
  throw invalid(`The deployment has no schedule "${name}"; it has ${known === "" ? "none" : known}.`);
};

/** Every date of these plans within the period, the oldest first. Throws `invalid` when there are none, or too many. */
export const listBackfillDates = async (ctx: Context, plans: readonly BackfillPlan[], period: Period): Promise<BackfillDate[]> => {
  checkPeriod(ctx, period);
  const most = ctx.settings.maxBackfillDates;
  const dates: BackfillDate[] = [];
  for (const [plan, { schedule }] of plans.entries()) {
    const found = await datesOf(schedule, period, most + 1);
    dates.push(...found.map((date) => ({ plan, instant: date.instant, scheduled_time: scheduledTimeText(date) })));
    if (dates.length > most)
      throw invalid(`The period has more than ${most} dates, which is the most a backfill takes. Ask for less at once.`);
  }
  if (dates.length === 0) throw invalid(`No date falls between ${period.start_time} and ${period.end_time}.`);
  return dates.toSorted((one, other) => toMicros(one.instant) - toMicros(other.instant));
};

type Period = Pick<CreateBackfill, "start_time" | "end_time">;

const checkPeriod = ({ clock }: Context, { start_time, end_time }: Period): void => {
  if (toMicros(start_time) > toMicros(end_time)) throw invalid(`The period ends at ${end_time}, before it starts at ${start_time}.`);
  if (toMicros(end_time) > clock.micros())
    throw invalid(`The period ends at ${end_time}, which is still to come: a schedule sees to such dates.`);
};

const datesOf = async (schedule: Schedule, period: Period, count: number): Promise<ScheduledDate[]> => {
  const { start_time: from, end_time: until } = period;
  return scheduleDates(schedule, { from, until, count });
};
