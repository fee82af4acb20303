import { Skeleton, Stack, Text } from "@mantine/core";
import type { TimedRunBucket } from "@millrace/contract";
import { useMemo } from "react";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { type ChartMark, LineChart } from "../charts/line-chart.tsx";
import { StateBars } from "../charts/state-bars.tsx";
import { ErrorCard } from "../error-card.tsx";
import { FactStrip } from "../fact-strip.tsx";
import { Panel } from "../panel.tsx";
import { formatDuration, formatInstant } from "../time/format-time.ts";
import type { TimeRange } from "../time/time-range.ts";
import { TimeRangePicker } from "../time/time-range-picker.tsx";
import { countByType, failureRate, printShare } from "./trend-figures.ts";
import { type RunTrendData, type TrendScope, useRunTrend } from "./use-run-trend.ts";

interface Props {
  readonly scope: TrendScope;
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
  readonly marks?: readonly ChartMark[];
}

const seconds = (value: number | null): string => (value === null ? "–" : formatDuration(value));

/** Points in time without a run that ended leave gaps, which few runs would tear the line into; the ends keep the whole period. */
const Durations = ({ data: { buckets, start, end }, marks }: { readonly data: RunTrendData; readonly marks: readonly ChartMark[] }) => {
  const lines = useMemo(() => {
    const known = buckets.filter(({ duration_p50 }) => duration_p50 !== null);
    const line = (pick: (bucket: TimedRunBucket) => number | null) => [null, ...known.map(pick), null];
    const half = { label: "Half took at most", color: "var(--state-running)", isFilled: true };
    const most = { label: "95 % took at most", color: "var(--state-late)" };
    return {
      times: [start, ...known.map((bucket) => bucket.start), end].map((at, index) => Date.parse(at) / 1000 - (index === 0 ? 1 : 0)),
      series: [
        { ...half, values: line(({ duration_p50 }) => duration_p50) },
        { ...most, values: line(({ duration_p95 }) => duration_p95) },
      ],
    };
  }, [buckets, start, end]);
  if (lines.times.length < 4) return null;
  return <LineChart label="Durations over time" height={170} format={formatDuration} marks={marks} {...lines} />;
};

const Drawn = ({ data, marks: all }: { readonly data: RunTrendData; readonly marks: readonly ChartMark[] }) => {
  const [preferences] = usePreferences();
  const marks = useMemo(() => all.filter(({ at }) => at * 1000 >= Date.parse(data.start)), [all, data.start]);
  const buckets = data.buckets.map(({ start, states }) => ({
    label: formatInstant(start, preferences, { seconds: false }),
    counts: countByType(states),
  }));
  return (
    <Stack gap="sm">
      <FactStrip
        facts={[
          { label: "Runs", value: data.total.toLocaleString("en") },
          { label: "Failed or crashed", value: printShare(failureRate(data.states)) },
          { label: "Half took at most", value: seconds(data.duration_p50) },
          { label: "95 % took at most", value: seconds(data.duration_p95) },
        ]}
      />
      <StateBars label="Runs over time" buckets={buckets} height={72} />
      <Durations data={data} marks={marks} />
      {marks.length > 0 && (
        <Text size="xs" c="dimmed">
          Dashed lines are changes: {marks.map(({ label }) => label).join("; ")}
        </Text>
      )}
      {data.isSampled && (
        <Text size="xs" c="dimmed">
          Durations are those of the newest 200 runs that ended.
        </Text>
      )}
    </Stack>
  );
};

const noMarks: readonly ChartMark[] = [];

/** How runs have fared over time: how many, how they ended and how long they took. */
export const RunTrend = ({ scope, range, onRange, marks = noMarks }: Props) => {
  const { data, error, refetch } = useRunTrend(scope, range);
  return (
    <Panel title="How it fares" actions={<TimeRangePicker range={range} onRange={onRange} />}>
      {data !== undefined ? (
        <Drawn data={data} marks={marks} />
      ) : error === null ? (
        <Skeleton h={220} />
      ) : (
        <ErrorCard error={error} onRetry={() => void refetch()} />
      )}
    </Panel>
  );
};
