import type { FlowRun, RecentRun, UpcomingRun } from "@millrace/contract";
import type { Api } from "../../api/api.ts";

/** What has run of a flow or deployment, the newest first, and what comes next. */
export interface Recent {
  readonly activity: readonly RecentRun[];
  readonly next_run: UpcomingRun | null;
}

export type RunOwner = "flow_id" | "deployment_id";

interface Asked {
  readonly by: RunOwner;
  readonly ids: readonly string[];
}

const most = 200;
const shown = 16;

const toRecent = (run: FlowRun): RecentRun[] => {
  const timestamp = run.start_time ?? run.expected_start_time;
  if (run.state_type === null || timestamp === null) return [];
  return [
    {
      id: run.id,
      name: run.name,
      state_type: run.state_type,
      state_name: run.state_name,
      timestamp,
      duration: run.total_run_time,
      lateness: run.estimated_start_time_delta,
    },
  ];
};

const toUpcoming = ({ id, name, next_scheduled_start_time }: FlowRun): UpcomingRun | null =>
  next_scheduled_start_time === null ? null : { id, name, next_scheduled_start_time };

/** Runs by whose they are: past ones the newest first, upcoming ones the next first. */
export const groupRuns = (by: RunOwner, past: readonly FlowRun[], upcoming: readonly FlowRun[]): ReadonlyMap<string, Recent> => {
  const found = new Map<string, Recent>();
  const of = (id: string): Recent => found.get(id) ?? { activity: [], next_run: null };
  for (const run of past) {
    const id = run[by];
    const before = id === null ? undefined : of(id);
    if (id !== null && before !== undefined && before.activity.length < shown)
      found.set(id, { ...before, activity: [...before.activity, ...toRecent(run)] });
  }
  for (const run of upcoming) {
    const id = run[by];
    if (id !== null && of(id).next_run === null) found.set(id, { ...of(id), next_run: toUpcoming(run) });
  }
  return found;
};

/** The same in the protocol's own words: two requests, however many ids. Only the newest 200 runs of them all are looked at. */
export const listRecentRuns = async (api: Api, { by, ids }: Asked, signal: AbortSignal): Promise<ReadonlyMap<string, Recent>> => {
  const id = { id: { any_: [...ids] } };
  const owner = by === "flow_id" ? { flows: id } : { deployments: id };
  const scheduled = { type: { any_: ["SCHEDULED"] } } as const;
  const [past, upcoming] = await Promise.all([
    api.flowRuns.list(
      {
        body: {
          ...owner,
          flow_runs: { state: { type: { not_any_: ["SCHEDULED"] } } },
          sort: "EXPECTED_START_TIME_DESC",
          limit: most,
        },
      },
      { signal },
    ),
    api.flowRuns.list(
      { body: { ...owner, flow_runs: { state: scheduled }, sort: "NEXT_SCHEDULED_START_TIME_ASC", limit: most } },
      { signal },
    ),
  ]);
  return groupRuns(by, past, upcoming);
};
