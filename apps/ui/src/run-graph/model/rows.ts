import type { GraphModel } from "./graph-model.ts";
import { groupByTask, type TaskGroup } from "./task-groups.ts";

/** A line of the Gantt chart or the table. Its key is the same as long as it stands for the same thing. */
export type Row = GroupRow | NodeRow | NoteRow;

interface Line {
  readonly key: string;
  readonly depth: number;
}

export interface GroupRow extends Line {
  readonly kind: "group";
  readonly model: GraphModel;
  readonly group: TaskGroup;
  readonly isExpanded: boolean;
}

export interface NodeRow extends Line {
  readonly kind: "node";
  readonly model: GraphModel;
  readonly index: number;
  /** Undefined where there is nothing to expand. */
  readonly isExpanded: boolean | undefined;
}

/** Stands for the inside of a subflow run that is on its way, empty, or cannot be had. */
export interface NoteRow extends Line {
  readonly kind: "note";
  readonly text: string;
}

/** The inside of a subflow run, as far as it is there. */
export type Subflow = { readonly model: GraphModel } | { readonly text: string };

export interface RowChoices {
  readonly isGrouped: boolean;
  /** Keys of the rows that show what is in them. */
  readonly expanded: ReadonlySet<string>;
  readonly subflows: ReadonlyMap<string, Subflow>;
  /** Which nodes are wanted; undefined for all. */
  readonly matches?: ((model: GraphModel, index: number) => boolean) | undefined;
  readonly now: number;
}

/** Subflow runs inside one another are shown this deep. */
const deepest = 8;

/** The rows of a model: its nodes in their order, or by task, with what is expanded below each. */
export const listRows = (model: GraphModel, choices: RowChoices, depth = 0): Row[] => {
  const matches = choices.matches ?? (() => true);
  if (!choices.isGrouped) return listNodeRows(model, { nodes: everyIndex(model), depth, choices });
  return groupByTask(model, choices.now).flatMap((group): Row[] => {
    const nodes = [...group.members].filter((index) => matches(model, index));
    if (nodes.length === 0) return [];
    if (group.members.length === 1) return listNodeRows(model, { nodes, depth, choices });
    const key = groupKey(model, group.name);
    const isExpanded = choices.expanded.has(key);
    const row: GroupRow = { kind: "group", key, depth, model, group, isExpanded };
    return isExpanded ? [row, ...listNodeRows(model, { nodes, depth: depth + 1, choices })] : [row];
  });
};

/** A node of the run itself, in a row of its own or not, or of a subflow run that is open. */
export const findNode = (
  id: string | undefined,
  { model, rows, rowOf }: { readonly model: GraphModel; readonly rows: readonly Row[]; readonly rowOf: ReadonlyMap<string, number> },
): { readonly model: GraphModel; readonly index: number } | undefined => {
  if (id === undefined) return undefined;
  const row = rows[rowOf.get(id) ?? -1];
  if (row?.kind === "node") return row;
  const index = model.ids.indexOf(id);
  return index < 0 ? undefined : { model, index };
};

export const groupKey = (model: GraphModel, task: string): string => `${model.flowRunId}/${task}`;

interface Selection {
  readonly nodes: Iterable<number>;
  readonly depth: number;
  readonly choices: RowChoices;
}

const listNodeRows = (model: GraphModel, { nodes, depth, choices }: Selection): Row[] => {
  const rows: Row[] = [];
  for (const index of nodes) {
    if (choices.matches?.(model, index) === false) continue;
    const key = model.ids[index] ?? "";
    const isExpandable = model.isSubflow[index] === 1 && depth < deepest;
    const isExpanded = isExpandable ? choices.expanded.has(key) : undefined;
    rows.push({ kind: "node", key, depth, model, index, isExpanded });
    if (isExpanded === true) for (const row of listInside(key, choices, depth + 1)) rows.push(row);
  }
  return rows;
};

const listInside = (flowRunId: string, choices: RowChoices, depth: number): Row[] => {
  const subflow = choices.subflows.get(flowRunId) ?? { text: "Loading what ran inside…" };
  const note = (text: string): Row[] => [{ kind: "note", key: `${flowRunId}/note`, depth, text }];
  if ("text" in subflow) return note(subflow.text);
  return subflow.model.count === 0 ? note("Nothing ran inside yet.") : listRows(subflow.model, choices, depth);
};

const everyIndex = function* ({ count }: GraphModel): Generator<number> {
  for (let index = 0; index < count; index++) yield index;
};
