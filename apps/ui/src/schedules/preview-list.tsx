import { Skeleton, Text } from "@mantine/core";
import type { CreateScheduleInput, PauseWindow, PreviewedDate } from "@millrace/contract";
import { IconClockExclamation, IconPlayerPause } from "@tabler/icons-react";
import { fieldProblemsOf, problemOf } from "../api/problem.ts";
import { formatInstant } from "../components/time/format-time.ts";
import { Instant } from "../components/time/instant.tsx";
import { usePreferences } from "../preferences/preferences-context.tsx";
import { pausedText } from "./pauses.ts";
import classes from "./schedules.module.css";
import { useKnowsSchedules, usePreview } from "./use-preview.ts";

const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "UTC" });

const PreviewedDateLine = ({ date: { date, local, note }, zone }: { readonly date: PreviewedDate; readonly zone: string }) => {
  const [{ clock }] = usePreferences();
  return (
    <li>
      {weekday.format(new Date(`${local.slice(0, 10)}T00:00:00Z`))} {formatInstant(date, { zone, clock }, { zone: false })}{" "}
      <Text span size="xs" c="dimmed">
        {local.slice(19).replace(/^\.\d+/, "")}, <Instant at={date} />
      </Text>
      {note !== null && (
        <div className={classes.note}>
          <IconClockExclamation size={13} aria-hidden="true" /> {note.text}
        </div>
      )}
    </li>
  );
};

/** What the server has against a schedule, in its own words. */
const reasonOf = (error: unknown): string => {
  const [reason] = Object.values(fieldProblemsOf(error));
  return reason ?? problemOf(error).detail;
};

interface Props {
  readonly schedule: CreateScheduleInput | undefined;
  readonly pauses: readonly PauseWindow[];
}

/** The next dates of what is typed, or why it cannot be a schedule. */
export const PreviewList = ({ schedule, pauses }: Props) => {
  const isOffered = useKnowsSchedules();
  const { data, error, isFetching } = usePreview(schedule, pauses);
  if (!isOffered)
    return (
      <Text size="sm" c="dimmed">
        This server tells the dates once the schedule is saved.
      </Text>
    );
  if (schedule === undefined) return <Text size="sm">Say when it is to run.</Text>;
  if (error !== null && !isFetching)
    return (
      <Text size="sm" c="var(--mantine-color-error)" role="alert">
        {reasonOf(error)}
      </Text>
    );
  if (data === undefined) return <Skeleton h={160} />;
  const paused = data.paused_dates > 0 && (
    <div className={classes.note}>
      <IconPlayerPause size={13} aria-hidden="true" /> {pausedText(data.paused_dates)}.
    </div>
  );
  if (data.dates.length === 0)
    return (
      <Text size="sm" component="div">
        There is no date to come.{paused}
      </Text>
    );
  return (
    <>
      <ol className={classes.dates} aria-label="Next dates" aria-busy={isFetching}>
        {data.dates.map((date) => (
          <PreviewedDateLine key={date.date} date={date} zone={data.schedule.timezone ?? "UTC"} />
        ))}
      </ol>
      {paused}
    </>
  );
};
