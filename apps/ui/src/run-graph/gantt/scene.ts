import type { CriticalStep } from "../model/critical-path.ts";
import type { GraphModel } from "../model/graph-model.ts";
import type { Row } from "../model/rows.ts";
import { type TimeAxis, toPosition } from "../model/time-axis.ts";
import type { RunTimes } from "../run-times.ts";
import type { Palette } from "./palette.ts";
import type { Range } from "./time-window.ts";

/** Pixels a row is high, and its bar. */
export const rowHeight = 26;
export const barHeight = 12;

/** What stretches a time over the pixels of a chart. */
export interface Stretch {
  readonly axis: TimeAxis;
  readonly range: Range;
  readonly width: number;
}

/** Everything a drawing of the rows depends on. */
export interface Scene extends Stretch {
  readonly model: GraphModel;
  readonly rows: readonly Row[];
  readonly rowOf: ReadonlyMap<string, number>;
  readonly scrollTop: number;
  readonly height: number;
  readonly palette: Palette;
  readonly now: number;
  readonly times: ReadonlyMap<string, RunTimes>;
  /** The chain to make stand out; undefined when it is not asked for. */
  readonly criticalPath: readonly CriticalStep[] | undefined;
  readonly activeKey: string | undefined;
  readonly selectedKey: string | undefined;
}

export const toX = ({ axis, range, width }: Stretch, time: number): number =>
  ((toPosition(axis, time) - range.from) / (range.to - range.from)) * width;

/** The rows that can be seen, first and last with it. */
export const shownRows = ({ rows, scrollTop, height }: Pick<Scene, "rows" | "scrollTop" | "height">): { first: number; last: number } => ({
  first: Math.max(Math.floor(scrollTop / rowHeight), 0),
  last: Math.min(Math.ceil((scrollTop + height) / rowHeight), rows.length) - 1,
});
