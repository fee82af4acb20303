import { fromMicros, type Instant, toMicros } from "@millrace/contract";
import type { DeploymentScheduleTable } from "../../db/schema.ts";
import { readPolicy } from "../run-states/schedule-standing.ts";
import { storedSchedule } from "./deployment-rows.ts";
import { pausesOf } from "./pause-windows.ts";
import { type ScheduledDate, scheduleDates } from "./schedule-dates.ts";

/** Runs made for one schedule at once, the latest dates first. Who was away for longer hardly wants them all. */
const mostRuns = 1000;
/** Dates computed at once, so that a schedule of every second cannot keep the server busy. */
const mostDates = 20_000;

/** Whether a schedule makes runs for dates that passed while no server was there. */
export const makesUp = ({ policy }: Pick<DeploymentScheduleTable, "policy">): boolean => {
  const missed = policy === null ? null : readPolicy(policy).missed;
  return missed === "run_all" || missed === "latest_only";
};

/** The dates before now that a schedule is to make up for: those after the last one it made a run of, but for those it rested on. */
export const listMissedDates = async (schedule: DeploymentScheduleTable, now: Instant): Promise<readonly ScheduledDate[]> => {
  const { covered_until, policy } = schedule;
  if (policy === null || covered_until === null || !makesUp(schedule)) return [];
  const [since, until] = [toMicros(covered_until) + 1, toMicros(now) - 1];
  if (since > until) return [];
  const dates = await latestDates(schedule, since, until);
  return dates.slice(readPolicy(policy).missed === "latest_only" ? -1 : -mostRuns);
};

/** Every date of a period; of one with too many only those of its later part. */
const latestDates = async (schedule: DeploymentScheduleTable, ...[since, until]: readonly [number, number]): Promise<ScheduledDate[]> => {
  const window = { from: fromMicros(since), until: fromMicros(until), count: mostDates + 1, pauses: pausesOf(schedule) };
  const dates = await scheduleDates(storedSchedule(schedule), window);
  return dates.length <= mostDates ? dates : latestDates(schedule, Math.floor((since + until) / 2), until);
};
