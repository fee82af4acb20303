import { useDebouncedValue } from "@mantine/hooks";
import type { ClientError } from "@millrace/client/browser";
import type { CreateScheduleInput, SchedulePreview } from "@millrace/contract";
import type { UseQueryResult } from "@tanstack/react-query";
import { useApi } from "../api/api-context.tsx";
import { useAnswer } from "../api/use-call.ts";

/** Whether the server tells the dates of schedules that are not saved, and keeps what they do about missed dates. */
export const useKnowsSchedules = (): boolean => useApi().offers("ui-schedule-preview");

/** The next dates of a schedule, as the scheduler would make runs for them; asked a moment after the last key. */
export const usePreview = (schedule: CreateScheduleInput | undefined): UseQueryResult<SchedulePreview, ClientError> => {
  const isOffered = useKnowsSchedules();
  const text = schedule === undefined ? "" : JSON.stringify(schedule);
  const [asked] = useDebouncedValue(text, 300);
  return useAnswer<SchedulePreview>(
    {
      noun: "uiSchedules",
      name: "preview",
      input: asked,
      ask: (api, signal) => api.uiSchedules.preview({ body: { schedule: JSON.parse(asked) as CreateScheduleInput, count: 8 } }, { signal }),
    },
    { enabled: isOffered && asked !== "", poll: 0 },
  );
};
