import "uplot/dist/uPlot.min.css";
import { useComputedColorScheme } from "@mantine/core";
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

/** What the chart shows, and how. */
interface Shown extends LineChartProps {
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

interface Drawing {
  /** What is to be shown now: it changes while the chart stays. */
  readonly latest: { readonly current: Shown };
  readonly place: HTMLElement;
  readonly width: number;
}

const optionsOf = ({ latest, place, width }: Drawing): UPlot.Options => {
  const { height = 180, series, onSelect, preferences } = latest.current;
  const format = (value: number): string => (latest.current.format ?? String)(value);
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
      { ...axis, size: 60, values: (_, values) => values.map((value) => format(value)) },
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

const dataOf = ({ times, series }: Pick<LineChartProps, "times" | "series">): UPlot.AlignedData => [
  [...times],
  ...series.map(({ values }) => [...values]),
];

/** A chart that keeps its place, and what is being drawn over it, while its numbers and its width change. */
const Chart = (shown: Shown) => {
  const { times, series, label, marks } = shown;
  const { ref: measured, width } = useElementSize<HTMLElement>();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(shown);
  const chart = useRef<UPlot>(null);
  useEffect(() => {
    latest.current = shown;
  });
  useEffect(() => chart.current?.setData(dataOf({ times, series })), [times, series]);
  useEffect(() => {
    if (marks !== undefined) chart.current?.redraw();
  }, [marks]);
  useEffect(() => {
    if (place.current === null || width === 0) return;
    if (chart.current === null) {
      chart.current = new UPlot(optionsOf({ latest, place: place.current, width }), dataOf(latest.current), place.current);
    } else chart.current.setSize({ width, height: chart.current.height });
  }, [width]);
  useEffect(
    () => () => {
      chart.current?.destroy();
      chart.current = null;
    },
    [],
  );
  return (
    <figure ref={measured} aria-label={label} style={{ margin: 0 }}>
      <div ref={place} />
    </figure>
  );
};

/** What a chart is made with: another look takes another chart. */
const lookOf = ({ series, height, onSelect, preferences }: Shown, scheme: string): string => {
  const lines = series.map(({ label, color, isFilled }) => [label, color, isFilled]);
  return JSON.stringify([height, lines, onSelect === undefined, preferences, scheme]);
};

export const LoadedLineChart = (props: LineChartProps) => {
  const [preferences] = usePreferences();
  const shown = { ...props, preferences };
  return <Chart key={lookOf(shown, useComputedColorScheme())} {...shown} />;
};
