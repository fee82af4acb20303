/** Beyond the protocol: what becomes of dates of a schedule that were missed, of runs of it that would overlap, and when it rests. */
import { route } from "./route.ts";
import { Closed, Default, Instant, Integer, List, Nullable, OneOf, Open, type Parsed, type Static, Text, Uuid, With } from "./schema.ts";

/** `run_all` makes up for every date, `latest_only` for the last of them, `skip` for none. */
export const MissedDates = OneOf("run_all", "latest_only", "skip");
export type MissedDates = Parsed<typeof MissedDates>;

/** What a date does whose predecessor's run is still under way: nothing about it, wait, cancel that one, or not run at all. */
export const OverlappingRuns = OneOf("allow", "queue", "cancel_old", "cancel_new");
export type OverlappingRuns = Parsed<typeof OverlappingRuns>;

/** A period whose dates have no runs: from its start on, and up to its end, which is no part of it. */
export const PauseWindow = Open({ start_time: Instant, end_time: Instant, reason: Nullable(Text) });
export type PauseWindow = Parsed<typeof PauseWindow>;

/** As a request names it. Those of one schedule do not overlap. */
export const PauseWindows = With(
  List(Closed({ start_time: Instant, end_time: Instant, reason: Default(Nullable(With(Text, { maxLength: 500 })), null) })),
  { maxItems: 100 },
);

/**
 * Without a word on missed dates the protocol decides: runs that were made wait for whoever runs them, and dates that
 * passed while no server was there to make their runs have none. A date counts as missed once its run is this many
 * seconds behind and has not begun.
 */
const fields = {
  missed: Default(Nullable(MissedDates), null),
  missed_after_seconds: Default(With(Integer, { minimum: 1, maximum: 86_400 }), 60),
  overlap: Default(OverlappingRuns, "allow"),
  pause_windows: Default(PauseWindows, []),
};

const kept = {
  missed: Nullable(MissedDates),
  missed_after_seconds: Integer,
  overlap: OverlappingRuns,
  /** In the order of time, without those that are over. */
  pause_windows: List(PauseWindow),
};
export const SchedulePolicy = Open(kept);
export type SchedulePolicy = Parsed<typeof SchedulePolicy>;

export const PolicyOfSchedule = Open({ schedule_id: Uuid, ...kept });
export type PolicyOfSchedule = Parsed<typeof PolicyOfSchedule>;

export const SetSchedulePolicy = Closed(fields);
export type SetSchedulePolicy = Parsed<typeof SetSchedulePolicy>;
export type SetSchedulePolicyInput = Static<typeof SetSchedulePolicy>;

const path = "/deployments/:id/schedules/:schedule_id/policy";
const params = Open({ id: Uuid, schedule_id: Uuid });

export const schedulePolicyRoutes = {
  list: route.get("/deployments/:id/schedules/policies", {
    summary: "The policies of a deployment's schedules; a schedule that does as the protocol has it is not among them.",
    params: Open({ id: Uuid }),
    replies: { 200: List(PolicyOfSchedule) },
  }),
  get: route.get(path, {
    summary: "What a schedule does about missed dates and overlapping runs, and when it rests.",
    params,
    replies: { 200: SchedulePolicy },
  }),
  set: route.put(path, {
    summary:
      "Say what a schedule is to do about missed dates and overlapping runs, and when it rests; what is not sent is as the protocol has it.",
    params,
    body: SetSchedulePolicy,
    replies: { 200: SchedulePolicy },
  }),
} as const;
