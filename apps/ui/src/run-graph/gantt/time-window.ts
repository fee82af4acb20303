import { type TimeAxis, toPosition, toTime } from "../model/time-axis.ts";

/** The part of the time that is shown, in milliseconds since 1970. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** The same as positions of an axis. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What is shown beyond both ends of a run, as a part of it. */
const margin = 0.02;
/** Milliseconds that fill the chart at the nearest. */
const nearest = 5;

/** The positions a window covers; without one, the whole axis and a little more. */
export const rangeOf = (axis: TimeAxis, window: TimeWindow | undefined): Range =>
  window === undefined
    ? { from: -axis.length * margin, to: axis.length * (1 + margin) }
    : { from: toPosition(axis, window.from), to: toPosition(axis, window.to) };

const windowOf = (axis: TimeAxis, range: Range): TimeWindow => ({ from: toTime(axis, range.from), to: toTime(axis, range.to) });

interface Zoom {
  /** What the shown time is multiplied with: less than 1 shows more detail. */
  readonly factor: number;
  /** The point that stays where it is: 0 at the left edge, 1 at the right. */
  readonly around?: number;
}

/** A window nearer or farther; undefined once everything is shown. */
export const zoom = (axis: TimeAxis, window: TimeWindow | undefined, { factor, around = 0.5 }: Zoom): TimeWindow | undefined => {
  const range = rangeOf(axis, window);
  const whole = rangeOf(axis, undefined);
  const length = Math.max((range.to - range.from) * factor, nearest);
  if (length >= whole.to - whole.from) return undefined;
  const from = range.from + (range.to - range.from - length) * around;
  return inside(axis, { from, to: from + length });
};

/** A window moved by a part of its width; the run stays in sight. */
export const pan = (axis: TimeAxis, window: TimeWindow | undefined, share: number): TimeWindow | undefined => {
  if (window === undefined) return undefined;
  const { from, to } = rangeOf(axis, window);
  const shift = (to - from) * share;
  return inside(axis, { from: from + shift, to: to + shift });
};

/** A window of the same width, unless it shows a period already, with the period in its middle. */
export const centre = (axis: TimeAxis, window: TimeWindow | undefined, period: TimeWindow): TimeWindow | undefined => {
  if (window === undefined) return undefined;
  const { from, to } = rangeOf(axis, window);
  const middle = (toPosition(axis, period.from) + toPosition(axis, period.to)) / 2;
  return inside(axis, { from: middle - (to - from) / 2, to: middle + (to - from) / 2 });
};

/** The window between two positions of the axis, in any order. */
export const between = (axis: TimeAxis, one: number, other: number): TimeWindow | undefined => {
  const from = Math.min(one, other);
  const to = Math.max(one, other);
  return zoom(axis, windowOf(axis, { from, to }), { factor: 1 });
};

const inside = (axis: TimeAxis, { from, to }: Range): TimeWindow => {
  const whole = rangeOf(axis, undefined);
  const length = to - from;
  const start = Math.min(Math.max(from, whole.from), Math.max(whole.to - length, whole.from));
  return windowOf(axis, { from: start, to: start + length });
};
