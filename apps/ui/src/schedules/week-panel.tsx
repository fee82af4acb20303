import { ActionIcon, Group, Skeleton, Text } from "@mantine/core";
import type { Deployment } from "@millrace/contract";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { ErrorCard } from "../components/error-card.tsx";
import { browserZone } from "../components/form/zone-select.tsx";
import { Panel } from "../components/panel.tsx";
import { usePreferences } from "../preferences/preferences-context.tsx";
import classes from "./schedules.module.css";
import { useWeekDates, type WeekDates } from "./use-week-dates.ts";
import { hourKey, layWeek, type WeekCell, type WeekDay } from "./week.ts";

interface Props {
  readonly deployment: Deployment;
  /** How many weeks from now. */
  readonly week: number;
  readonly onWeek: (week: number) => void;
}

const weekLength = 7 * 86_400_000;
const hour = 3_600_000;
const dayName = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "2-digit", timeZone: "UTC" });

const describe = ({ key, count, clashes }: WeekCell): string =>
  `${key}:00, ${count} ${count === 1 ? "date" : "dates"}${clashes === 0 ? "" : `, ${clashes} at the same time`}`;

const Cell = ({ cell, highest, isUnknown }: { readonly cell: WeekCell; readonly highest: number; readonly isUnknown: boolean }) => (
  <td
    className={classes.cell}
    data-heat={cell.count === 0 ? undefined : Math.ceil((cell.count / highest) * 3)}
    data-clash={cell.clashes > 0 || undefined}
    data-unknown={(isUnknown && cell.count === 0) || undefined}
    title={isUnknown && cell.count === 0 ? `${cell.key}:00, not shown` : describe(cell)}
  >
    {cell.count > 0 && cell.count}
  </td>
);

interface ShownWeek {
  readonly found: WeekDates;
  readonly days: readonly WeekDay[];
  readonly zone: string;
}

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
      {isPaused && " While the deployment is paused, none of them has a run."}
      {found.notes.map((note) => (
        <div key={note} className={classes.note}>
          {note}
        </div>
      ))}
    </Text>
  );
};

const Shown = ({ found, start, zone, isPaused }: Omit<ShownWeek, "days"> & { readonly start: number; readonly isPaused: boolean }) => {
  const days = useMemo(() => layWeek(found.dates, { start, zone }), [found, start, zone]);
  return (
    <>
      <Grid found={found} days={days} zone={zone} />
      <Legend found={found} days={days} zone={zone} isPaused={isPaused} />
    </>
  );
};

/** A week of the schedules that are on, hour by hour. */
export const WeekPanel = ({ deployment, week, onWeek }: Props) => {
  const [preferences] = usePreferences();
  const zone = preferences.zone === "local" ? browserZone() : preferences.zone;
  // From the hour that has begun, so that the same week is asked for while the page is open.
  const [now] = useState(() => Math.floor(Date.now() / hour) * hour);
  const start = now + week * weekLength;
  const { data, error, refetch } = useWeekDates(deployment, { start, end: start + weekLength });
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
        <Shown found={data} start={start} zone={zone} isPaused={deployment.paused} />
      ) : error === null ? (
        <Skeleton h={180} />
      ) : (
        <ErrorCard error={error} onRetry={() => void refetch()} />
      )}
    </Panel>
  );
};
