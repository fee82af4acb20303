import { useCallbackRef, useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import type { TimeWindow } from "./gantt/time-window.ts";
import type { ChangeSearch, RunGraphSearch } from "./run-graph-search.ts";

/** The window a chart shows: it moves at once, and the page's address follows when the hand rests. */
export const useWindow = ({ from, to }: RunGraphSearch, onSearch: ChangeSearch) => {
  const [window, setWindow] = useState(() => readWindow(from, to));
  const written = useRef(`${from} ${to}`);
  const write = useDebouncedCallback((next: TimeWindow | undefined) => {
    const change = { from: printMoment(next?.from), to: printMoment(next?.to) };
    written.current = `${change.from} ${change.to}`;
    onSearch(change, { replace: true });
  }, 300);
  useEffect(() => {
    // Only an address that somebody else wrote, such as the back button, moves the chart.
    if (written.current === `${from} ${to}`) return;
    written.current = `${from} ${to}`;
    setWindow(readWindow(from, to));
  }, [from, to]);
  const change = useCallbackRef((next: TimeWindow | undefined): void => {
    setWindow(next);
    write(next);
  });
  return [window, change] as const;
};

const readWindow = (from: string | undefined, to: string | undefined): TimeWindow | undefined => {
  const window = { from: Date.parse(from ?? ""), to: Date.parse(to ?? "") };
  return window.from < window.to ? window : undefined;
};

const printMoment = (time: number | undefined): string | undefined => (time === undefined ? undefined : new Date(time).toISOString());
