import type { Log } from "@millrace/contract";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useApi } from "../api/api-context.tsx";
import { useLiveStatus } from "../api/live-context.tsx";
import { browserWorld } from "../api/live-socket.ts";
import { catchUp } from "./catch-up.ts";
import { LogBook } from "./log-book.ts";
import { type LogQuery, type LogScope, logFilter } from "./log-query.ts";
import { openLogSocket } from "./log-socket.ts";
import { createLogSource, type LogSource } from "./log-source.ts";

interface Options {
  readonly scope: LogScope;
  readonly query: LogQuery;
  /** Whether more lines may come. */
  readonly isRunning: boolean;
  readonly fromEnd: boolean;
}

export interface ShownLogs {
  readonly book: LogBook;
  readonly source: LogSource;
  /** Whether lines come by themselves. */
  readonly isLive: boolean;
}

/** Milliseconds between two askings for more lines where they do not come by themselves. */
const pollEvery = 5_000;

/** The lines that match, current while they are shown. */
export const useLogBook = ({ scope, query, isRunning, fromEnd }: Options): ShownLogs => {
  const api = useApi();
  const source = useMemo(() => createLogSource(api), [api]);
  // By its text, so that equal questions are the same one.
  const text = JSON.stringify(logFilter(scope, query));
  const filter = useMemo(() => JSON.parse(text) as ReturnType<typeof logFilter>, [text]);
  const book = useMemo(() => new LogBook(source, filter), [source, filter]);
  const [isLive, setLive] = useState(false);
  useSyncExternalStore(book.subscribe, book.getVersion);

  const beginning = useRef(fromEnd);
  useEffect(() => {
    beginning.current = fromEnd;
  }, [fromEnd]);
  useEffect(() => void book.start({ fromEnd: beginning.current }), [book]);

  const ask = useCallback(() => void catchUp(source, filter, book).catch(() => undefined), [source, filter, book]);

  useEffect(() => {
    const close = openLogSocket({
      url: api.url,
      token: api.credentials.get,
      filter,
      onOpen: () => {
        setLive(true);
        ask();
      },
      onClose: () => setLive(false),
      onLines: (lines: readonly Log[]) => book.add(lines),
      world: browserWorld,
    });
    return () => {
      close();
      setLive(false);
    };
  }, [api, filter, book, ask]);

  // Other servers may take the socket and say nothing, so they are asked; and once more when the run has ended.
  const isTold = isLive && api.offers("ui-log-facets");
  const isReachable = useLiveStatus() !== "offline";
  useEffect(() => {
    if (isTold || !isReachable) return undefined;
    ask();
    if (!isRunning) return undefined;
    const timer = setInterval(ask, pollEvery);
    return () => clearInterval(timer);
  }, [isTold, isReachable, isRunning, ask]);

  return { book, source, isLive: isTold };
};
