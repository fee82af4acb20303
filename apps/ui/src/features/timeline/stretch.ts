import { parseWindow } from "../../components/time/time-range.ts";

/** The part of time that is shown, in milliseconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What an address says of it. */
export interface StretchSearch {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly window?: string | undefined;
}

/** How far the chart looks ahead, as a part of how far it looks back. */
const ahead = 0.25;
const usual = 12 * 3600;
const shortest = 10_000;
const longest = 400 * 86_400_000;

/** What an address means now: exact moments, or the last while and a little of what comes. */
export const readStretch = ({ from, to, window }: StretchSearch, now: number): Stretch => {
  const exact = { from: Date.parse(from ?? ""), to: Date.parse(to ?? "") };
  if (exact.from < exact.to) return exact;
  const back = (parseWindow(window ?? "") ?? usual) * 1000;
  const end = Math.ceil(now / 10_000) * 10_000;
  return { from: end - back, to: end + back * ahead };
};

/** Nearer for a factor below 1, farther above; the point at `around`, from 0 to 1, stays where it is. */
export const zoomed = ({ from, to }: Stretch, factor: number, around = 0.5): Stretch => {
  const length = Math.min(longest, Math.max(shortest, (to - from) * factor));
  const start = from + (to - from - length) * around;
  return { from: Math.round(start), to: Math.round(start + length) };
};

/** Moved by a part of its length. */
export const panned = ({ from, to }: Stretch, share: number): Stretch => {
  const shift = Math.round((to - from) * share);
  return { from: from + shift, to: to + shift };
};

/** Where a moment lies in a stretch, from 0 to 1, or outside. */
export const placeOf = ({ from, to }: Stretch, moment: number): number => (moment - from) / (to - from);

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * 1000),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 28, 91].map((count) => count * day),
];

export interface Tick {
  readonly moment: number;
  /** Days apart, so that the time of day says nothing. */
  readonly isDay: boolean;
}

/** Round moments of a stretch, `most` at most. `offset`: milliseconds that the shown zone is ahead of UTC. */
export const ticksOf = ({ from, to }: Stretch, most: number, offset = 0): readonly Tick[] => {
  const step = steps.find((length) => (to - from) / length <= most) ?? 365 * day;
  const first = Math.ceil((from + offset) / step) * step - offset;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => ({ moment: first + index * step, isDay: step >= day }));
};
