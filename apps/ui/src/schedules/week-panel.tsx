import { ActionIcon, Group, Skeleton, Text } from "@mantine/core";
import type { Deployment, PolicyOfSchedule } from "@millrace/contract";
import { IconChevronLeft, IconChevronRight, IconPlayerPause } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { ErrorCard } from "../components/error-card.tsx";
import { Panel } from "../components/panel.tsx";
import { listPauses, schedulesText } from "./pauses.ts";
import classes from "./schedules.module.css";
import { usePolicies } from "./use-policies.ts";
import { useWeekDates, type WeekDates } from "./use-week-dates.ts";
import { useZone } from "./use-zone.ts";
import { hourKey, layWeek, type WeekCell, type WeekDay, type WeekPause } from "./week.ts";

interface Props {
  readonly deployment: Deployment;
  /** How many weeks from now. */
  readonly week: number;
  readonly onWeek: (week: number) => void;
}

const weekLength = 7 * 86_400_000;
const hour = 3_600_000;
const dayName = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "2-digit", timeZone: "UTC" });

const describe = ({ key, count, clashes, pauses }: WeekCell): string =>
  [
    `${key}:00`,
    `${count} ${count === 1 ? "date" : "dates"}`,
    ...(clashes === 0 ? [] : [`${clashes} at the same time`]),
    ...pauses.map((name) => `pause window: ${name}`),
  ].join(", ");

const Cell = ({ cell, highest, isUnknown }: { readonly cell: WeekCell; readonly highest: number; readonly isUnknown: boolean }) => (
  <td
    className={classes.cell}
    data-heat={cell.count === 0 ? undefined : Math.ceil((cell.count / highest) * 3)}
    data-clash={cell.clashes > 0 || undefined}
    data-paused={cell.pauses.length > 0 || undefined}
    data-unknown={(isUnknown && cell.count === 0) || undefined}
    title={isUnknown && cell.count === 0 ? `${cell.key}:00, not shown` : describe(cell)}
  >
    {cell.count > 0 ? cell.count : cell.pauses.length > 0 && <IconPlayerPause size={11} aria-label="Pause window" role="img" />}
  </td>
);

interface ShownWeek {
  readonly found: WeekDates;
  readonly days: readonly WeekDay[];
  readonly zone: string;
}

const isResting = ({ pauses }: WeekCell): boolean => pauses.length > 0;

const Grid = ({ found, days, zone }: ShownWeek) => {
  const highest = Math.max(1, ...days.flatMap(({ hours }) => hours.map(({ count }) => count)));
  const until = found.knownUntil === null ? undefined : hourKey(found.knownUntil, zone);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
    <section className={classes.week} tabIndex={0} aria-label="Dates of the week">
      <table className={classes.grid} aria-label={`Dates by day and hour, ${zone}`}>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {Array.from({ length: 24 }, (_, index) => index).map((index) => (
              <th key={index} scope="col">
                {index}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map(({ date, hours }) => (
            <tr key={date}>
              <th scope="row">{dayName.format(new Date(`${date}T00:00:00Z`))}</th>
              {hours.map((cell) => (
                <Cell key={cell.key} cell={cell} highest={highest} isUnknown={until !== undefined && cell.key > until} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

const Legend = ({ found, days, zone, isPaused }: ShownWeek & { readonly isPaused: boolean }) => {
  const cells = days.flatMap(({ hours }) => hours);
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  return (
    <Text size="xs" c="dimmed" component="div" mt={6}>
      Dates in each hour of {zone}, {total.toLocaleString("en")} in all.
      {cells.some(({ clashes }) => clashes > 0) && " Framed hours have dates of several schedules at the same time."}
      {found.knownUntil !== null && " Hatched hours are not shown: there are too many dates before them."}
      {cells.some(isResting) &&
        ` Striped hours are in pause windows, whose dates are left out: ${[...new Set(cells.flatMap(({ pauses }) => pauses))].join("; ")}.`}
      {isPaused && " While the deployment is paused, none of them has a run."}
      {found.notes.map((note) => (
        <div key={note} className={classes.note}>
          {note}
        </div>
      ))}
    </Text>
  );
};

interface ShownProps extends Omit<ShownWeek, "days"> {
  readonly start: number;
  readonly pauses: readonly WeekPause[];
  readonly isPaused: boolean;
}

const Shown = ({ found, start, zone, pauses, isPaused }: ShownProps) => {
  const days = useMemo(() => layWeek(found.dates, { start, zone, pauses }), [found, start, zone, pauses]);
  return (
    <>
      <Grid found={found} days={days} zone={zone} />
      <Legend found={found} days={days} zone={zone} isPaused={isPaused} />
    </>
  );
};

/** The pause windows of the schedules that are on, named by their reasons. */
const pausesOf = (deployment: Deployment, policies: readonly PolicyOfSchedule[], now: number): readonly WeekPause[] => {
  const active = new Set(deployment.schedules.filter(({ active: isOn }) => isOn).map(({ id }) => id));
  return listPauses(policies, now)
    .filter(({ schedules }) => schedules.some((id) => active.has(id)))
    .map(({ start_time, end_time, reason, schedules }) => ({
      from: Date.parse(start_time),
      until: Date.parse(end_time),
      name: `${reason ?? "no reason given"} (${schedulesText(deployment, schedules)})`,
    }));
};

const none: readonly PolicyOfSchedule[] = [];

/** A week of the schedules that are on, hour by hour. */
export const WeekPanel = ({ deployment, week, onWeek }: Props) => {
  const zone = useZone();
  // From the hour that has begun, so that the same week is asked for while the page is open.
  const [now] = useState(() => Math.floor(Date.now() / hour) * hour);
  const start = now + week * weekLength;
  const kept = usePolicies(deployment.id);
  const policies = kept.data ?? (kept.error === null ? undefined : none);
  const { data, error, refetch } = useWeekDates(deployment, policies, { start, end: start + weekLength });
  const pauses = useMemo(() => pausesOf(deployment, policies ?? none, start), [deployment, policies, start]);
  const actions = (
    <Group gap={4}>
      <ActionIcon aria-label="Week before" disabled={week === 0} onClick={() => onWeek(week - 1)}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <Text size="sm">{week === 0 ? "From now" : week === 1 ? "In a week" : `In ${week} weeks`}</Text>
      <ActionIcon aria-label="Week after" onClick={() => onWeek(week + 1)}>
        <IconChevronRight size={16} />
      </ActionIcon>
    </Group>
  );
  if (!deployment.schedules.some(({ active }) => active)) return null;
  return (
    <Panel title="Week" actions={actions}>
      {data !== undefined ? (
        <Shown found={data} start={start} zone={zone} pauses={pauses} isPaused={deployment.paused} />
      ) : error === null ? (
        <Skeleton h={180} />
      ) : (
        <ErrorCard error={error} onRetry={() => void refetch()} />
      )}
    </Panel>
  );
};
