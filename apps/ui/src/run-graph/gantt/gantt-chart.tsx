import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { CriticalStep } from "../model/critical-path.ts";
import type { GraphModel } from "../model/graph-model.ts";
import type { Row } from "../model/rows.ts";
import type { TimeAxis } from "../model/time-axis.ts";
import type { RunTimes } from "../run-times.ts";
import { RowGroup, TreeGrid } from "../tree-grid.tsx";
import { pressTreeKey } from "../tree-keys.ts";
import { drawHeader } from "./draw-marks.ts";
import { drawRows } from "./draw-rows.ts";
import classes from "./gantt.module.css";
import { MiniMap } from "./mini-map.tsx";
import type { Palette } from "./palette.ts";
import { RowLabels, rowId } from "./row-labels.tsx";
import { rowHeight, shownRows } from "./scene.ts";
import { pan, rangeOf, type TimeWindow, zoom } from "./time-window.ts";
import { useDrawing } from "./use-drawing.ts";
import { useGestures } from "./use-gestures.ts";
import { usePalette } from "./use-palette.ts";
import { useSize } from "./use-size.ts";

export interface GanttProps {
  readonly model: GraphModel;
  readonly rows: readonly Row[];
  readonly rowOf: ReadonlyMap<string, number>;
  readonly axis: TimeAxis;
  readonly window: TimeWindow | undefined;
  readonly criticalPath: readonly CriticalStep[] | undefined;
  readonly times: ReadonlyMap<string, RunTimes>;
  readonly activeKey: string | undefined;
  readonly selectedKey: string | undefined;
  readonly now: number;
  readonly onWindow: (window: TimeWindow | undefined) => void;
  readonly onActivate: (row: Row) => void;
  readonly onToggle: (row: Row) => void;
  readonly onPress: (row: Row) => void;
  /** The rows in sight, first and last with it. */
  readonly onShow: (first: number, last: number) => void;
}

const page = 20;

/** Rows over time: names that can be read, bars that are drawn. */
export const GanttChart = (props: GanttProps) => {
  const { model, rows, axis, window, activeKey, now, onWindow } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const palette = usePalette(scroll);
  const { height } = useSize(scroll);
  const [scrollTop, setScrollTop] = useState(0);
  const prefix = useId();
  const active = activeKey === undefined ? undefined : props.rowOf.get(activeKey);
  const { first, last } = shownRows({ rows, scrollTop, height });
  const { onShow } = props;
  useEffect(() => onShow(first, last), [first, last, onShow]);
  useEffect(() => keepInSight(scroll.current, active), [active]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTaken = pressTimeKey(event, props) || pressTreeKey(event, { ...props, page });
    if (isTaken) event.preventDefault();
  };
  const inSight = active !== undefined && active >= first && active <= last;
  return (
    <div className={classes.chart}>
      <div className={classes.top}>
        <div className={classes.corner}>Task</div>
        <div className={classes.time}>
          {palette === undefined ? null : (
            <>
              <MiniMap axis={axis} model={model} now={now} onWindow={onWindow} palette={palette} window={window} />
              <Header {...props} palette={palette} />
            </>
          )}
        </div>
      </div>
      <TreeGrid
        aria-activedescendant={inSight ? rowId(prefix, active) : undefined}
        aria-colcount={2}
        aria-label="Task runs over time"
        aria-rowcount={rows.length}
        className={classes.scroll}
        onKeyDown={onKeyDown}
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
        ref={scroll}
      >
        <RowGroup className={classes.rows} style={{ height: Math.max(rows.length * rowHeight, height) }}>
          {palette === undefined ? null : (
            <Bars {...props} height={height} palette={palette} scroll={scroll.current} scrollTop={scrollTop} />
          )}
          <RowLabels
            activeKey={activeKey}
            first={Math.max(first - 4, 0)}
            last={last + 4}
            now={now}
            onPress={props.onPress}
            onToggle={props.onToggle}
            prefix={prefix}
            rows={rows}
            selectedKey={props.selectedKey}
          />
        </RowGroup>
      </TreeGrid>
    </div>
  );
};

const Header = ({ model, axis, window, now, palette }: GanttProps & { readonly palette: Palette }) => {
  const ref = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(ref);
  useDrawing(canvas, size, (pen) => drawHeader(pen, { model, axis, range: rangeOf(axis, window), ...size, palette, now }));
  return (
    <div aria-hidden className={classes.header} ref={ref}>
      <canvas className={classes.fill} ref={canvas} />
    </div>
  );
};

interface BarsProps extends GanttProps {
  readonly palette: Palette;
  readonly scroll: HTMLElement | null;
  readonly scrollTop: number;
  readonly height: number;
}

const Bars = ({ scroll, scrollTop, height, ...props }: BarsProps) => {
  const { rows, axis, window, onWindow, onPress } = props;
  const ref = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(ref);
  const { width } = size;
  useGestures(ref, {
    onZoom: (factor, around) => onWindow(zoom(axis, window, { factor, around })),
    onPan: (share) => onWindow(pan(axis, window, share)),
    onTap: (_, y) => {
      const row = rows[Math.floor(((scroll?.scrollTop ?? 0) + y) / rowHeight)];
      if (row !== undefined) onPress(row);
    },
  });
  useDrawing(canvas, size, (pen) => drawRows(pen, { ...props, range: rangeOf(axis, window), width, height: size.height, scrollTop }));
  return (
    <div aria-hidden className={classes.bars} ref={ref} style={{ height }}>
      <canvas className={classes.fill} ref={canvas} />
    </div>
  );
};

/** Zooms and moves through the time. True when the key was one of those. */
const pressTimeKey = ({ key, shiftKey }: KeyboardEvent, { axis, window, onWindow }: GanttProps): boolean => {
  if (key === "+" || key === "=") onWindow(zoom(axis, window, { factor: 0.7 }));
  else if (key === "-" || key === "_") onWindow(zoom(axis, window, { factor: 1 / 0.7 }));
  else if (key === "0") onWindow(undefined);
  else if (shiftKey && key === "ArrowLeft") onWindow(pan(axis, window, -0.2));
  else if (shiftKey && key === "ArrowRight") onWindow(pan(axis, window, 0.2));
  else return false;
  return true;
};

const keepInSight = (scroll: HTMLElement | null, position: number | undefined): void => {
  if (scroll === null || position === undefined) return;
  const top = position * rowHeight;
  if (top < scroll.scrollTop) scroll.scrollTop = top;
  else if (top + rowHeight > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top + rowHeight - scroll.clientHeight;
};
