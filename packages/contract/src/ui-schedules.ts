/** What a schedule comes to before it is saved. */
import { route } from "./route.ts";
import { PauseWindows } from "./schedule-policies.ts";
import { CreateSchedule, Schedule } from "./schedules.ts";
import { Default, Instant, Integer, List, Nullable, OneOf, Open, Parameters, type Parsed, Text, With, ZonedInstant } from "./schema.ts";

/** What the clocks of the schedule's zone do to a date. */
export const ClockNote = Open({
  /** `skipped`: its time does not exist, so it moves; `repeated`: its time comes twice; otherwise clocks changed since the date before. */
  code: OneOf("skipped", "repeated", "clock-forward", "clock-back"),
  text: Text,
});
export type ClockNote = Parsed<typeof ClockNote>;

export const PreviewedDate = Open({
  date: Instant,
  /** The same moment by the clock of the schedule's zone. */
  local: ZonedInstant,
  note: Nullable(ClockNote),
});
export type PreviewedDate = Parsed<typeof PreviewedDate>;

export const SchedulePreview = Open({
  /** The schedule as it would be stored. */
  schedule: Schedule,
  dates: List(PreviewedDate),
  /** How many dates up to the last of these fall in pause windows and are left out; 1,000 are that or more. */
  paused_dates: Integer,
});
export type SchedulePreview = Parsed<typeof SchedulePreview>;

export const uiScheduleRoutes = {
  preview: route.post("/ui/schedules/preview", {
    summary: "The next dates of a schedule, as the server would make runs for them.",
    access: "read",
    body: Parameters({
      schedule: CreateSchedule,
      /** From now on when it is not given. */
      start: Default(Nullable(Instant), null),
      count: Default(With(Integer, { minimum: 1, maximum: 100 }), 10),
      pause_windows: Default(PauseWindows, []),
    }),
    replies: { 200: SchedulePreview },
  }),
} as const;
