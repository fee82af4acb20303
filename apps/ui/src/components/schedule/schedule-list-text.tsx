import { Text } from "@mantine/core";
import type { DeploymentSchedule } from "@millrace/contract";
import { scheduleText } from "./schedule-text.ts";

/** The schedules of a deployment in one cell: the first that is on, and how many more there are. */
export const ScheduleListText = ({ schedules }: { readonly schedules: readonly DeploymentSchedule[] }) => {
  const shown = schedules.find(({ active }) => active) ?? schedules[0];
  if (shown === undefined) return <span>–</span>;
  const more = schedules.length - 1;
  const all = schedules.map(({ schedule, active }) => `${scheduleText(schedule)}${active ? "" : ", off"}`).join("\n");
  return (
    <Text size="sm" component="span" {...(shown.active ? {} : { c: "dimmed" })} title={all}>
      {scheduleText(shown.schedule)}
      {!shown.active && ", off"}
      {more > 0 && `, ${more} more`}
    </Text>
  );
};
