import type { DeploymentSchedule, PauseWindow, SchedulePolicy } from "@millrace/contract";
import type { Api } from "../api/api.ts";
import { useChange } from "../api/use-change.ts";
import { setScheduleActive, touchedByDeployment } from "../components/deployment-list/deployment-deeds.ts";
import { type ScheduleInput, usualPolicy } from "./schedule-draft.ts";

type Policy = SchedulePolicy;

interface Saving {
  readonly input: ScheduleInput;
  readonly policy: Policy | undefined;
}

const touches = [...touchedByDeployment, "schedulePolicies", "uiSchedules"] as const;
const isUsual = (policy: Policy): boolean => policy.missed === usualPolicy.missed && policy.overlap === usualPolicy.overlap;

interface Path {
  readonly id: string;
  readonly schedule_id: string;
}

/** Changes a part of a policy, and leaves the other as it is now: others may have changed it since it was shown. */
const changePolicy = async (api: Api, path: Path, change: (policy: Policy) => Partial<Policy>): Promise<void> => {
  const before = await api.schedulePolicies.get(path);
  await api.schedulePolicies.set({ ...path, body: { ...before, ...change(before) } });
};

/** Saves a schedule of a deployment: a new one, or `schedule` changed. */
export const useSaveSchedule = (id: string, schedule: DeploymentSchedule | undefined) =>
  useChange<Saving>({
    change: async (api, { input, policy }) => {
      const { replaces: _, ...body } = input;
      const saved = schedule?.id ?? (await api.deployments.createSchedules({ id, body: [input] }))[0]?.id;
      if (schedule !== undefined) await api.deployments.updateSchedule({ id, schedule_id: schedule.id, body });
      if (saved === undefined || policy === undefined || (schedule === undefined && isUsual(policy))) return;
      const { missed, missed_after_seconds, overlap } = policy;
      await changePolicy(api, { id, schedule_id: saved }, () => ({ missed, missed_after_seconds, overlap }));
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

const isSameWindow = (one: PauseWindow, other: PauseWindow): boolean =>
  Date.parse(one.start_time) === Date.parse(other.start_time) && Date.parse(one.end_time) === Date.parse(other.end_time);

interface Pausing {
  readonly schedules: readonly string[];
  readonly window: PauseWindow;
}

/** Adds a pause window to schedules of a deployment; one that has it already keeps it, as when a first try got no further. */
export const useAddPause = (id: string) =>
  useChange<Pausing>({
    change: async (api, { schedules, window }) => {
      for (const schedule_id of schedules) {
        await changePolicy(api, { id, schedule_id }, ({ pause_windows }) => ({
          pause_windows: [...pause_windows.filter((each) => !isSameWindow(each, window)), window],
        }));
      }
    },
    touches,
    done: () => "Added the pause window.",
  });

export const useRemovePause = (id: string) =>
  useChange<PauseWindow & { readonly schedules: readonly string[] }>({
    change: async (api, { schedules, ...window }) => {
      for (const schedule_id of schedules) {
        await changePolicy(api, { id, schedule_id }, ({ pause_windows }) => ({
          pause_windows: pause_windows.filter((each) => !isSameWindow(each, window)),
        }));
      }
    },
    touches,
    done: () => "Deleted the pause window.",
  });
