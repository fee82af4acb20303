import { useCallback, useMemo, useState } from "react";
import type { GraphModel } from "./model/graph-model.ts";
import { createNodeFilter } from "./model/node-filter.ts";
import { groupKey, listRows, type Row, type Subflow } from "./model/rows.ts";
import { isStateType, type RunGraphSearch } from "./run-graph-search.ts";

/** From so many nodes on, rows are grouped unless somebody wants them one by one. */
const groupedFrom = 200;

export interface GraphRows {
  readonly rows: readonly Row[];
  readonly rowOf: ReadonlyMap<string, number>;
  readonly isGrouped: boolean;
  readonly toggle: (row: Row) => void;
  /** Opens the group that holds a node. */
  readonly reveal: (index: number) => void;
}

/** What of the rows is open. */
export const useExpanded = (model: GraphModel | undefined, selectedId: string | undefined) =>
  useState<ReadonlySet<string>>(() => {
    const index = model === undefined || selectedId === undefined ? -1 : model.ids.indexOf(selectedId);
    return model === undefined || index < 0 ? new Set() : new Set([groupKey(model, model.tasks[model.taskOf[index] ?? 0] ?? "")]);
  });

interface Choices {
  readonly search: RunGraphSearch;
  readonly text: string;
  readonly expanded: ReadonlySet<string>;
  readonly setExpanded: (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void;
  readonly subflows: ReadonlyMap<string, Subflow>;
  readonly now: number;
}

/** The rows of a model as the page's address and what is open want them. */
export const useGraphRows = (model: GraphModel, { search, text, expanded, setExpanded, subflows, now }: Choices): GraphRows => {
  const isGrouped = search.group === undefined ? model.count > groupedFrom : search.group === "task";
  const states = search.states?.join();
  const matches = useMemo(() => createNodeFilter({ text, states: (states ?? "").split(",").filter(isStateType) }), [text, states]);
  const rows = useMemo(
    () => listRows(model, { isGrouped, expanded, subflows, matches, now }),
    [model, isGrouped, expanded, subflows, matches, now],
  );
  const rowOf = useMemo(() => new Map(rows.map(({ key }, position) => [key, position])), [rows]);
  const toggle = useCallback((row: Row) => setExpanded((before) => new Set([row.key]).symmetricDifference(before)), [setExpanded]);
  const reveal = useCallback(
    (index: number) => setExpanded((before) => new Set(before).add(groupKey(model, model.tasks[model.taskOf[index] ?? 0] ?? ""))),
    [model, setExpanded],
  );
  return { rows, rowOf, isGrouped, toggle, reveal };
};
