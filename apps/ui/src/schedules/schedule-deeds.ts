import type { DeploymentSchedule, SchedulePolicy } from "@millrace/contract";
import { useChange } from "../api/use-change.ts";
import { setScheduleActive, touchedByDeployment } from "../components/deployment-list/deployment-deeds.ts";
import { type ScheduleInput, usualPolicy } from "./schedule-draft.ts";

type Policy = SchedulePolicy;

interface Saving {
  readonly input: ScheduleInput;
  readonly policy: Policy | undefined;
}

const touches = [...touchedByDeployment, "schedulePolicies"] as const;
const isUsual = (policy: Policy): boolean => policy.missed === usualPolicy.missed && policy.overlap === usualPolicy.overlap;

/** Saves a schedule of a deployment: a new one, or `schedule` changed. */
export const useSaveSchedule = (id: string, schedule: DeploymentSchedule | undefined) =>
  useChange<Saving>({
    change: async (api, { input, policy }) => {
      const { replaces: _, ...body } = input;
      const saved = schedule?.id ?? (await api.deployments.createSchedules({ id, body: [input] }))[0]?.id;
      if (schedule !== undefined) await api.deployments.updateSchedule({ id, schedule_id: schedule.id, body });
      if (saved !== undefined && policy !== undefined && (schedule !== undefined || !isUsual(policy)))
        await api.schedulePolicies.set({ id, schedule_id: saved, body: policy });
    },
    touches,
    done: () => (schedule === undefined ? "Added the schedule." : "Saved the schedule."),
  });

export const useSwitchSchedule = (id: string, schedule: DeploymentSchedule) =>
  useChange<boolean>({
    change: (api, active) => setScheduleActive(api, { id, schedule }, active),
    touches,
    done: (_, active) => (active ? "The schedule is on." : "The schedule is off: its upcoming runs are dropped."),
    does: "Change the schedule",
  });

export const useDeleteSchedule = (id: string, schedule: DeploymentSchedule) =>
  useChange({
    change: (api) => api.deployments.deleteSchedule({ id, schedule_id: schedule.id }),
    touches,
    done: () => "Deleted the schedule.",
  });
