import type { Deployment, FlowRun } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import type { Noun } from "../../api/keys.ts";
import { useChange } from "../../api/use-change.ts";

/** What is asked again after a deployment has changed: its upcoming runs come and go with it. */
export const touchedByDeployment: readonly Noun[] = ["deployments", "flowRuns", "flows", "ui", "uiOverview"];

const setPaused = (api: Api, id: string, isPaused: boolean): Promise<unknown> =>
  isPaused ? api.deployments.pause({ id }) : api.deployments.resume({ id });

const setSchedules = async (api: Api, { id, schedules }: Deployment, active: boolean): Promise<void> => {
  for (const schedule of schedules.filter((each) => each.active !== active))
    await api.deployments.updateSchedule({ id, schedule_id: schedule.id, body: { active } });
};

interface Deed {
  readonly label: string;
  readonly effect: string;
  /** What has become of those it worked for. */
  readonly done: string;
  readonly isHarmless: boolean;
  readonly run: (api: Api, deployment: Deployment) => Promise<unknown>;
}

/** What can be done with several deployments, by its name. */
export const manyDeeds = {
  pause: {
    label: "Pause",
    effect: "None of them makes runs by schedule until it is resumed. Runs that are under way go on.",
    done: "paused",
    isHarmless: true,
    run: (api, { id }) => setPaused(api, id, true),
  },
  resume: {
    label: "Resume",
    effect: "Their schedules that are on make runs again.",
    done: "resumed",
    isHarmless: true,
    run: (api, { id }) => setPaused(api, id, false),
  },
  schedulesOn: {
    label: "Schedules on",
    effect: "Every schedule of theirs makes runs, those included that somebody switched off.",
    done: "on schedule now",
    isHarmless: true,
    run: (api, deployment) => setSchedules(api, deployment, true),
  },
  schedulesOff: {
    label: "Schedules off",
    effect: "No schedule of theirs makes runs, and runs that wait for their time are dropped.",
    done: "off schedule now",
    isHarmless: true,
    run: (api, deployment) => setSchedules(api, deployment, false),
  },
  delete: {
    label: "Delete",
    effect: "Their schedules go too, and runs that wait for their time are dropped. Runs that have begun stay in the history.",
    done: "deleted",
    isHarmless: false,
    run: (api, { id }) => api.deployments.delete({ id }),
  },
} as const satisfies Readonly<Record<string, Deed>>;
export type ManyDeed = keyof typeof manyDeeds;

export const usePause = ({ id, name }: Pick<Deployment, "id" | "name">) =>
  useChange<boolean>({
    change: (api, isPaused) => setPaused(api, id, isPaused),
    touches: touchedByDeployment,
    done: (_, isPaused) => (isPaused ? `Paused ${name}: no new runs start by schedule.` : `Resumed ${name}.`),
    does: `Change ${name}`,
  });

/** Starts a run with what the deployment gives. */
export const useQuickRun = ({ id, name }: Pick<Deployment, "id" | "name">) =>
  useChange<void, FlowRun>({
    change: (api) => api.deployments.createFlowRun({ id, body: {} }),
    touches: touchedByDeployment,
    done: (run) => `Started ${run.name} of ${name}.`,
    does: `Start a run of ${name}`,
  });
