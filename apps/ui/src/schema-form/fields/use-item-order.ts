import { useRef } from "react";

export interface ItemOrder {
  readonly idOf: (index: number) => number;
  readonly move: (from: number, to: number) => void;
  readonly remove: (index: number) => void;
}

/** Ids of a list's items, which stay with them when they move: what somebody half typed in one does not jump to another. */
export const useItemOrder = (count: number): ItemOrder => {
  const ids = useRef<number[]>([]);
  const last = useRef(0);
  while (ids.current.length < count) {
    last.current += 1;
    ids.current.push(last.current);
  }
  return {
    idOf: (index) => ids.current[index] ?? -1 - index,
    move: (from, to) => {
      ids.current = moveItem(ids.current, { from, to });
    },
    remove: (index) => {
      ids.current = ids.current.toSpliced(index, 1);
    },
  };
};

export const moveItem = <T>(items: readonly T[], { from, to }: { readonly from: number; readonly to: number }): T[] => {
  const [...rest] = items;
  rest.splice(to, 0, ...rest.splice(from, 1));
  return rest;
};
