import { ErrorCard } from "../../components/error-card.tsx";
import { stateColor } from "../../components/state-looks.ts";
import "@xyflow/react/dist/base.css";
import { useComputedColorScheme } from "@mantine/core";
import { Background, Controls, MiniMap, ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import type { GraphEngine } from "../engine.ts";
import type { CriticalStep } from "../model/critical-path.ts";
import type { GraphModel } from "../model/graph-model.ts";
import { typeOfCode } from "../model/state-codes.ts";
import type { RunGraphSearch } from "../run-graph-search.ts";
import { type BoxNode, ClusterBox } from "./cluster-box.tsx";
import classes from "./dependencies.module.css";
import { FocusBar } from "./focus-bar.tsx";
import { useBoxes } from "./use-boxes.ts";
import { useCentring } from "./use-centring.ts";

export interface DependencyGraphProps {
  readonly model: GraphModel;
  readonly engine: GraphEngine;
  readonly criticalPath: readonly CriticalStep[] | undefined;
  readonly search: RunGraphSearch;
  readonly text: string;
  readonly selectedId: string | undefined;
  readonly now: number;
  readonly onSelect: (id: string | undefined) => void;
}

const nodeTypes = { cluster: ClusterBox };

/** So few fit on the screen, where a map would only cover some of them. */
const fewNodes = 25;

const SmallMap = () => (
  <MiniMap aria-hidden nodeColor={({ data }: BoxNode) => stateColor(typeOfCode(data.code))} pannable position="top-right" zoomable />
);

/** What depends on what, from left to right. */
export const DependencyGraph = (props: DependencyGraphProps) => {
  const { model, selectedId, onSelect } = props;
  const scheme = useComputedColorScheme();
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const [isFocused, setFocused] = useState(false);
  const { nodes, edges, hidden, isLaidOut, failure, chosenKey } = useBoxes({
    ...props,
    expanded,
    isFocused: isFocused && selectedId !== undefined,
  });
  const shown = useMemo(
    () =>
      nodes.map((node) => ({
        ...node,
        data: { ...node.data, onExpand: (key: string) => setExpanded((before) => new Set(before).add(key)) },
      })),
    [nodes],
  );
  const frame = useRef<HTMLDivElement>(null);
  const onInit = useCentring(frame, shown, chosenKey);
  const onPress = ({ data }: BoxNode): void => {
    const id = model.ids[data.first];
    if (data.size > 1) data.onExpand(data.clusterKey);
    else onSelect(id === selectedId ? undefined : id);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const id = event.target instanceof Element ? event.target.closest(".react-flow__node")?.getAttribute("data-id") : undefined;
    const node = shown.find((each) => each.id === id);
    if (node === undefined || !(event.key === "Enter" || event.key === " ")) return;
    event.preventDefault();
    onPress(node);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the boxes inside
    <div className={classes.graph} onKeyDown={onKeyDown} ref={frame}>
      <FocusBar
        hidden={hidden}
        isExpanded={expanded.size > 0}
        isFocused={isFocused}
        onCollapse={() => setExpanded(new Set())}
        onFocus={selectedId === undefined ? undefined : () => setFocused(!isFocused)}
      />
      {failure === undefined ? null : <ErrorCard error={failure} />}
      {isLaidOut ? (
        <ReactFlowProvider>
          <ReactFlow
            aria-label="Dependencies between runs"
            colorMode={scheme}
            edges={edges}
            edgesFocusable={false}
            elementsSelectable={false}
            maxZoom={1.5}
            minZoom={0.03}
            nodeTypes={nodeTypes}
            nodes={shown}
            nodesConnectable={false}
            nodesDraggable={false}
            onInit={onInit}
            onNodeClick={(_, node) => onPress(node)}
            onlyRenderVisibleElements
            proOptions={{ hideAttribution: true }}
          >
            <Background gap={24} />
            <Controls position="bottom-left" showInteractive={false} />
            {shown.length > fewNodes && <SmallMap />}
          </ReactFlow>
        </ReactFlowProvider>
      ) : null}
    </div>
  );
};
