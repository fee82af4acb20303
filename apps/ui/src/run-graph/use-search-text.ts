import { useCallbackRef, useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import type { ChangeSearch, RunGraphSearch } from "./run-graph-search.ts";

/** What is typed to find a run; the address follows when the typing rests, and leads when it is changed from elsewhere. */
export const useSearchText = ({ q }: RunGraphSearch, onSearch: ChangeSearch) => {
  const [text, setText] = useState(q ?? "");
  const written = useRef(q);
  const write = useDebouncedCallback((next: string) => {
    written.current = next === "" ? undefined : next;
    onSearch({ q: written.current }, { replace: true });
  }, 250);
  useEffect(() => {
    if (written.current === q) return;
    written.current = q;
    setText(q ?? "");
  }, [q]);
  const change = useCallbackRef((next: string): void => {
    setText(next);
    write(next);
  });
  return [text, change] as const;
};
