import type { ReactFlowInstance } from "@xyflow/react";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { useShortcut } from "../../shortcuts/shortcuts-context.tsx";
import { type BoxNode, boxHeight, boxWidth } from "./cluster-box.tsx";

type Flow = ReactFlowInstance<BoxNode>;

/** Smaller than this nobody reads what is in the boxes. */
const readable = 0.4;
/** How large they are then shown. */
const near = 0.7;

const centre = (flow: Flow, { position: { x, y } }: BoxNode): void =>
  void flow.setCenter(x + boxWidth / 2, y + boxHeight / 2, { zoom: Math.max(flow.getZoom(), near), duration: 0 });

const isInSight = (flow: Flow, { position }: BoxNode, { clientWidth, clientHeight }: Element): boolean => {
  const { x, y, zoom } = flow.getViewport();
  const [left, top] = [position.x * zoom + x, position.y * zoom + y];
  return left >= 0 && top >= 0 && left + boxWidth * zoom <= clientWidth && top + boxHeight * zoom <= clientHeight;
};

/** All of it where that can be read, else the chosen box, or where it begins. */
const showAtFirst = (flow: Flow, chosen: BoxNode | undefined): void => {
  void flow.fitView({ duration: 0 }).then(() => {
    if (flow.getZoom() >= readable) return;
    if (chosen !== undefined) return centre(flow, chosen);
    const first = flow.getNodes()[0]?.position ?? { x: 0, y: 0 };
    void flow.setViewport({ x: 24 - first.x * near, y: 200 - first.y * near, zoom: near });
  });
};

/** Brings the chosen box into sight: when the graph appears, when another is chosen, and with `c`. Gives what the graph tells when it is there. */
export const useCentring = (frame: RefObject<Element | null>, nodes: readonly BoxNode[], chosenKey: string | undefined) => {
  const flow = useRef<Flow>(undefined);
  const chosen = nodes.find(({ id }) => id === chosenKey);
  const isThere = chosen !== undefined;
  useShortcut({
    keys: "c",
    does: "Centre the chosen run",
    run: () => (flow.current === undefined || chosen === undefined ? false : centre(flow.current, chosen)),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another choice is brought into sight; what moves by itself is not followed
  useEffect(() => {
    if (flow.current === undefined || chosen === undefined || frame.current === null) return;
    if (!isInSight(flow.current, chosen, frame.current)) centre(flow.current, chosen);
  }, [chosenKey, isThere]);
  const first = useRef(chosen);
  first.current = chosen;
  return useCallback((instance: Flow): void => {
    flow.current = instance;
    showAtFirst(instance, first.current);
  }, []);
};
