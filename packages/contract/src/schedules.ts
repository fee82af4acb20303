/** When a deployment runs by itself (server.md §6). */
import {
  Bool,
  Closed,
  Default,
  Integer,
  JsonObject,
  Nullable,
  Open,
  Optional,
  type Parsed,
  Seconds,
  type Static,
  stored,
  Text,
  Union,
  Uuid,
  With,
  ZonedInstant,
} from "./schema.ts";

const interval = With(Seconds, { exclusiveMinimum: 0 });
const timezone = Default(Nullable(Text), null);

/** Every `interval` seconds, counted from `anchor_date`. Days and longer keep the local time of `timezone`. */
export const IntervalSchedule = Closed({ interval, anchor_date: ZonedInstant, timezone });
export type IntervalSchedule = Parsed<typeof IntervalSchedule>;

/** Without an anchor it counts from now; without a zone it takes the anchor's, or UTC. */
export const CreateIntervalSchedule = Closed({ interval, anchor_date: Optional(ZonedInstant), timezone });
export type CreateIntervalSchedule = Parsed<typeof CreateIntervalSchedule>;

/** `day_or` tells whether a day must fit the month field or the week field, or else both. Without a zone it means UTC. */
export const CronSchedule = Closed({ cron: Text, timezone, day_or: Default(Bool, true) });
export type CronSchedule = Parsed<typeof CronSchedule>;

/** A rule or a set of rules of RFC 5545. Its times are wall clock of `timezone`, whatever zone the text names. */
export const RRuleSchedule = Closed({ rrule: Text, timezone: Default(Nullable(Text), "UTC") });
export type RRuleSchedule = Parsed<typeof RRuleSchedule>;

/** A schedule as it is stored and shown. Its keys tell its kind. */
export const Schedule = Union([IntervalSchedule, CronSchedule, RRuleSchedule]);
export type Schedule = Parsed<typeof Schedule>;

/** A schedule as a caller sends it. */
export const CreateSchedule = Union([CreateIntervalSchedule, CronSchedule, RRuleSchedule]);
export type CreateSchedule = Parsed<typeof CreateSchedule>;
export type CreateScheduleInput = Static<typeof CreateSchedule>;

export const DeploymentSchedule = Open({
  ...stored,
  deployment_id: Nullable(Uuid),
  schedule: Schedule,
  active: Bool,
  max_scheduled_runs: Nullable(Integer),
  parameters: JsonObject,
  slug: Nullable(Text),
});
export type DeploymentSchedule = Parsed<typeof DeploymentSchedule>;

const maxScheduledRuns = Nullable(With(Integer, { exclusiveMinimum: 0 }));

/** `replaces` is the slug of the schedule that this one takes the place of. */
export const CreateDeploymentSchedule = Closed({
  active: Default(Bool, true),
  schedule: CreateSchedule,
  max_scheduled_runs: Default(maxScheduledRuns, null),
  parameters: Default(JsonObject, {}),
  slug: Default(Nullable(Text), null),
  replaces: Default(Nullable(Text), null),
});
export type CreateDeploymentSchedule = Parsed<typeof CreateDeploymentSchedule>;
export type CreateDeploymentScheduleInput = Static<typeof CreateDeploymentSchedule>;

export const UpdateDeploymentSchedule = Closed({
  active: Optional(Nullable(Bool)),
  schedule: Optional(Nullable(CreateSchedule)),
  max_scheduled_runs: Optional(maxScheduledRuns),
  parameters: Optional(JsonObject),
  slug: Optional(Nullable(Text)),
  replaces: Optional(Nullable(Text)),
});
export type UpdateDeploymentSchedule = Parsed<typeof UpdateDeploymentSchedule>;
export type UpdateDeploymentScheduleInput = Static<typeof UpdateDeploymentSchedule>;
