import { useThrottledCallback } from "@mantine/hooks";
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { LogBook } from "./log-book.ts";

export interface LogList {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly rows: Virtualizer<HTMLDivElement, Element>;
  readonly size: number;
  readonly scrollTo: (index: number) => void;
  readonly scrollToEnd: () => void;
}

interface Options {
  readonly book: LogBook;
  readonly isFollowing: boolean;
  readonly onFollow: (isFollowing: boolean) => void;
}

/** Pixels from the end that still count as being there. */
const near = 40;

/** The lines in sight of a list of any length; follows its end while wanted, until somebody scrolls up. */
export const useLogList = ({ book, isFollowing, onFollow }: Options): LogList => {
  const frame = useRef<HTMLDivElement | null>(null);
  const size = book.size ?? 0;
  const rows = useVirtualizer({ count: size, getScrollElement: () => frame.current, estimateSize: () => 21, overscan: 15 });
  const visible = rows.getVirtualItems();
  const first = visible[0]?.index;
  const last = visible.at(-1)?.index;
  const version = book.getVersion();
  // Whoever drags through thousands of lines does not want them all.
  const load = useThrottledCallback((from: number, to: number) => book.need(from, to), 80);

  // biome-ignore lint/correctness/useExhaustiveDependencies: lines that were at hand may have been forgotten when the book changed
  useEffect(() => {
    if (first !== undefined && last !== undefined) load(first, last);
  }, [book, first, last, version]);

  const scrollToEnd = useCallback(() => {
    if (size > 0) rows.scrollToIndex(size - 1, { align: "end" });
  }, [rows, size]);
  useEffect(() => {
    if (isFollowing) scrollToEnd();
  }, [isFollowing, scrollToEnd]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines begin at the top, and only then
  useEffect(() => rows.scrollToOffset(0), [book]);

  useEffect(() => {
    const element = frame.current;
    if (element === null || !isFollowing) return undefined;
    let before = element.scrollTop;
    const onScroll = (): void => {
      const { scrollTop, scrollHeight, clientHeight } = element;
      if (scrollTop < before - 2 && scrollHeight - scrollTop - clientHeight > near) onFollow(false);
      before = scrollTop;
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, [isFollowing, onFollow]);

  return { frame, rows, size, scrollTo: (index) => rows.scrollToIndex(index, { align: "center" }), scrollToEnd };
};
