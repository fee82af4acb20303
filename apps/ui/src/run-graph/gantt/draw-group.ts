import { endOf } from "../model/graph-model.ts";
import type { GroupRow } from "../model/rows.ts";
import { hasEnded, hasFailed } from "../model/state-codes.ts";
import { fillBar, type Place } from "./draw-bar.ts";
import { barHeight, rowHeight, type Scene, toX } from "./scene.ts";

type Pen = CanvasRenderingContext2D;

/** All runs of a task on one line; what ended badly or goes on is drawn over the rest. */
export const drawGroup = (pen: Pen, scene: Scene, { row, top }: Place<GroupRow>): void => {
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

/** What of a group is on the critical path. */
export const drawSteps = (pen: Pen, scene: Scene, { row, top }: Place<GroupRow>): void => {
  const barTop = top + (rowHeight - barHeight) / 2;
  for (const { index } of scene.criticalPath ?? []) {
    if (row.model.tasks[row.model.taskOf[index] ?? 0] !== row.group.name) continue;
    const left = toX(scene, row.model.starts[index] ?? 0);
    const right = Math.max(toX(scene, endOf(row.model, index, scene.now)), left + 2);
    fillBar(pen, { left, right, top: barTop, colour: scene.palette.states[row.model.states[index] ?? 0] ?? "" });
  }
};

/** States that matter more are drawn later: those that failed last. */
const weightOf = (code: number): number => (hasEnded(code) ? code : code + 0.5);
