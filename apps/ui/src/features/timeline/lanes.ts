import type { FlowRun } from "@millrace/contract";
import type { RunNames } from "../../components/flow-run-list/run-names.ts";
import type { Stretch } from "./stretch.ts";

export type LaneKind = "deployment" | "pool" | "flow";

/** A run as a bar, in milliseconds since 1970. */
export interface Bar {
  readonly run: FlowRun;
  readonly from: number;
  readonly to: number;
  /** It has not begun: drawn where it is due. */
  readonly isPlanned: boolean;
  /** From 0; runs at the same time stand in rows below each other. */
  readonly row: number;
}

export interface Lane {
  readonly key: string;
  readonly name: string;
  readonly rows: number;
  readonly bars: readonly Bar[];
}

interface Options {
  readonly by: LaneKind;
  readonly names: RunNames;
  readonly stretch: Stretch;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Rows of a lane at most; what does not fit stands in the last one, over others. */
const mostRows = 6;
/** What a bar takes at least, as a part of the shown time, so that it can be seen. */
const least = 0.006;

const laneOf = (run: FlowRun, { by, names }: Options): { readonly key: string; readonly name: string } => {
  if (by === "flow") return { key: run.flow_id, name: names.flows.get(run.flow_id) ?? "…" };
  if (by === "pool") return { key: run.work_pool_name ?? "", name: run.work_pool_name ?? "Without a work pool" };
  const id = run.deployment_id;
  if (id === null) return { key: "", name: "Without a deployment" };
  const flow = names.flows.get(run.flow_id);
  return { key: id, name: `${flow ?? "…"}/${names.deployments.get(id) ?? "…"}` };
};

const timeOf = (run: FlowRun, { stretch, now }: Options): Omit<Bar, "run" | "row"> | undefined => {
  const due = run.next_scheduled_start_time ?? run.expected_start_time;
  const start = run.start_time ?? due;
  if (start === null) return undefined;
  const from = Date.parse(start);
  const shortest = (stretch.to - stretch.from) * least;
  if (run.start_time === null) return { from, to: from + shortest, isPlanned: true };
  const end = run.end_time === null ? now : Date.parse(run.end_time);
  return { from, to: Math.max(end, from + shortest), isPlanned: false };
};

/** Puts each bar into the first row that is free by then. */
const stack = (bars: readonly Omit<Bar, "row">[]): Pick<Lane, "bars" | "rows"> => {
  const free: number[] = [];
  const stacked = bars
    .toSorted((one, other) => one.from - other.from)
    .map((bar): Bar => {
      const found = free.findIndex((until) => until <= bar.from);
      const row = Math.min(found === -1 ? free.length : found, mostRows - 1);
      free[row] = Math.max(free[row] ?? 0, bar.to);
      return { ...bar, row };
    });
  return { bars: stacked, rows: Math.max(1, free.length) };
};

/** The runs of a stretch of time in lanes by what they belong to, by name; those that belong to nothing come last. */
export const layOutLanes = (runs: readonly FlowRun[], options: Options): readonly Lane[] => {
  const { stretch } = options;
  const bars = runs.flatMap((run) => {
    const time = timeOf(run, options);
    return time === undefined || time.to < stretch.from || time.from > stretch.to ? [] : [{ run, ...time }];
  });
  return [...Map.groupBy(bars, ({ run }) => laneOf(run, options).key)]
    .flatMap(([key, own]) => (own[0] === undefined ? [] : [{ key, name: laneOf(own[0].run, options).name, ...stack(own) }]))
    .toSorted((one, other) => Number(one.key === "") - Number(other.key === "") || one.name.localeCompare(other.name));
};

/** The bar that an arrow key leads to from one: along its lane, or to the nearest in time of the lane beside it. */
export const nextBar = (lanes: readonly Lane[], current: string | undefined, key: string): Bar | undefined => {
  const filled = lanes.filter(({ bars }) => bars.length > 0);
  const at = filled.findIndex(({ bars }) => bars.some(({ run }) => run.id === current));
  const lane = filled[at];
  if (lane === undefined) return filled[0]?.bars.at(-1);
  const index = lane.bars.findIndex(({ run }) => run.id === current);
  if (key === "Home") return lane.bars[0];
  if (key === "End") return lane.bars.at(-1);
  if (key === "ArrowLeft" || key === "ArrowRight") return lane.bars[index + (key === "ArrowLeft" ? -1 : 1)] ?? lane.bars[index];
  const beside = filled[at + (key === "ArrowUp" ? -1 : 1)];
  const { from } = lane.bars[index] ?? { from: 0 };
  return (
    beside?.bars.reduce((nearest, bar) => (Math.abs(bar.from - from) < Math.abs(nearest.from - from) ? bar : nearest)) ?? lane.bars[index]
  );
};
