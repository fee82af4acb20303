import type {
  CreateDeploymentScheduleInput,
  CreateScheduleInput,
  DeploymentSchedule,
  JsonObject,
  SchedulePolicy,
} from "@millrace/contract";
import { printEditable, readObject } from "../components/form/read-json.ts";
import { moveToZone, printZonedTime, readZonedTime } from "../schema-form/zoned-time.ts";

export const units = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400, weeks: 604_800 } as const;
export type Unit = keyof typeof units;

/** A schedule as it is typed. What belongs to another kind than the chosen one is kept, in case somebody goes back to it. */
export interface ScheduleDraft {
  readonly kind: "cron" | "interval" | "rrule";
  readonly zone: string;
  readonly cron: string;
  /** Whether the day of the month or that of the week has to fit, rather than both. */
  readonly dayOr: boolean;
  readonly every: number;
  readonly unit: Unit;
  /** On the wall of `zone`; empty counts from when it is saved. */
  readonly anchor: string;
  readonly rrule: string;
  readonly active: boolean;
  readonly slug: string;
  readonly maxRuns: number | null;
  readonly parameters: string;
}

export const newDraft = (zone: string): ScheduleDraft => ({
  kind: "cron",
  zone,
  cron: "0 9 * * *",
  dayOr: true,
  every: 1,
  unit: "hours",
  anchor: "",
  rrule: "",
  active: true,
  slug: "",
  maxRuns: null,
  parameters: "",
});

/** The largest unit that a length of time is a whole number of. */
const readEvery = (seconds: number): Pick<ScheduleDraft, "every" | "unit"> => {
  const names: readonly Unit[] = ["weeks", "days", "hours", "minutes", "seconds"];
  const unit = names.find((name) => seconds >= units[name] && seconds % units[name] === 0) ?? "seconds";
  return { every: seconds / units[unit], unit };
};

const readAnchor = (text: string, zone: string): string => {
  const time = readZonedTime(text);
  return time === undefined ? "" : moveToZone(time, zone).wall.slice(0, 16);
};

/** What a saved schedule is like to edit. */
export const readDraft = ({ schedule, active, slug, max_scheduled_runs, parameters }: DeploymentSchedule): ScheduleDraft => {
  const zone = schedule.timezone ?? "UTC";
  const common = {
    ...newDraft(zone),
    active,
    slug: slug ?? "",
    maxRuns: max_scheduled_runs,
    parameters: printEditable(parameters),
  };
  if ("cron" in schedule) return { ...common, kind: "cron", cron: schedule.cron, dayOr: schedule.day_or };
  if ("rrule" in schedule) return { ...common, kind: "rrule", rrule: schedule.rrule };
  return { ...common, kind: "interval", ...readEvery(schedule.interval), anchor: readAnchor(schedule.anchor_date, zone) };
};

/** The schedule alone, for the server; undefined while something is missing. */
export const toSchedule = (draft: ScheduleDraft): CreateScheduleInput | undefined => {
  const { kind, zone: timezone, cron, dayOr, every, unit, anchor, rrule } = draft;
  if (kind === "cron") return cron.trim() === "" ? undefined : { cron: cron.trim(), timezone, day_or: dayOr };
  if (kind === "rrule") return rrule.trim() === "" ? undefined : { rrule: rrule.trim(), timezone };
  if (!(every > 0)) return undefined;
  const anchor_date = anchor === "" ? {} : { anchor_date: printZonedTime({ wall: anchor, zone: timezone }) };
  return { interval: every * units[unit], timezone, ...anchor_date };
};

export interface ScheduleInput extends CreateDeploymentScheduleInput {
  readonly schedule: CreateScheduleInput;
  readonly parameters: JsonObject;
}

/** Everything that is saved, or what is wrong with it. */
export const toScheduleInput = (draft: ScheduleDraft): { readonly input: ScheduleInput } | { readonly problem: string } => {
  const schedule = toSchedule(draft);
  if (schedule === undefined) return { problem: "Say when it is to run." };
  const parameters = readObject(draft.parameters);
  if ("problem" in parameters) return { problem: `Parameters: ${parameters.problem}` };
  const { active, slug, maxRuns } = draft;
  return {
    input: {
      schedule,
      active,
      parameters: parameters.value,
      max_scheduled_runs: maxRuns,
      slug: slug.trim() === "" ? null : slug.trim(),
    },
  };
};

/** A draft in a few words. */
export const draftText = ({ kind, cron, every, unit, rrule, zone }: ScheduleDraft): string => {
  const when = kind === "cron" ? cron : kind === "interval" ? `Every ${every} ${unit}` : rrule.replaceAll("\n", " ");
  return `${when} (${zone})`;
};

/** What the protocol does unless a schedule says otherwise. */
export const usualPolicy: SchedulePolicy = { missed: null, missed_after_seconds: 60, overlap: "allow", pause_windows: [] };
