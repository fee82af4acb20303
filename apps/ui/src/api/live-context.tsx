import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useApi } from "./api-context.tsx";
import { createInvalidator } from "./invalidator.ts";
import { browserWorld } from "./live-socket.ts";
import { LiveTabs, mergeTopics } from "./live-tabs.ts";

/** `live`: the server tells what changes. `polling`: it is asked at intervals. `offline`: it cannot be reached. */
export type LiveStatus = "live" | "polling" | "offline";

interface Live {
  readonly getStatus: () => LiveStatus;
  readonly onStatus: (listener: () => void) => () => void;
  readonly add: (topics: readonly string[]) => () => void;
}

const LiveContext = createContext<Live | undefined>(undefined);

/** Milliseconds a tab may be hidden before it stops listening. */
const hiddenLimit = 300_000;

const createLive = () => {
  const listeners = new Set<() => void>();
  const wanted = new Map<symbol, readonly string[]>();
  let isSocketOpen = false;
  let isReachable = true;
  let tabs: LiveTabs | undefined;
  let isHidden = false;
  let isReady = false;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  // A page that shows nothing that changes listens too, so that its pill says whether it could.
  const publish = (): void => tabs?.want(isHidden || !isReady ? [] : mergeTopics([["millrace."], ...wanted.values()]));
  return {
    getStatus: (): LiveStatus => (isSocketOpen ? "live" : isReachable ? "polling" : "offline"),
    onStatus: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (topics: readonly string[]) => {
      const id = Symbol("topics");
      wanted.set(id, topics);
      publish();
      return () => {
        wanted.delete(id);
        publish();
      };
    },
    setSocket: (open: boolean) => {
      isSocketOpen = open;
      tell();
    },
    setReachable: (reachable: boolean) => {
      if (reachable === isReachable) return;
      isReachable = reachable;
      tell();
    },
    setHidden: (hidden: boolean) => {
      isHidden = hidden;
      publish();
    },
    setReady: (ready: boolean) => {
      isReady = ready;
      publish();
    },
    use: (joined: LiveTabs | undefined) => {
      tabs = joined;
      publish();
    },
  };
};

interface Props {
  /** Whether the first page is there. Whoever listened before would have to listen anew for what that page shows. */
  readonly isReady: boolean;
  readonly children: ReactNode;
}

export const LiveProvider = ({ isReady, children }: Props) => {
  const api = useApi();
  const queries = useQueryClient();
  const [live] = useState(createLive);
  useEffect(() => {
    const invalidator = createInvalidator(queries, browserWorld.after);
    let wasLost = false;
    const tabs = new LiveTabs({
      url: api.url,
      token: api.credentials.get,
      world: browserWorld,
      serverNow: api.serverNow,
      onEvents: invalidator.apply,
      onStatus: (isOpen) => {
        // The server tells of the last minutes only; whatever else was missed is asked for.
        if (isOpen && wasLost) void queries.invalidateQueries();
        // Whether the server is away or only the connection, an answer tells at once.
        if (!isOpen && !wasLost) void api.admin.getHealth().catch(() => undefined);
        wasLost = !isOpen;
        live.setSocket(isOpen);
      },
    });
    live.use(tabs);
    const stopSignals = api.onSignal((signal) => live.setReachable(signal !== "unreachable"));
    let forget: (() => void) | undefined;
    const onVisibility = (): void => {
      forget?.();
      if (document.hidden) forget = browserWorld.after(hiddenLimit, () => live.setHidden(true));
      else live.setHidden(false);
    };
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      forget?.();
      stopSignals();
      live.use(undefined);
      tabs.stop();
      invalidator.stop();
    };
  }, [api, live, queries]);
  useEffect(() => live.setReady(isReady), [live, isReady]);
  return <LiveContext value={live}>{children}</LiveContext>;
};

const useLiveContext = (): Live => {
  const live = useContext(LiveContext);
  if (live === undefined) throw new Error("There is no LiveProvider around this component.");
  return live;
};

/** How this page learns of changes. */
export const useLiveStatus = (): LiveStatus => {
  const live = useLiveContext();
  return useSyncExternalStore(live.onStatus, live.getStatus);
};

/**
 * Keeps what is on the screen current while this component is shown: queries that an event of these resources touches are asked
 * again. A topic is an id such as `prefect.flow-run.0198…`, or its beginning, such as `prefect.flow-run.`.
 */
export const useLive = (...topics: readonly string[]): void => {
  const live = useLiveContext();
  const name = topics.join(" ");
  const list = useMemo(() => name.split(" ").filter((topic) => topic !== ""), [name]);
  useEffect(() => live.add(list), [live, list]);
};
