import type { Edge } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import type { Layout, LayoutRequest } from "../engine.ts";
import { createNodeFilter } from "../model/node-filter.ts";
import { isStateType } from "../run-graph-search.ts";
import { type BoxNode, boxHeight, boxWidth } from "./cluster-box.tsx";
import type { DependencyGraphProps } from "./dependency-graph.tsx";
import { describeBoxes } from "./describe-boxes.ts";
import { choosePicture, type Picture } from "./picture.ts";

interface Wish extends DependencyGraphProps {
  readonly expanded: ReadonlySet<string>;
  readonly isFocused: boolean;
}

interface Boxes {
  readonly nodes: readonly BoxNode[];
  readonly edges: Edge[];
  readonly hidden: number;
  readonly isLaidOut: boolean;
  /** The box that the chosen run is in. */
  readonly chosenKey: string | undefined;
  /** Why there are no places. */
  readonly failure: unknown;
}

interface LaidOut {
  readonly picture: Picture;
  /** What the picture looked like: another one of the same shape has its boxes at the same places. */
  readonly shape: string;
  readonly layout: Layout;
}

const askFor = ({ shown, edges }: Picture): LayoutRequest => ({
  boxes: shown.map(() => ({ width: boxWidth, height: boxHeight })),
  edges: edges.map(({ from, to }) => [from, to] as const),
});

/** The boxes of a graph at their places. What is drawn stays until the places of the next are known. */
export const useBoxes = (wish: Wish): Boxes => {
  const { model, engine, expanded, isFocused, criticalPath, selectedId, search, text, now } = wish;
  const focus = isFocused ? selectedId : undefined;
  const states = search.states?.join();
  const picture = useMemo(
    () => choosePicture(model, { expanded, focus, around: selectedId, criticalPath }),
    [model, expanded, focus, selectedId, criticalPath],
  );
  const [laidOut, setLaidOut] = useState<LaidOut>();
  const [failure, setFailure] = useState<unknown>();
  const shape = useMemo(
    () => JSON.stringify([picture.shown.map(({ key }) => key), picture.edges.map(({ from, to }) => [from, to])]),
    [picture],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: places are looked for again only when boxes or edges differ, not when they show something else
  useEffect(() => {
    let isWanted = true;
    void engine.layOut(askFor(picture)).then(
      (layout) => {
        if (!isWanted) return;
        setLaidOut({ picture, shape, layout });
        setFailure(undefined);
      },
      (error: unknown) => isWanted && setFailure(error),
    );
    return () => {
      isWanted = false;
    };
  }, [engine, shape]);
  const chosenKey = useMemo(() => {
    const index = selectedId === undefined ? -1 : model.ids.indexOf(selectedId);
    return index < 0 ? undefined : picture.shown.find(({ members }) => members.includes(index))?.key;
  }, [model, picture, selectedId]);
  return useMemo(() => {
    if (laidOut === undefined) return { nodes: [], edges: [], hidden: picture.hidden, isLaidOut: false, chosenKey, failure };
    const matches = createNodeFilter({ text, states: (states ?? "").split(",").filter(isStateType) });
    const described = describeBoxes(model, {
      picture: laidOut.shape === shape ? picture : laidOut.picture,
      layout: laidOut.layout,
      matches,
      selectedId,
      criticalPath,
      now,
    });
    return { ...described, hidden: picture.hidden, isLaidOut: true, chosenKey, failure };
  }, [laidOut, picture, shape, chosenKey, failure, model, text, states, selectedId, criticalPath, now]);
};
