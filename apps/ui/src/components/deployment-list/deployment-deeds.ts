import type { Deployment, DeploymentSchedule, FlowRun } from "@millrace/contract";
import type { Api } from "../../api/api.ts";
import type { Noun } from "../../api/keys.ts";
import { useChange } from "../../api/use-change.ts";

/** What is asked again after a deployment has changed: its upcoming runs come and go with it. */
export const touchedByDeployment: readonly Noun[] = ["deployments", "flowRuns", "flows", "ui", "uiOverview"];

export const setPaused = (api: Api, id: string, isPaused: boolean): Promise<unknown> =>
  isPaused ? api.deployments.pause({ id }) : api.deployments.resume({ id });

/** Switches a schedule. What it gives to runs is sent along, since a change without any takes it away (server.md §6.2). */
export const setScheduleActive = (
  api: Api,
  { id, schedule: { id: schedule_id, parameters } }: { readonly id: string; readonly schedule: DeploymentSchedule },
  active: boolean,
): Promise<unknown> => api.deployments.updateSchedule({ id, schedule_id, body: { active, parameters } });

export const setSchedules = async (api: Api, { id, schedules }: Pick<Deployment, "id" | "schedules">, active: boolean): Promise<void> => {
  for (const schedule of schedules.filter((each) => each.active !== active)) await setScheduleActive(api, { id, schedule }, active);
};

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
