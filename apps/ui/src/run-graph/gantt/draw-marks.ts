import { hasEnded } from "../model/state-codes.ts";
import { toPosition } from "../model/time-axis.ts";
import type { Palette } from "./palette.ts";
import type { Scene, Stretch } from "./scene.ts";
import { toX } from "./scene.ts";
import { listTicks } from "./ticks.ts";

type Pen = CanvasRenderingContext2D;
type Ground = Stretch & Pick<Scene, "height" | "palette">;

/** Lines at round times, and a mark where idle time is hidden. */
export const drawGuides = (pen: Pen, ground: Ground): void => {
  const { axis, range, width, height, palette } = ground;
  pen.fillStyle = palette.line;
  for (const { x } of listTicks(axis, range, width)) pen.fillRect(Math.round(x), 0, 1, height);
  for (const gap of axis.breaks) {
    const left = toX(ground, gap.from);
    const right = toX(ground, gap.to);
    if (right < 0 || left > width) continue;
    pen.fillStyle = palette.track;
    pen.fillRect(left, 0, right - left, height);
    pen.strokeStyle = palette.muted;
    pen.setLineDash([2, 4]);
    pen.strokeRect(Math.round((left + right) / 2) + 0.5, -1, 0, height + 2);
    pen.setLineDash([]);
  }
};

/** Now, while the run goes on. */
export const drawPlayhead = (pen: Pen, scene: Ground & Pick<Scene, "now" | "model">): void => {
  if (!Number.isNaN(scene.model.end) || Number.isNaN(scene.model.start)) return;
  pen.fillStyle = scene.palette.accent;
  pen.fillRect(Math.round(toX(scene, scene.now)), 0, 1.5, scene.height);
};

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly palette: Palette;
}

/** An artifact. */
export const drawDiamond = (pen: Pen, { x, y, palette }: Spot): void => {
  pen.fillStyle = palette.text;
  pen.beginPath();
  pen.moveTo(x, y - 4.5);
  pen.lineTo(x + 4.5, y);
  pen.lineTo(x, y + 4.5);
  pen.lineTo(x - 4.5, y);
  pen.fill();
};

/** Pixels the band with the flow run's own states is high. */
const bandHeight = 5;

/** The times along the upper edge, the states of the flow run, and the artifacts of the flow run itself. */
export const drawHeader = (pen: Pen, scene: Ground & Pick<Scene, "now" | "model">): void => {
  const { model, axis, range, width, height, palette, now } = scene;
  pen.clearRect(0, 0, width, height);
  pen.font = palette.font;
  pen.textBaseline = "middle";
  for (const { x, label } of listTicks(axis, range, width)) {
    pen.fillStyle = palette.muted;
    pen.fillText(label, x + 4, (height - bandHeight) / 2);
    pen.fillStyle = palette.line;
    pen.fillRect(Math.round(x), 0, 1, height - bandHeight);
  }
  for (const [index, { at, code }] of model.flowStates.entries()) {
    const next = model.flowStates[index + 1]?.at ?? (hasEnded(code) ? at : now);
    const left = toX(scene, at);
    pen.fillStyle = palette.states[code] ?? "";
    pen.fillRect(left, height - bandHeight, Math.max(toX(scene, next) - left, 3), bandHeight);
  }
  for (const { at } of model.artifacts.get(-1) ?? []) drawDiamond(pen, { x: toX(scene, at), y: height - bandHeight - 4, palette });
  drawPlayhead(pen, scene);
};

/** How many nodes run at each pixel of a strip that shows the whole run; what failed is seen at any size. */
export const drawOverview = (pen: Pen, { density, failed, height, palette }: Overview): void => {
  pen.clearRect(0, 0, density.length, height);
  const most = density.reduce((greatest, count) => Math.max(greatest, count), 1);
  for (const [x, count] of density.entries()) {
    if (count === 0) continue;
    const bar = Math.max((count / most) * (height - 8), 2);
    pen.globalAlpha = 0.45;
    pen.fillStyle = palette.muted;
    pen.fillRect(x, height - bar, 1, bar);
    pen.globalAlpha = 1;
    if (failed[x] === 1) {
      pen.fillStyle = palette.states.at(-2) ?? "";
      pen.fillRect(x, height - 3, 1, 3);
    }
  }
};

interface Overview {
  readonly density: Float64Array;
  readonly failed: Uint8Array;
  readonly height: number;
  readonly palette: Palette;
}

export const measureDensity = (
  stretch: Stretch,
  spans: Iterable<{ from: number; to: number; isFailed: boolean }>,
): Omit<Overview, "height" | "palette"> => {
  const width = Math.max(Math.floor(stretch.width), 1);
  const changes = new Float64Array(width + 1);
  const failed = new Uint8Array(width);
  const scale = width / (stretch.range.to - stretch.range.from);
  const pixelOf = (time: number): number =>
    Math.min(Math.max(Math.floor((toPosition(stretch.axis, time) - stretch.range.from) * scale), 0), width - 1);
  for (const { from, to, isFailed } of spans) {
    const first = pixelOf(from);
    const last = pixelOf(to);
    changes[first] = (changes[first] ?? 0) + 1;
    changes[last + 1] = (changes[last + 1] ?? 0) - 1;
    if (isFailed) failed[last] = 1;
  }
  let running = 0;
  return { density: changes.subarray(0, width).map((change) => (running += change)), failed };
};
