import { useCallbackRef } from "@mantine/hooks";
import { type RefObject, useCallback, useEffect, useMemo, useState } from "react";
import { useNow } from "../components/time/use-now.ts";
import type { GraphReading } from "./engine.ts";
import { centre, zoom } from "./gantt/time-window.ts";
import { endOf } from "./model/graph-model.ts";
import { findNextNode } from "./model/node-filter.ts";
import { findNode, type Row } from "./model/rows.ts";
import type { RunGraphPanelProps } from "./run-graph-panel.tsx";
import { isStateType } from "./run-graph-search.ts";
import { useAxis } from "./use-axis.ts";
import { useGraphRows, useOpened } from "./use-graph-rows.ts";
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
  const { expanded, subflowIds, toggle, reveal } = useOpened(model, search, onSearch);
  const subflows = useSubflows(subflowIds, tools);
  const lines = useGraphRows(model, { search, text, expanded, subflows, now });
  const { rows, rowOf } = lines;
  const [activeKey, setActiveKey] = useState(search.node);
  const [window, setWindow] = useWindow(search, onSearch);
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const { axis, hasGaps } = useAxis(model, { now, isCompact: search.compact === true });
  const shown = useMemo(() => ({ rows, ...sight }), [rows, sight]);
  const times = useRunTimes(shown, view === "gantt" ? search.node : undefined);
  const selected = useMemo(() => findNode(search.node, { model, rows, rowOf }), [search.node, model, rows, rowOf]);
  useEffect(() => {
    if (search.node !== undefined) setActiveKey(search.node);
  }, [search.node]);

  const select = useCallbackRef((id: string | undefined): void => {
    const index = id === undefined ? -1 : model.ids.indexOf(id);
    if (index >= 0 && lines.isGrouped) reveal(index);
    if (id !== search.node) onSearch({ node: id }, { replace: search.node !== undefined });
  });
  const onActivate = useCallback((row: Row) => setActiveKey(row.key), []);
  const onPress = useCallbackRef((row: Row): void => {
    setActiveKey(row.key);
    if (row.kind === "group") toggle(row);
    else if (row.kind === "node") select(row.key === search.node ? undefined : row.key);
  });
  const onFind = useCallbackRef((): void => {
    const states = (search.states ?? []).filter(isStateType);
    const found = findNextNode(model, { text, states }, search.node === undefined ? -1 : model.ids.indexOf(search.node));
    if (found !== undefined) select(model.ids[found]);
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
    toggle,
    select,
    onFind,
    onActivate,
    onPress,
    onCentre,
    onShow: useCallback((first: number, last: number) => setSight({ first, last }), []),
    onZoom: useCallbackRef((factor: number | undefined) => setWindow(factor === undefined ? undefined : zoom(axis, window, { factor }))),
    onFullscreen: useCallback(() => {
      if (!document.fullscreenEnabled) return;
      void (document.fullscreenElement === null ? root.current?.requestFullscreen() : document.exitFullscreen());
    }, [root]),
  };
};

export type GraphScreen = ReturnType<typeof useGraphScreen>;
