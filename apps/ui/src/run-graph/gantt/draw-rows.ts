import { endOf } from "../model/graph-model.ts";
import type { NodeRow } from "../model/rows.ts";
import { hasEnded, isWaiting } from "../model/state-codes.ts";
import { printElapsed } from "../print-elapsed.ts";
import { type Bar, fillBar, type Place } from "./draw-bar.ts";
import { drawGroup, drawSteps } from "./draw-group.ts";
import { drawDiamond, drawGuides, drawPlayhead } from "./draw-marks.ts";
import { drawTies } from "./draw-ties.ts";
import { barHeight, rowHeight, type Scene, shownRows, toX } from "./scene.ts";

type Pen = CanvasRenderingContext2D;

/** Draws the bars of the rows that can be seen, what ties them, and the guides behind them. */
export const drawRows = (pen: Pen, scene: Scene): void => {
  const { width, height, rows, scrollTop, palette } = scene;
  pen.clearRect(0, 0, width, height);
  pen.font = palette.font;
  pen.textBaseline = "middle";
  drawGuides(pen, scene);
  const { first, last } = shownRows(scene);
  const onPath = new Set(scene.criticalPath?.map(({ index }) => index));
  for (let position = first; position <= last; position++) {
    const row = rows[position];
    if (row === undefined || row.kind === "note") continue;
    const top = position * rowHeight - scrollTop;
    if (row.key === scene.activeKey || row.key === scene.selectedKey) {
      pen.fillStyle = palette.active;
      pen.fillRect(0, top, width, rowHeight);
    }
    const isAside = scene.criticalPath !== undefined && !(row.kind === "node" && row.model === scene.model && onPath.has(row.index));
    pen.globalAlpha = isAside ? 0.35 : 1;
    if (row.kind === "group") drawGroup(pen, scene, { row, top });
    else drawNode(pen, scene, { row, top });
    pen.globalAlpha = 1;
    if (row.kind === "group" && row.model === scene.model) drawSteps(pen, scene, { row, top });
  }
  drawTies(pen, scene);
  drawPlayhead(pen, scene);
};

const drawNode = (pen: Pen, scene: Scene, { row, top }: Place<NodeRow>): void => {
  const { model, index } = row;
  const code = model.states[index] ?? 0;
  const colour = scene.palette.states[code] ?? "";
  const start = model.starts[index] ?? scene.now;
  const end = endOf(model, index, scene.now);
  const left = toX(scene, start);
  const right = Math.max(toX(scene, end), left + 2);
  const barTop = top + (rowHeight - barHeight) / 2;
  if (right >= 0 && left <= scene.width) {
    if (isWaiting(code)) strokeBar(pen, { left, right, top: barTop, colour });
    else if (!drawAttempts(pen, scene, { key: row.key, top: barTop, colour })) fillBar(pen, { left, right, top: barTop, colour });
    if (!(hasEnded(code) || isWaiting(code))) drawOpenEnd(pen, { right, top: barTop, colour });
  }
  drawWait(pen, scene, { row, top: barTop });
  for (const { at } of model.artifacts.get(index) ?? [])
    drawDiamond(pen, { x: toX(scene, at), y: top + rowHeight / 2, palette: scene.palette });
  drawFigure(pen, scene, { row, top, right, duration: isWaiting(code) ? Number.NaN : end - start });
};

/** Narrow charts have no column for durations. */
const narrow = 420;

interface Figure extends Place<NodeRow> {
  readonly right: number;
  /** In milliseconds, NaN before it has begun. */
  readonly duration: number;
}

const drawFigure = (pen: Pen, scene: Scene, { row, top, right, duration }: Figure): void => {
  const runCount = scene.times.get(row.key)?.runCount ?? 0;
  const parts = [
    ...(scene.width < narrow && !Number.isNaN(duration) ? [printElapsed(duration)] : []),
    ...(runCount > 1 ? [`${runCount} attempts`] : []),
  ];
  const text = parts.join(" · ");
  if (text === "" || right < 0 || right + 8 + pen.measureText(text).width > scene.width) return;
  pen.fillStyle = scene.palette.muted;
  pen.fillText(text, right + 8, top + rowHeight / 2 + 0.5);
};

const strokeBar = (pen: Pen, { left, right, top, colour }: Bar): void => {
  pen.strokeStyle = colour;
  pen.setLineDash([3, 3]);
  pen.strokeRect(left + 0.5, top + 0.5, Math.max(right - left - 1, 1), barHeight - 1);
  pen.setLineDash([]);
};

/** What goes on has no right edge yet. */
const drawOpenEnd = (pen: Pen, { right, top, colour }: Omit<Bar, "left">): void => {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(right - 1, top);
  pen.lineTo(right + 5, top + barHeight / 2);
  pen.lineTo(right - 1, top + barHeight);
  pen.fill();
};

/** The times it ran, one by one, with a thin line through the pauses; false where they are not known. */
const drawAttempts = (pen: Pen, scene: Scene, bar: { readonly key: string; readonly top: number; readonly colour: string }): boolean => {
  const attempts = scene.times.get(bar.key)?.attempts ?? [];
  if (attempts.length < 2) return false;
  const ends = attempts.map(({ to }) => (Number.isNaN(to) ? scene.now : to));
  const left = toX(scene, attempts[0]?.from ?? 0);
  pen.fillStyle = bar.colour;
  pen.fillRect(left, bar.top + barHeight / 2 - 1, toX(scene, Math.max(...ends)) - left, 2);
  const opacity = pen.globalAlpha;
  for (const [index, { from }] of attempts.entries()) {
    const x = toX(scene, from);
    // The state, and with it the colour, is what became of the last one.
    pen.globalAlpha = index === attempts.length - 1 ? opacity : opacity * 0.55;
    fillBar(pen, { left: x, right: Math.max(toX(scene, ends[index] ?? from), x + 2), top: bar.top, colour: bar.colour });
  }
  return true;
};

/** From when it could have started to when it did. */
const drawWait = (pen: Pen, scene: Scene, { row, top }: Place<NodeRow>): void => {
  const expected = scene.times.get(row.key)?.expected ?? Number.NaN;
  const start = row.model.starts[row.index] ?? Number.NaN;
  if (!(start - expected > 0)) return;
  const left = toX(scene, expected);
  const right = toX(scene, start);
  if (right - left < 1) return;
  pen.fillStyle = scene.palette.muted;
  pen.globalAlpha *= 0.55;
  pen.fillRect(left, top + barHeight / 2 - 1.5, right - left, 3);
  pen.fillRect(left, top + 2, 1.5, barHeight - 4);
  pen.globalAlpha = Math.min(pen.globalAlpha / 0.55, 1);
};
