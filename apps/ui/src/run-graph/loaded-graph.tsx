import { Skeleton } from "@mantine/core";
import { useCallbackRef } from "@mantine/hooks";
import { type CSSProperties, Suspense, useRef } from "react";
import { lazyPart } from "../components/lazy-part.tsx";
import { useShortcut } from "../shortcuts/shortcuts-context.tsx";
import { CriticalPathList } from "./critical-path-list.tsx";
import { GanttChart } from "./gantt/gantt-chart.tsx";
import { rowHeight } from "./gantt/scene.ts";
import classes from "./run-graph.module.css";
import { SelectionCard } from "./selection-card.tsx";
import { Toolbar } from "./toolbar.tsx";
import { type GraphScreen, type GraphScreenProps, useGraphScreen } from "./use-graph-screen.ts";

const DependencyGraph = lazyPart(() => import("./dependencies/dependency-graph.tsx").then(({ DependencyGraph }) => DependencyGraph));
const RunTable = lazyPart(() => import("./table/run-table.tsx").then(({ RunTable }) => RunTable));

/** A graph that is there, in one of its views. */
export const LoadedGraph = (props: GraphScreenProps) => {
  const { view, search, onSearch } = props;
  const root = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const onSearchLater = useCallbackRef(onSearch);
  const screen = useGraphScreen(props, root);
  const { model, rows, text, setText, path, select } = screen;
  const leaveSearch = useCallbackRef(() => root.current?.querySelector<HTMLElement>('[role="treegrid"], .react-flow__node')?.focus());
  useShortcut({ keys: "/", does: "Find a run in the graph", run: () => searchBox.current?.focus() });
  useShortcut({ keys: "c", does: "Centre the chosen run", run: () => (view === "graph" ? false : screen.onCentre()) });
  useShortcut({ keys: "f", does: "Show the graph on the full screen", run: screen.onFullscreen });
  useShortcut({ keys: "Escape", does: "Choose no run", run: () => (search.node === undefined ? false : select(undefined)) });
  return (
    <div className={classes.root} ref={root}>
      <Toolbar
        hasGaps={screen.hasGaps}
        isGrouped={screen.isGrouped}
        onCentre={screen.onCentre}
        onFind={screen.onFind}
        onFullscreen={screen.onFullscreen}
        onLeave={leaveSearch}
        onSearch={onSearchLater}
        onText={setText}
        onZoom={screen.onZoom}
        search={search}
        searchBox={searchBox}
        summary={rows.length === 0 ? "Nothing matches" : model.count === 1 ? "1 run" : `${model.count.toLocaleString("en")} runs`}
        text={text}
        view={view}
      />
      {path === undefined ? null : <CriticalPathList model={model} onSelect={select} path={path} selectedId={search.node} />}
      <div className={classes.stage} style={view === "graph" ? undefined : heightFor(rows.length)}>
        <Suspense fallback={<Skeleton height="100%" />}>
          <View {...props} screen={screen} />
        </Suspense>
        {view === "table" ? null : <Selection screen={screen} />}
      </div>
    </div>
  );
};

/** As high as its rows, between a height that has room for a card and most of the window. */
const heightFor = (rows: number): CSSProperties & Record<"--graph-height", string> => ({
  "--graph-height": `clamp(340px, ${rows * rowHeight + 76}px, clamp(340px, 66vh, 860px))`,
});

const View = ({ view, search, tools, screen }: GraphScreenProps & { readonly screen: GraphScreen }) => {
  const { model, rows, rowOf, activeKey, now, onActivate, toggle: onToggle, onPress } = screen;
  const lines = { model, rows, rowOf, activeKey, selectedKey: search.node, now, onActivate, onToggle, onPress };
  if (view === "table") return <RunTable {...lines} criticalPath={screen.criticalPath} />;
  if (view === "graph")
    return (
      <DependencyGraph
        criticalPath={screen.path}
        engine={tools.engine}
        model={model}
        now={now}
        onSelect={screen.select}
        search={search}
        selectedId={search.node}
        text={screen.text}
      />
    );
  const { axis, window, times, onShow } = screen;
  return (
    <GanttChart
      {...lines}
      axis={axis}
      criticalPath={screen.path}
      onShow={onShow}
      onWindow={screen.setWindow}
      times={times}
      window={window}
    />
  );
};

const Selection = ({ screen }: { readonly screen: GraphScreen }) => {
  const { selected, criticalPath, times, now, select } = screen;
  if (selected === undefined) return null;
  const { model, index } = selected;
  const step = model === screen.model ? criticalPath.find((each) => each.index === index) : undefined;
  return <SelectionCard index={index} model={model} now={now} onSelect={select} step={step} times={times.get(model.ids[index] ?? "")} />;
};
