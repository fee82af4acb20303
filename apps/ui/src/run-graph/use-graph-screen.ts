import { useCallbackRef } from "@mantine/hooks";
import { type RefObject, useCallback, useEffect, useMemo, useState } from "react";
import { useNow } from "../components/time/use-now.ts";
import type { GraphReading } from "./engine.ts";
import { centre, zoom } from "./gantt/time-window.ts";
import { endOf, type GraphModel } from "./model/graph-model.ts";
import type { Row } from "./model/rows.ts";
import type { RunGraphPanelProps } from "./run-graph-panel.tsx";
import { useAxis } from "./use-axis.ts";
import { type GraphRows, useExpanded, useGraphRows } from "./use-graph-rows.ts";
import { type GraphTools, useSubflows } from "./use-run-graph.ts";
import { useRunTimes } from "./use-run-times.ts";
import { useSearchText } from "./use-search-text.ts";
import { useWindow } from "./use-window.ts";

export interface GraphScreenProps extends RunGraphPanelProps {
  readonly reading: GraphReading;
  readonly tools: GraphTools;
}

/** What the views of a graph share: search, selection, rows and time, and what changes them. */
export const useGraphScreen = ({ view, search, onSearch, reading, tools }: GraphScreenProps, root: RefObject<HTMLElement | null>) => {
  const { model, criticalPath } = reading;
  const now = useNow(Number.isNaN(model.end));
  const [text, setText] = useSearchText(search, onSearch);
  const [expanded, setExpanded] = useExpanded(model, search.node);
  // Keys of groups hold a slash; the others are of subflow runs.
  const subflowIds = useMemo(() => [...expanded].filter((key) => !key.includes("/")), [expanded]);
  const subflows = useSubflows(subflowIds, tools);
  const lines = useGraphRows(model, { search, text, expanded, setExpanded, subflows, now });
  const { rows, rowOf } = lines;
  const [activeKey, setActiveKey] = useState(search.node);
  const [window, setWindow] = useWindow(search, onSearch);
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const { axis, hasGaps } = useAxis(model, { now, isCompact: search.compact === true });
  const shown = useMemo(() => ({ rows, ...sight }), [rows, sight]);
  const times = useRunTimes(shown, view === "gantt" ? search.node : undefined);
  const selected = useMemo(() => findNode(search.node, model, { rows, rowOf }), [search.node, model, rows, rowOf]);
  useEffect(() => {
    if (search.node !== undefined) setActiveKey(search.node);
  }, [search.node]);

  const select = useCallbackRef((id: string | undefined): void => {
    const index = id === undefined ? -1 : model.ids.indexOf(id);
    if (index >= 0 && lines.isGrouped) lines.reveal(index);
    if (id !== search.node) onSearch({ node: id }, { replace: search.node !== undefined });
  });
  const onActivate = useCallback((row: Row) => setActiveKey(row.key), []);
  const onPress = useCallbackRef((row: Row): void => {
    setActiveKey(row.key);
    if (row.kind === "group") lines.toggle(row);
    else if (row.kind === "node") select(row.key === search.node ? undefined : row.key);
  });
  const onCentre = useCallbackRef((): void => {
    if (selected === undefined) return;
    setActiveKey(search.node);
    const { model: own, index } = selected;
    setWindow(centre(axis, window, { from: own.starts[index] ?? now, to: endOf(own, index, now) }));
  });
  return {
    ...lines,
    ...{ model, criticalPath, now, text, setText, axis, hasGaps, window, setWindow, times, selected, activeKey },
    path: search.path === true ? criticalPath : undefined,
    select,
    onActivate,
    onPress,
    onCentre,
    onShow: useCallback((first: number, last: number) => setSight({ first, last }), []),
    onZoom: useCallbackRef((factor: number | undefined) => setWindow(factor === undefined ? undefined : zoom(axis, window, { factor }))),
    onFullscreen: useCallback(
      () => void (document.fullscreenElement === null ? root.current?.requestFullscreen() : document.exitFullscreen()),
      [root],
    ),
  };
};

/** A node of the run itself or of a subflow run that is open. */
const findNode = (
  id: string | undefined,
  model: GraphModel,
  { rows, rowOf }: Pick<GraphRows, "rows" | "rowOf">,
): { readonly model: GraphModel; readonly index: number } | undefined => {
  if (id === undefined) return undefined;
  const row = rows[rowOf.get(id) ?? -1];
  if (row?.kind === "node") return row;
  const index = model.ids.indexOf(id);
  return index < 0 ? undefined : { model, index };
};

export type GraphScreen = ReturnType<typeof useGraphScreen>;
