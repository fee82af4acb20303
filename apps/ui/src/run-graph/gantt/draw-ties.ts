import { targetsOf } from "../model/adjacency.ts";
import { endOf } from "../model/graph-model.ts";
import { groupKey } from "../model/rows.ts";
import { rowHeight, type Scene, toX } from "./scene.ts";

type Pen = CanvasRenderingContext2D;

/** Lines along the critical path, and between the selected node and what it depends on or what depends on it. */
export const drawTies = (pen: Pen, scene: Scene): void => {
  const { model, palette } = scene;
  const steps = scene.criticalPath ?? [];
  for (const [position, { index, isInferred }] of steps.entries()) {
    const before = steps[position - 1];
    if (before !== undefined) drawTie(pen, scene, { from: before.index, to: index, colour: palette.accent, isDashed: isInferred });
  }
  const selected = scene.selectedKey === undefined ? -1 : model.ids.indexOf(scene.selectedKey);
  if (selected < 0) return;
  for (const from of targetsOf(model.parents, selected).subarray(0, mostTies))
    drawTie(pen, scene, { from, to: selected, colour: palette.text, isDashed: false });
  for (const to of targetsOf(model.children, selected).subarray(0, mostTies))
    drawTie(pen, scene, { from: selected, to, colour: palette.text, isDashed: false });
};

const mostTies = 200;

/** Where a node is drawn: in its own row, or in that of its group while that is closed. */
const findRow = ({ model, rowOf }: Scene, index: number): number | undefined =>
  rowOf.get(model.ids[index] ?? "") ?? rowOf.get(groupKey(model, model.tasks[model.taskOf[index] ?? 0] ?? ""));

interface Tie {
  readonly from: number;
  readonly to: number;
  readonly colour: string;
  readonly isDashed: boolean;
}

const drawTie = (pen: Pen, scene: Scene, { from, to, colour, isDashed }: Tie): void => {
  const { model } = scene;
  const fromRow = findRow(scene, from);
  const toRow = findRow(scene, to);
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
