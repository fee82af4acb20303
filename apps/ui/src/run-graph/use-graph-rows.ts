import { useCallbackRef } from "@mantine/hooks";
import { useCallback, useMemo, useState } from "react";
import type { GraphModel } from "./model/graph-model.ts";
import { createNodeFilter } from "./model/node-filter.ts";
import { groupKey, listRows, type Row, type Subflow } from "./model/rows.ts";
import { type ChangeSearch, isStateType, type RunGraphSearch } from "./run-graph-search.ts";

/** From so many nodes on, rows are grouped unless somebody wants them one by one. */
const groupedFrom = 200;

export interface GraphRows {
  readonly rows: readonly Row[];
  readonly rowOf: ReadonlyMap<string, number>;
  readonly isGrouped: boolean;
}

interface Opened {
  /** Keys of the groups and ids of the subflow runs that show what is in them. */
  readonly expanded: ReadonlySet<string>;
  readonly subflowIds: readonly string[];
  readonly toggle: (row: Row) => void;
  /** Opens the group that holds a node. */
  readonly reveal: (index: number) => void;
}

const keyOfGroup = (model: GraphModel, index: number): string => groupKey(model, model.tasks[model.taskOf[index] ?? 0] ?? "");

/** What of the rows is open: groups while the page is, subflow runs by its address. */
export const useOpened = (model: GraphModel, { node, open }: RunGraphSearch, onSearch: ChangeSearch): Opened => {
  const [groups, setGroups] = useState<ReadonlySet<string>>(() => {
    const index = node === undefined ? -1 : model.ids.indexOf(node);
    return index < 0 ? new Set() : new Set([keyOfGroup(model, index)]);
  });
  const text = open?.join();
  const subflowIds = useMemo(() => (text === undefined ? [] : text.split(",")), [text]);
  const expanded = useMemo(() => new Set([...groups, ...subflowIds]), [groups, subflowIds]);
  const toggle = useCallbackRef(({ kind, key }: Row): void => {
    if (kind === "group") setGroups((before) => new Set([key]).symmetricDifference(before));
    else {
      const next = new Set(subflowIds).symmetricDifference(new Set([key]));
      onSearch({ open: next.size === 0 ? undefined : [...next] }, { replace: true });
    }
  });
  const reveal = useCallback((index: number) => setGroups((before) => new Set(before).add(keyOfGroup(model, index))), [model]);
  return { expanded, subflowIds, toggle, reveal };
};

interface Choices {
  readonly search: RunGraphSearch;
  readonly text: string;
  readonly expanded: ReadonlySet<string>;
  readonly subflows: ReadonlyMap<string, Subflow>;
  readonly now: number;
}

/** The rows of a model as the page's address and what is open want them. */
export const useGraphRows = (model: GraphModel, { search, text, expanded, subflows, now }: Choices): GraphRows => {
  const isGrouped = search.group === undefined ? model.count > groupedFrom : search.group === "task";
  const states = search.states?.join();
  const matches = useMemo(() => createNodeFilter({ text, states: (states ?? "").split(",").filter(isStateType) }), [text, states]);
  const rows = useMemo(
    () => listRows(model, { isGrouped, expanded, subflows, matches, now }),
    [model, isGrouped, expanded, subflows, matches, now],
  );
  const rowOf = useMemo(() => new Map(rows.map(({ key }, position) => [key, position])), [rows]);
  return { rows, rowOf, isGrouped };
};
