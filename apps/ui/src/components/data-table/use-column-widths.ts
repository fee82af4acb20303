import { useLocalStorage } from "@mantine/hooks";
import { type PointerEvent, useRef } from "react";

/** Pixels. */
type Widths = Readonly<Record<string, number>>;

/** Least and most that a column can be made, in pixels. */
const [least, most] = [56, 1200];
/** Of a column that was chosen after the others had their widths. */
const usual = 140;

const noWidths: Widths = {};
const within = (width: number): number => Math.round(Math.min(most, Math.max(least, width)));

/** What a table takes at least for columns of these widths. On a phone rows are cards, whatever the columns. */
export const leastWidth = (widths: readonly number[]): string =>
  `calc(var(--is-wide) * ${widths.reduce((sum, width) => sum + width, 0)}px)`;

export interface ColumnWidths {
  /** Undefined while columns share the room by what they hold. */
  readonly of: ((id: string) => number) | undefined;
  readonly startDrag: (id: string, event: PointerEvent<HTMLElement>) => void;
  /** Makes a column so many pixels wider. */
  readonly widen: (id: string, pixels: number) => void;
  readonly reset: () => void;
}

/** How wide the columns of the table of this name are, once somebody has changed one; kept in the browser. */
export const useColumnWidths = (name: string) => {
  const table = useRef<HTMLTableElement>(null);
  const [kept, setKept] = useLocalStorage<Widths>({
    key: `millrace.widths.${name}`,
    defaultValue: noWidths,
    getInitialValueInEffect: false,
  });
  const isSet = Object.keys(kept).length > 0;
  /** As they are on the screen: with the first change the others stay as they look. */
  const measure = (): Widths => {
    const heads = [...(table.current?.querySelectorAll<HTMLElement>("th[data-column]") ?? [])];
    return Object.fromEntries(heads.map((head) => [head.dataset.column ?? "", Math.round(head.getBoundingClientRect().width)]));
  };
  const widthOf = (id: string): number => (isSet ? kept[id] : measure()[id]) ?? usual;
  const set = (id: string, width: number): void => setKept({ ...(isSet ? kept : measure()), [id]: within(width) });
  /** Straight to the page while it is dragged, for a long list is too much to draw anew with every step. */
  const show = (id: string, change: number): void => {
    const column = table.current?.querySelector<HTMLElement>(`col[data-column="${id}"]`);
    if (column) column.style.width = `${widthOf(id) + change}px`;
    if (table.current) table.current.style.minWidth = leastWidth([...Object.keys(measure()).map(widthOf), change]);
  };
  const startDrag = (id: string, { clientX: from, currentTarget: handle, pointerId }: PointerEvent<HTMLElement>): void => {
    const start = widthOf(id);
    let width = start;
    if (!isSet) set(id, start);
    const follow = ({ clientX }: globalThis.PointerEvent): void => {
      width = within(start + clientX - from);
      show(id, width - start);
    };
    const stop = (): void => {
      handle.removeEventListener("pointermove", follow);
      set(id, width);
    };
    handle.setPointerCapture(pointerId);
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("lostpointercapture", stop, { once: true });
  };
  const widths: ColumnWidths = {
    of: isSet ? widthOf : undefined,
    startDrag,
    widen: (id, pixels) => set(id, widthOf(id) + pixels),
    reset: () => setKept(noWidths),
  };
  return { table, widths };
};
