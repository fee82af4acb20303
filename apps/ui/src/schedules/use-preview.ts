import { useDebouncedValue } from "@mantine/hooks";
import type { ClientError } from "@millrace/client/browser";
import type { CreateScheduleInput, PauseWindow, SchedulePreview } from "@millrace/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { useApi } from "../api/api-context.tsx";
import { useAnswer } from "../api/use-call.ts";

/** Whether the server tells the dates of schedules that are not saved, and keeps what they do about missed dates. */
export const useKnowsSchedules = (): boolean => useApi().offers("ui-schedule-preview");

interface Asked {
  readonly schedule: CreateScheduleInput;
  readonly pause_windows: readonly PauseWindow[];
}

/** The next dates of a schedule, as the scheduler would make runs for them; asked a moment after the last key. */
export const usePreview = (
  schedule: CreateScheduleInput | undefined,
  pauses: readonly PauseWindow[],
): UseQueryResult<SchedulePreview, ClientError> => {
  const isOffered = useKnowsSchedules();
  const text = schedule === undefined ? "" : JSON.stringify({ schedule, pause_windows: pauses });
  const [asked] = useDebouncedValue(text, 300);
  return useAnswer<SchedulePreview>(
    {
      noun: "uiSchedules",
      name: "preview",
      input: asked,
      ask: (api, signal) => api.uiSchedules.preview({ body: { ...(JSON.parse(asked) as Asked), count: 8 } }, { signal }),
    },
    { enabled: isOffered && asked !== "", poll: 0 },
  );
};
