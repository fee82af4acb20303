import { type TimeAxis, toPosition, toTime } from "../model/time-axis.ts";
import { printMark } from "../print-elapsed.ts";
import type { Range } from "./time-window.ts";

export interface Tick {
  /** Pixels from the left. */
  readonly x: number;
  readonly label: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 28, 91, 365].map((count) => count * day),
];

/** Pixels between two labels. */
const leastDistance = 84;

/** Round times since the axis began, as far apart as they can be read; none falls into a hidden gap. */
export const listTicks = (axis: TimeAxis, range: Range, width: number): Tick[] => {
  const perPixel = (range.to - range.from) / width;
  const step = steps.find((length) => length >= perPixel * leastDistance) ?? 365 * day;
  const ticks: Tick[] = [];
  let position = Math.max(range.from, 0);
  while (position <= range.to && ticks.length <= width / leastDistance + 1) {
    const elapsed = Math.ceil((toTime(axis, position) - axis.from) / step - 1e-6) * step;
    const at = toPosition(axis, axis.from + elapsed);
    const gap = axis.breaks.find(({ from, to }) => axis.from + elapsed > from && axis.from + elapsed < to);
    if (gap === undefined && at <= range.to) ticks.push({ x: (at - range.from) / perPixel, label: printMark(elapsed, step) });
    position = gap === undefined ? at + step / 2 : gap.at + gap.length + 1e-3;
  }
  return ticks.filter(({ x }, index) => index === 0 || x - (ticks[index - 1]?.x ?? 0) >= leastDistance / 2);
};
