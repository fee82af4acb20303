import type { GraphNode } from "@millrace/contract";

/** What clients put behind a task's name to name its runs: a number, or the beginning of a random id. */
const runSuffix = /-(?:\d+|[0-9a-f]{3})$/;

/** The task or flow that a node is a run of, as far as its label tells. */
export const taskNameOf = ({ kind, label }: Pick<GraphNode, "kind" | "label">): string =>
  kind === "flow-run" ? label.slice(0, Math.max(label.indexOf(" / "), 0)) || label : label.replace(runSuffix, "") || label;
