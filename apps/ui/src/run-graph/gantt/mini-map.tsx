import { type PointerEvent, useMemo, useRef } from "react";
import { endOf, type GraphModel } from "../model/graph-model.ts";
import { hasFailed } from "../model/state-codes.ts";
import type { TimeAxis } from "../model/time-axis.ts";
import { drawOverview, measureDensity } from "./draw-marks.ts";
import classes from "./gantt.module.css";
import type { Palette } from "./palette.ts";
import { between, pan, rangeOf, type TimeWindow } from "./time-window.ts";
import { useDrawing } from "./use-drawing.ts";
import { useSize } from "./use-size.ts";

interface Props {
  readonly model: GraphModel;
  readonly axis: TimeAxis;
  readonly window: TimeWindow | undefined;
  readonly palette: Palette;
  readonly now: number;
  readonly onWindow: (window: TimeWindow | undefined) => void;
}

type Grip = "new" | "move" | "left" | "right";
interface Drag {
  readonly grip: Grip;
  /** The edge that stays, as a position of the axis; while moving, where the pointer was. */
  readonly fixed: number;
}

/** The whole run in a strip, and a brush over the part the chart shows. Keys do the same in the chart. */
export const MiniMap = ({ model, axis, window, palette, now, onWindow }: Props) => {
  const ref = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const drag = useRef<Drag>(undefined);
  const size = useSize(ref);
  const whole = rangeOf(axis, undefined);
  const shown = rangeOf(axis, window);
  const overview = useMemo(
    () => measureDensity({ axis, range: rangeOf(axis, undefined), width: size.width }, listSpans(model, now)),
    [axis, model, now, size.width],
  );
  useDrawing(canvas, size, (pen) => drawOverview(pen, { ...overview, height: size.height, palette }));

  const positionAt = ({ clientX }: PointerEvent): number => {
    const left = ref.current?.getBoundingClientRect().left ?? 0;
    return whole.from + ((clientX - left) / Math.max(size.width, 1)) * (whole.to - whole.from);
  };
  const start = (grip: Grip) => (event: PointerEvent<HTMLDivElement>) => {
    event.stopPropagation();
    ref.current?.setPointerCapture(event.pointerId);
    const at = positionAt(event);
    drag.current = { grip, fixed: grip === "left" ? shown.to : grip === "right" ? shown.from : at };
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    const going = drag.current;
    if (going === undefined) return;
    const at = positionAt(event);
    if (going.grip === "move") {
      onWindow(pan(axis, window, (at - going.fixed) / (shown.to - shown.from)));
      drag.current = { grip: "move", fixed: at };
    } else if (Math.abs(at - going.fixed) > (whole.to - whole.from) / 200) onWindow(between(axis, going.fixed, at));
  };
  const stop = (): void => {
    drag.current = undefined;
  };
  const percent = (position: number): string => `${((position - whole.from) / (whole.to - whole.from)) * 100}%`;
  return (
    <div
      aria-hidden
      className={classes.miniMap}
      ref={ref}
      onPointerDown={start("new")}
      onPointerMove={move}
      onPointerUp={stop}
      onPointerCancel={stop}
    >
      <canvas className={classes.fill} ref={canvas} />
      {window === undefined ? null : (
        <div
          className={classes.brush}
          onPointerDown={start("move")}
          style={{ left: percent(shown.from), right: `calc(100% - ${percent(shown.to)})` }}
        >
          <div className={classes.grip} onPointerDown={start("left")} style={{ left: -4 }} />
          <div className={classes.grip} onPointerDown={start("right")} style={{ right: -4 }} />
        </div>
      )}
    </div>
  );
};

const listSpans = function* (model: GraphModel, now: number): Generator<{ from: number; to: number; isFailed: boolean }> {
  for (let index = 0; index < model.count; index++)
    yield { from: model.starts[index] ?? now, to: endOf(model, index, now), isFailed: hasFailed(model.states[index] ?? 0) };
};
