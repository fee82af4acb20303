import { type RefObject, useEffect, useState } from "react";

interface Drag {
  readonly list: RefObject<HTMLElement | null>;
  /** The places things may be dragged over. */
  readonly first: number;
  readonly count: number;
  readonly move: (from: number, to: number) => void;
}

/** Moves the item that is dragged whenever it passes the middle of a neighbour; by mouse, pen and finger. */
export const useDrag = ({ list, first, count, move }: Drag) => {
  const [dragged, setDragged] = useState<number | undefined>();
  // The listeners know the list as it is drawn now, so they are put up anew with each drawing.
  useEffect(() => {
    if (dragged === undefined) return;
    const { signal, abort } = withAbort();
    const onMove = ({ clientY }: PointerEvent) => {
      const to = neighbourPassed(list.current, dragged, clientY);
      if (to === undefined || to < first || to >= count) return;
      move(dragged, to);
      setDragged(to);
    };
    document.addEventListener("pointermove", onMove, { signal });
    for (const end of ["pointerup", "pointercancel"] as const) document.addEventListener(end, () => setDragged(undefined), { signal });
    return abort;
  });
  return { dragged, startDrag: setDragged };
};

const withAbort = () => {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
};

const neighbourPassed = (list: HTMLElement | null, index: number, y: number): number | undefined => {
  const middle = (at: number): number | undefined => {
    const box = list?.children[at]?.getBoundingClientRect();
    return box === undefined ? undefined : box.top + box.height / 2;
  };
  const before = middle(index - 1);
  const after = middle(index + 1);
  if (before !== undefined && y < before) return index - 1;
  return after !== undefined && y > after ? index + 1 : undefined;
};
