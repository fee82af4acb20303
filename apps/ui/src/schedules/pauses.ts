import type { Deployment, DeploymentSchedule, PauseWindow, PolicyOfSchedule, SchedulePolicy } from "@millrace/contract";
import { scheduleText } from "../components/schedule/schedule-text.ts";

/** A pause window, and the schedules that rest in it. */
export interface Pause extends PauseWindow {
  readonly schedules: readonly string[];
}

const isSame = (one: PauseWindow, other: PauseWindow): boolean =>
  one.start_time === other.start_time && one.end_time === other.end_time && one.reason === other.reason;

/** The windows that are not over, those of several schedules once, in the order of time. `now` in milliseconds since 1970. */
export const listPauses = (policies: readonly PolicyOfSchedule[], now: number): readonly Pause[] => {
  const found: Pause[] = [];
  for (const { schedule_id, pause_windows } of policies) {
    for (const window of pause_windows.filter(({ end_time }) => Date.parse(end_time) > now)) {
      const index = found.findIndex((pause) => isSame(pause, window));
      const pause = found[index];
      if (pause === undefined) found.push({ ...window, schedules: [schedule_id] });
      else found[index] = { ...pause, schedules: [...pause.schedules, schedule_id] };
    }
  }
  return found.toSorted((one, other) => Date.parse(one.start_time) - Date.parse(other.start_time));
};

/** Whether a schedule rests at a moment, in milliseconds since 1970. */
export const isInPause = ({ pause_windows }: SchedulePolicy, now: number): boolean =>
  pause_windows.some(({ start_time, end_time }) => Date.parse(start_time) <= now && now < Date.parse(end_time));

export const scheduleName = ({ slug, schedule }: Pick<DeploymentSchedule, "slug" | "schedule">): string => slug ?? scheduleText(schedule);

/** Which schedules of a deployment these are, in words. */
export const schedulesText = ({ schedules: all }: Pick<Deployment, "schedules">, ids: readonly string[]): string => {
  const named = all.filter(({ id }) => ids.includes(id));
  if (named.length === all.length && all.length > 1) return "All schedules";
  return named.map(scheduleName).join(", ");
};

const missed = { run_all: "runs what it missed", latest_only: "runs the last it missed", skip: "skips what it missed" } as const;
const overlaps = {
  queue: "a run waits for the one before",
  cancel_old: "a run cancels the one before",
  cancel_new: "no run while one is under way",
} as const;

/** What a schedule does beyond the protocol, in a few words each. */
export const policyTexts = ({ missed: dates, overlap }: SchedulePolicy): readonly string[] => [
  ...(dates === null ? [] : [missed[dates]]),
  ...(overlap === "allow" ? [] : [overlaps[overlap]]),
];

/** How many dates pause windows leave out, as the server counts them. */
export const pausedText = (count: number, where = "a pause window"): string => {
  const more = count >= 1_000 ? " or more" : "";
  return `${count.toLocaleString("en")}${more} ${count === 1 ? "date falls" : "dates fall"} in ${where}`;
};
