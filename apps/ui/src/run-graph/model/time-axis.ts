import type { Period } from "./idle-gaps.ts";

/** A gap drawn shorter than it was; `at` and `length` are where and how long on the axis. */
export interface AxisBreak extends Period {
  readonly at: number;
  readonly length: number;
}

/** Times laid out on a line that begins at 0. Without breaks a unit of it is a millisecond. */
export interface TimeAxis {
  readonly from: number;
  readonly to: number;
  readonly length: number;
  readonly breaks: readonly AxisBreak[];
}

/** How much of the axis a hidden gap keeps. */
const breakShare = 0.015;

/** An axis over a period; `gaps`, in order and inside the period, are drawn as narrow breaks. */
export const createTimeAxis = ({ from, to }: Period, gaps: readonly Period[] = []): TimeAxis => {
  const hidden = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const kept = Math.max((to - from - hidden) * breakShare, 1);
  let saved = 0;
  const breaks = gaps.map((gap) => {
    const length = Math.min(kept, gap.to - gap.from);
    const at = gap.from - from - saved;
    saved += gap.to - gap.from - length;
    return { ...gap, at, length };
  });
  return { from, to, length: to - from - saved, breaks };
};

/** Where a time is on the axis; before its begin and behind its end the line goes on. */
export const toPosition = ({ from, breaks }: TimeAxis, time: number): number => {
  let saved = 0;
  for (const gap of breaks) {
    if (time <= gap.from) break;
    if (time < gap.to) return gap.at + ((time - gap.from) / (gap.to - gap.from)) * gap.length;
    saved += gap.to - gap.from - gap.length;
  }
  return time - from - saved;
};

/** The time at a position of the axis. */
export const toTime = ({ from, breaks }: TimeAxis, position: number): number => {
  let saved = 0;
  for (const gap of breaks) {
    if (position <= gap.at) break;
    if (position < gap.at + gap.length) return gap.from + ((position - gap.at) / gap.length) * (gap.to - gap.from);
    saved += gap.to - gap.from - gap.length;
  }
  return from + position + saved;
};
