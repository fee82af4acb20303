import { stateLabel } from "../components/state-looks.ts";
import { endOf } from "./model/graph-model.ts";
import type { GroupRow, NodeRow, Row } from "./model/rows.ts";
import { isWaiting, typeOfCode } from "./model/state-codes.ts";
import { printElapsed } from "./print-elapsed.ts";

export const labelOf = (row: Row): string => {
  if (row.kind === "note") return row.text;
  return row.kind === "group" ? row.group.name : (row.model.labels[row.index] ?? "");
};

/** The states of a group's runs with their counts, what failed first. */
const tellCounts = ({ group }: GroupRow): string =>
  Array.from(group.counts, (count, code) => ({ count, code }))
    .filter(({ count }) => count > 0)
    .reverse()
    .map(({ count, code }) => `${count} ${stateLabel(typeOfCode(code)).toLowerCase()}`)
    .join(", ");

/** Milliseconds from start to end so far; NaN of what has not begun. */
export const durationOf = ({ model, index }: Pick<NodeRow, "model" | "index">, now: number): number =>
  isWaiting(model.states[index] ?? 0) ? Number.NaN : endOf(model, index, now) - (model.starts[index] ?? now);

/** What a row shows besides its name, in words: for those who hear it. */
export const tellRow = (row: Row, now: number): string => {
  if (row.kind === "note") return "";
  if (row.kind === "group") {
    const { members, p50, p95 } = row.group;
    return `${members.length} runs: ${tellCounts(row)}; half took at most ${printElapsed(p50)}, 95% at most ${printElapsed(p95)}`;
  }
  const { model, index } = row;
  const state = stateLabel(typeOfCode(model.states[index] ?? 0));
  const start = (model.starts[index] ?? now) - (Number.isNaN(model.start) ? now : model.start);
  const made = model.artifacts.get(index)?.length ?? 0;
  const artifacts = made === 0 ? "" : `, made ${made} ${made === 1 ? "artifact" : "artifacts"}`;
  return isWaiting(model.states[index] ?? 0)
    ? state
    : `${state}, began after ${printElapsed(Math.max(start, 0))}, took ${printElapsed(durationOf(row, now))}${artifacts}`;
};
