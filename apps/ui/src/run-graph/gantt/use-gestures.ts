import { type RefObject, useEffect, useRef } from "react";

/** What a hand does to a chart; parts and points are between 0 and 1 of its width. */
export interface Gestures {
  readonly onZoom: (factor: number, around: number) => void;
  readonly onPan: (share: number) => void;
  /** A press and release at one place; coordinates in pixels from the chart's corner. */
  readonly onTap: (x: number, y: number) => void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels a pointer may move and still tap. */
const slack = 4;

/** Wheel, drag and pinch over an element. Scrolling up and down is left to the browser. */
export const useGestures = (ref: RefObject<HTMLElement | null>, gestures: Gestures): void => {
  const latest = useRef(gestures);
  latest.current = gestures;
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const abort = new AbortController();
    // React listens to wheels passively, and could not keep the page from zooming.
    element.addEventListener("wheel", (event) => onWheel(element, event, latest.current), { passive: false, signal: abort.signal });
    listenToPointers(element, { latest, signal: abort.signal });
    return () => abort.abort();
  }, [ref]);
};

const onWheel = (element: HTMLElement, event: WheelEvent, { onZoom, onPan }: Gestures): void => {
  const { left, width } = element.getBoundingClientRect();
  const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
  if (event.ctrlKey || event.metaKey) onZoom(Math.exp(Math.max(-50, Math.min(event.deltaY, 50)) * 0.01), (event.clientX - left) / width);
  else if (isSideways) onPan((event.deltaX || event.deltaY) / width);
  else return;
  event.preventDefault();
};

interface Listening {
  readonly latest: RefObject<Gestures>;
  readonly signal: AbortSignal;
}

const listenToPointers = (element: HTMLElement, { latest, signal }: Listening): void => {
  const pointers = new Map<number, Point>();
  let moved = 0;
  const locate = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  element.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0) return;
      if (pointers.size === 0) moved = 0;
      pointers.set(event.pointerId, locate(event));
    },
    { signal },
  );
  element.addEventListener(
    "pointermove",
    (event) => {
      const before = pointers.get(event.pointerId);
      if (before === undefined) return;
      const here = locate(event);
      moved += Math.abs(here.x - before.x) + Math.abs(here.y - before.y);
      if (moved <= slack) return;
      element.setPointerCapture(event.pointerId);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      pointers.set(event.pointerId, here);
      if (other === undefined) latest.current.onPan((before.x - here.x) / element.clientWidth);
      else pinch({ before, here, other, width: element.clientWidth }, latest.current);
    },
    { signal },
  );
  element.addEventListener(
    "pointerup",
    (event) => {
      const start = pointers.get(event.pointerId);
      pointers.delete(event.pointerId);
      const { x, y } = locate(event);
      if (start !== undefined && moved <= slack) latest.current.onTap(x, y);
    },
    { signal },
  );
  element.addEventListener("pointercancel", ({ pointerId }) => pointers.delete(pointerId), { signal });
};

const pinch = (fingers: { before: Point; here: Point; other: Point; width: number }, { onZoom }: Gestures): void => {
  const { before, here, other, width } = fingers;
  const apart = Math.max(Math.abs(here.x - other.x), 8);
  onZoom(Math.max(Math.abs(before.x - other.x), 8) / apart, (here.x + other.x) / 2 / width);
};
