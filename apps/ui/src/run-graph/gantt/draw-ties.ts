import { targetsOf } from "../model/adjacency.ts";
import { endOf, type GraphModel } from "../model/graph-model.ts";
import { findNode, groupKey } from "../model/rows.ts";
import { rowHeight, type Scene, toX } from "./scene.ts";

type Pen = CanvasRenderingContext2D;

/** Lines along the critical path, and between the selected node and what it depends on or what depends on it. */
export const drawTies = (pen: Pen, scene: Scene): void => {
  const { palette } = scene;
  const steps = scene.criticalPath ?? [];
  for (const [position, { index, isInferred }] of steps.entries()) {
    const before = steps[position - 1];
    if (before !== undefined)
      drawTie(pen, scene, { model: scene.model, from: before.index, to: index, colour: palette.accent, isDashed: isInferred });
  }
  const selected = findNode(scene.selectedKey, scene);
  if (selected === undefined) return;
  const { model, index } = selected;
  const common = { model, colour: palette.text, isDashed: false };
  for (const from of targetsOf(model.parents, index).subarray(0, mostTies)) drawTie(pen, scene, { ...common, from, to: index });
  for (const to of targetsOf(model.children, index).subarray(0, mostTies)) drawTie(pen, scene, { ...common, from: index, to });
};

const mostTies = 200;

/** Where a node is drawn: in its own row, or in that of its group while that is closed. */
const findRow = ({ rowOf }: Scene, model: GraphModel, index: number): number | undefined =>
  rowOf.get(model.ids[index] ?? "") ?? rowOf.get(groupKey(model, model.tasks[model.taskOf[index] ?? 0] ?? ""));

interface Tie {
  readonly model: GraphModel;
  readonly from: number;
  readonly to: number;
  readonly colour: string;
  readonly isDashed: boolean;
}

const drawTie = (pen: Pen, scene: Scene, { model, from, to, colour, isDashed }: Tie): void => {
  const fromRow = findRow(scene, model, from);
  const toRow = findRow(scene, model, to);
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
