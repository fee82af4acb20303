import type { CreateScheduleInput, Deployment, PauseWindow, PolicyOfSchedule, PreviewedDate } from "@millrace/contract";
import type { Api } from "../api/api.ts";
import { useAnswer } from "../api/use-call.ts";
import { withFallback } from "../api/with-fallback.ts";
import type { WeekDate } from "./week.ts";

export interface WeekDates {
  readonly dates: readonly WeekDate[];
  /** From here on, in milliseconds since 1970, there are more dates than were asked for; null when all are known. */
  readonly knownUntil: number | null;
  /** What clocks do to dates of the week. */
  readonly notes: readonly string[];
}

const perCall = 100;
/** Calls for one schedule at most: enough for one every quarter of an hour. */
const mostCalls = 7;

interface Period {
  readonly start: number;
  readonly end: number;
}

interface Asked extends Period {
  readonly deployment: Deployment;
  readonly policies: readonly PolicyOfSchedule[];
}

interface AskedOfOne extends Period {
  readonly schedule: CreateScheduleInput;
  readonly pause_windows: readonly PauseWindow[];
}

interface Found {
  readonly dates: readonly PreviewedDate[];
  readonly knownUntil: number | null;
}

/** The dates of one schedule within a period, as far as a few calls tell them. */
const listDates = async (api: Api, { schedule, start, end, pause_windows }: AskedOfOne, signal: AbortSignal): Promise<Found> => {
  const found: PreviewedDate[] = [];
  let from = start;
  for (let call = 0; call < mostCalls; call += 1) {
    const body = { schedule, start: new Date(from).toISOString(), count: perCall, pause_windows };
    const { dates } = await api.uiSchedules.preview({ body }, { signal });
    found.push(...dates.filter(({ date }) => Date.parse(date) < end));
    const last = dates.at(-1);
    if (last === undefined || dates.length < perCall || Date.parse(last.date) >= end) return { dates: found, knownUntil: null };
    from = Date.parse(last.date) + 1;
  }
  return { dates: found, knownUntil: from };
};

const fromPreviews = async (
  api: Api,
  { deployment: { schedules }, policies, ...period }: Asked,
  signal: AbortSignal,
): Promise<WeekDates> => {
  const all = await Promise.all(
    schedules
      .filter(({ active }) => active)
      .map(async ({ id, schedule }) => {
        const pause_windows = policies.find(({ schedule_id }) => schedule_id === id)?.pause_windows ?? [];
        return { id, ...(await listDates(api, { schedule, pause_windows, ...period }, signal)) };
      }),
  );
  const ends = all.flatMap(({ knownUntil }) => knownUntil ?? []);
  return {
    dates: all.flatMap(({ id, dates }) => dates.map(({ date }) => ({ schedule: id, at: Date.parse(date) }))),
    knownUntil: ends.length === 0 ? null : Math.min(...ends),
    notes: [
      ...new Set(
        all.flatMap(({ dates }) => dates.flatMap(({ date, note }) => (note === null ? [] : `${date.slice(0, 10)}: ${note.text}`))),
      ),
    ],
  };
};

const most = 200;

/** From the runs that the scheduler has made already, which are those of the next days. */
const fromRuns = async (api: Api, { deployment: { id }, start, end }: Asked, signal: AbortSignal): Promise<WeekDates> => {
  const period = { after_: new Date(start).toISOString(), before_: new Date(end).toISOString() };
  const runs = await api.flowRuns.list(
    {
      body: {
        deployments: { id: { any_: [id] } },
        flow_runs: { state: { type: { any_: ["SCHEDULED"] } }, next_scheduled_start_time: period },
        sort: "NEXT_SCHEDULED_START_TIME_ASC",
        limit: most,
      },
    },
    { signal },
  );
  const dates = runs.flatMap(({ next_scheduled_start_time: at }) => (at === null ? [] : [{ schedule: "made", at: Date.parse(at) }]));
  return { dates, knownUntil: dates.at(-1)?.at ?? start, notes: [] };
};

/** When the schedules that are on have dates in a period. */
export const useWeekDates = (deployment: Deployment, policies: readonly PolicyOfSchedule[] | undefined, period: Period) => {
  const active = deployment.schedules.filter(({ active: isOn }) => isOn);
  return useAnswer<WeekDates>(
    {
      noun: "deployments",
      name: "week",
      input: { id: deployment.id, schedules: active.map(({ schedule }) => schedule), policies, period },
      ask: (api, signal) =>
        withFallback(
          { api, flag: "ui-schedule-preview" },
          () => fromPreviews(api, { deployment, policies: policies ?? [], ...period }, signal),
          () => fromRuns(api, { deployment, policies: [], ...period }, signal),
        ),
    },
    { enabled: active.length > 0 && policies !== undefined, poll: 0, keepPrevious: true },
  );
};
