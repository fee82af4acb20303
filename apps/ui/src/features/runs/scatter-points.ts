import type { FlowRun } from "@millrace/contract";
import { formatDuration } from "../../components/time/format-time.ts";

/** A run by when it started and how long it took or has taken so far. Shares from 0 to 1, from the left and from the ground. */
export interface Point {
  readonly run: FlowRun;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Seconds. */
  readonly duration: number;
  readonly x: number;
  readonly y: number;
}

interface DurationTick {
  readonly label: string;
  readonly y: number;
}

export interface Scatter {
  /** From the one that started first to the last. */
  readonly points: readonly Point[];
  readonly ticks: readonly DurationTick[];
  /** Runs that have no duration yet. */
  readonly notStarted: number;
  /** Of the axis, in milliseconds since 1970; undefined without points. */
  readonly span: { readonly from: number; readonly to: number } | undefined;
}

/** Lengths that an axis of durations names, in seconds. */
const rungs = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3_600, 21_600, 86_400, 604_800, 2_592_000, 31_536_000];
const [shortest = 0.001] = rungs;

/** Room at both ends of an axis, so that no point is cut off. */
const margin = 0.03;
const spread = (share: number): number => margin + share * (1 - 2 * margin);

const durationOf = (run: FlowRun): number => (run.state_type === "RUNNING" ? run.estimated_run_time : run.total_run_time);

/** The rungs around all durations. */
const rangeOf = (durations: readonly number[]): readonly number[] => {
  const [low, high] = [Math.max(shortest, Math.min(...durations)), Math.max(shortest, ...durations)];
  const first = rungs.findLastIndex((rung) => rung <= low);
  const last = rungs.findIndex((rung) => rung >= high);
  const range = rungs.slice(Math.max(0, first), last < 0 ? rungs.length : last + 1);
  return range.length > 1 ? range : rungs.slice(Math.max(0, first - 1), first + 2);
};

/** Runs as points. Durations are drawn by their logarithm: seconds and days stand in one picture. */
export const toScatter = (runs: readonly FlowRun[]): Scatter => {
  const started = runs.flatMap((run) => {
    const start = Date.parse(run.start_time ?? "");
    return Number.isNaN(start) ? [] : [{ run, start, duration: Math.max(0, durationOf(run)) }];
  });
  const notStarted = runs.length - started.length;
  if (started.length === 0) return { points: [], ticks: [], notStarted, span: undefined };
  const starts = started.map(({ start }) => start);
  const [from, to] = [Math.min(...starts), Math.max(...starts)];
  const range = rangeOf(started.map(({ duration }) => duration));
  const [low, high] = [Math.log(range[0] ?? shortest), Math.log(range.at(-1) ?? 1)];
  const yOf = (seconds: number): number => spread((Math.log(Math.max(seconds, range[0] ?? shortest)) - low) / (high - low));
  const points = started
    .map((point) => ({ ...point, x: to === from ? 0.5 : spread((point.start - from) / (to - from)), y: yOf(point.duration) }))
    .toSorted((one, other) => one.start - other.start);
  return { points, ticks: range.map((rung) => ({ label: formatDuration(rung), y: yOf(rung) })), notStarted, span: { from, to } };
};
