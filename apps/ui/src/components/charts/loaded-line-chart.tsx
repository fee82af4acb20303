import "uplot/dist/uPlot.min.css";
import { useElementSize } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import UPlot from "uplot";
import type { Preferences } from "../../preferences/preferences.ts";
import { usePreferences } from "../../preferences/preferences-context.tsx";
import { formatDay, formatInstant } from "../time/format-time.ts";
import type { LineChartProps } from "./line-chart.tsx";

/** Canvas knows no CSS variables. */
const resolve = (place: HTMLElement, color: string): string => {
  const [, name] = /^var\((--[\w-]+)\)$/.exec(color) ?? [];
  return name === undefined ? color : getComputedStyle(place).getPropertyValue(name).trim() || "#888";
};

interface Drawing {
  /** What the chart shows now. */
  readonly latest: { readonly current: LineChartProps };
  readonly place: HTMLElement;
  readonly width: number;
  readonly preferences: Preferences;
}

const print = (seconds: number, preferences: Preferences): string =>
  formatInstant(new Date(seconds * 1000).toISOString(), preferences, { seconds: false });

/** The time axis in the preferred zone and clock: hours, and the day wherever another one begins. */
const timeAxis = (preferences: Preferences) => ({
  values: (_: UPlot, seconds: number[]): string[] => {
    const days = seconds.map((each) => formatDay(new Date(each * 1000).toISOString(), preferences));
    return seconds.map((each, index) => {
      const time = formatInstant(new Date(each * 1000).toISOString(), preferences, { seconds: false, date: false, zone: false });
      return days[index] === days[index - 1] ? time : `${time}\n${days[index]}`;
    });
  },
});

/** Upright lines for what happened, behind the values. */
const drawMarks = (chart: UPlot, marks: LineChartProps["marks"], color: string): void => {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = 1;
  ctx.setLineDash([4, 3]);
  for (const { at } of marks ?? []) {
    const x = Math.round(chart.valToPos(at, "x", true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
};

const optionsOf = ({ latest, place, width, preferences }: Drawing): UPlot.Options => {
  const { height = 180, series, format = String, onSelect } = latest.current;
  const grid = { stroke: resolve(place, "var(--line)"), width: 1 };
  const axis = { stroke: resolve(place, "var(--muted)"), grid, ticks: { show: false } };
  return {
    width,
    height,
    legend: { show: true, live: true },
    ...(preferences.zone === "local" ? {} : { tzDate: (seconds: number) => UPlot.tzDate(new Date(seconds * 1000), preferences.zone) }),
    cursor: { drag: { x: onSelect !== undefined, y: false, setScale: false } },
    axes: [
      { ...axis, ...timeAxis(preferences) },
      { ...axis, size: 60, values: (_, values) => values.map(format) },
    ],
    series: [
      { label: "Time", value: (_, seconds) => (seconds === null ? "–" : print(seconds, preferences)) },
      ...series.map(({ label, color, isFilled = false }) => {
        const stroke = resolve(place, color);
        return {
          label,
          stroke,
          width: 1.5,
          value: (_: UPlot, value: number | null) => (value === null ? "–" : format(value)),
          ...(isFilled ? { fill: `color-mix(in srgb, ${stroke} 18%, transparent)` } : {}),
        };
      }),
    ],
    hooks: {
      drawAxes: [(chart) => drawMarks(chart, latest.current.marks, resolve(place, "var(--mantine-primary-color-filled)"))],
      setSelect: [
        (chart) => {
          const { left, width: drawn } = chart.select;
          if (drawn > 2) latest.current.onSelect?.(chart.posToVal(left, "x"), chart.posToVal(left + drawn, "x"));
        },
      ],
    },
  };
};

const dataOf = ({ times, series }: LineChartProps): UPlot.AlignedData => [[...times], ...series.map(({ values }) => [...values])];

/** What a chart is made with; it keeps its place, and what is being drawn over it, when only the numbers change. */
const lookOf = ({ series, height }: LineChartProps): string =>
  JSON.stringify([height, series.map(({ label, color, isFilled }) => [label, color, isFilled])]);

export const LoadedLineChart = (props: LineChartProps) => {
  const { times, series, label, marks } = props;
  const [preferences] = usePreferences();
  const { ref: measured, width } = useElementSize<HTMLElement>();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const chart = useRef<UPlot>(null);
  const look = lookOf(props);
  const isMeasured = width > 0;
  useEffect(() => {
    latest.current = props;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: how it looks is told by one text.
  useEffect(() => {
    if (place.current === null || !isMeasured) return undefined;
    const options = optionsOf({ latest, place: place.current, width, preferences });
    const made = new UPlot(options, dataOf(latest.current), place.current);
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, [look, isMeasured, preferences]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: marks are drawn along with the numbers.
  useEffect(() => chart.current?.setData(dataOf({ ...latest.current, times, series })), [times, series, marks]);
  useEffect(() => {
    if (isMeasured) chart.current?.setSize({ width, height: chart.current.height });
  }, [width, isMeasured]);
  return (
    <figure ref={measured} aria-label={label} style={{ margin: 0 }}>
      <div ref={place} />
    </figure>
  );
};
