import { targetsOf } from "../model/adjacency.ts";
import { endOf } from "../model/graph-model.ts";
import type { GroupRow, NodeRow } from "../model/rows.ts";
import { hasEnded, hasFailed, isWaiting } from "../model/state-codes.ts";
import { printElapsed } from "../print-elapsed.ts";
import { drawDiamond, drawGuides, drawPlayhead } from "./draw-marks.ts";
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
  }
  drawTies(pen, scene);
  drawPlayhead(pen, scene);
};

interface Place<R> {
  readonly row: R;
  /** Pixels from the upper edge of the chart. */
  readonly top: number;
}

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

interface Bar {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly colour: string;
}

const fillBar = (pen: Pen, { left, right, top, colour }: Bar): void => {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.roundRect(left, top, right - left, barHeight, Math.min(3, (right - left) / 2));
  pen.fill();
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
  for (const [index, { from }] of attempts.entries()) {
    const x = toX(scene, from);
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

/** All runs of a task on one line; what ended badly or goes on is drawn over the rest. */
const drawGroup = (pen: Pen, scene: Scene, { row, top }: Place<GroupRow>): void => {
  const { group, model } = row;
  const barTop = top + (rowHeight - barHeight) / 2;
  const left = toX(scene, group.start);
  const right = Math.max(toX(scene, Number.isNaN(group.end) ? group.start : group.end), left + 2);
  pen.fillStyle = scene.palette.track;
  pen.fillRect(left, barTop, right - left, barHeight);
  const codes = Array.from(group.counts.keys()).filter((code) => (group.counts[code] ?? 0) > 0);
  for (const code of codes.sort((one, other) => weightOf(one) - weightOf(other))) {
    pen.fillStyle = scene.palette.states[code] ?? "";
    let drawn = Number.NEGATIVE_INFINITY;
    for (const index of group.members) {
      if (model.states[index] !== code) continue;
      const from = toX(scene, model.starts[index] ?? 0);
      const to = Math.max(toX(scene, endOf(model, index, scene.now)), from + 1.5);
      if (to < 0 || from > scene.width) continue;
      // A few failures among many runs must be seen, but not look like the most of them.
      if (hasFailed(code)) pen.fillRect(to - 2, barTop, 2, barHeight);
      if (to <= drawn || hasFailed(code)) continue;
      pen.fillRect(Math.max(from, Math.min(drawn, to)), barTop + 2, to - Math.max(from, Math.min(drawn, to)), barHeight - 4);
      drawn = Math.max(drawn, to);
    }
  }
};

/** States that matter more are drawn later: those that failed last. */
const weightOf = (code: number): number => (hasEnded(code) ? code : code + 0.5);

/** Lines along the critical path, and between the selected node and what it depends on or what depends on it. */
const drawTies = (pen: Pen, scene: Scene): void => {
  const { model, rowOf, palette } = scene;
  const steps = scene.criticalPath ?? [];
  for (const [position, { index, isInferred }] of steps.entries()) {
    const before = steps[position - 1];
    if (before !== undefined) drawTie(pen, scene, { from: before.index, to: index, colour: palette.accent, isDashed: isInferred });
  }
  const selected = scene.selectedKey === undefined ? -1 : model.ids.indexOf(scene.selectedKey);
  if (selected < 0 || !rowOf.has(scene.selectedKey ?? "")) return;
  for (const from of targetsOf(model.parents, selected).subarray(0, mostTies))
    drawTie(pen, scene, { from, to: selected, colour: palette.text, isDashed: false });
  for (const to of targetsOf(model.children, selected).subarray(0, mostTies))
    drawTie(pen, scene, { from: selected, to, colour: palette.text, isDashed: false });
};

const mostTies = 200;

interface Tie {
  readonly from: number;
  readonly to: number;
  readonly colour: string;
  readonly isDashed: boolean;
}

const drawTie = (pen: Pen, scene: Scene, { from, to, colour, isDashed }: Tie): void => {
  const { model, rowOf } = scene;
  const fromRow = rowOf.get(model.ids[from] ?? "");
  const toRow = rowOf.get(model.ids[to] ?? "");
  if (fromRow === undefined || toRow === undefined) return;
  const x1 = toX(scene, endOf(model, from, scene.now));
  const x2 = toX(scene, model.starts[to] ?? 0);
  const y1 = (fromRow + 0.5) * rowHeight - scene.scrollTop;
  const y2 = (toRow + 0.5) * rowHeight - scene.scrollTop;
  if (Math.max(y1, y2) < 0 || Math.min(y1, y2) > scene.height) return;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.25;
  pen.setLineDash(isDashed ? [4, 3] : []);
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.bezierCurveTo(x1 + 14, y1, x2 - 14, y2, x2, y2);
  pen.stroke();
  pen.setLineDash([]);
  pen.lineWidth = 1;
};
