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

/** What can be done with several deployments, by its name. */
export const manyDeeds = {
  pause: { label: "Pause", done: "paused", run: (api: Api, { id }: Deployment) => setPaused(api, id, true) },
  resume: { label: "Resume", done: "resumed", run: (api: Api, { id }: Deployment) => setPaused(api, id, false) },
  schedulesOn: {
    label: "Schedules on",
    done: "now on schedule",
    run: (api: Api, deployment: Deployment) => setSchedules(api, deployment, true),
  },
  schedulesOff: {
    label: "Schedules off",
    done: "off schedule",
    run: (api: Api, deployment: Deployment) => setSchedules(api, deployment, false),
  },
} as const;
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
