import { Skeleton } from "@mantine/core";
import { Suspense } from "react";
import { lazyPart } from "../lazy-part.tsx";

const Loaded = lazyPart(() => import("./loaded-line-chart.tsx").then(({ LoadedLineChart }) => LoadedLineChart));

export interface Series {
  readonly label: string;
  /** A CSS colour, variables included. */
  readonly color: string;
  readonly values: readonly (number | null)[];
  readonly isFilled?: boolean;
}

/** Something that happened, drawn as an upright line. Seconds since 1970. */
export interface ChartMark {
  readonly at: number;
  readonly label: string;
}

export interface LineChartProps {
  readonly label: string;
  /** Seconds since 1970, rising. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly height?: number;
  readonly marks?: readonly ChartMark[];
  /** Values as text, such as durations. */
  readonly format?: (value: number) => string;
  /** A stretch was drawn with the mouse; seconds since 1970. */
  readonly onSelect?: (from: number, to: number) => void;
}

/** Values over time, loaded when first needed. What it shows must also be readable elsewhere on the page. */
export const LineChart = (props: LineChartProps) => (
  <Suspense fallback={<Skeleton h={props.height ?? 180} />}>
    <Loaded {...props} />
  </Suspense>
);
