import type { ReceivedEvent } from "@millrace/contract";

/** What a page's clock, chance and sockets are; tests bring their own. */
export interface SocketWorld {
  readonly open: (url: string) => WebSocket;
  readonly random: () => number;
  /** Calls back after so many milliseconds; the returned function forgets it. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

export const browserWorld: SocketWorld = {
  open: (url) => new WebSocket(url, "prefect"),
  random: Math.random,
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

interface Options {
  /** The API's address. */
  readonly url: string;
  /** `user:password`, as it is: sockets do not encode it (server.md §1.10). */
  readonly token: () => string | undefined;
  /** Beginnings of ids of the resources that matter, or `everything`. */
  readonly topics: readonly string[];
  /** Whether to be told what was missed, too. */
  readonly backfill: boolean;
  readonly onEvent: (event: ReceivedEvent) => void;
  readonly onStatus: (isLive: boolean) => void;
  readonly world: SocketWorld;
}

const shortest = 500;
const longest = 30_000;

/** Milliseconds before the nth attempt, counted from 0, a quarter of them left to chance. */
export const backoff = (attempt: number, random: () => number): number =>
  Math.min(longest, shortest * 2 ** attempt) * (0.75 + random() / 4);

/** The topic of whoever wants to hear of everything. */
export const everything = "*";

const minute = 60_000;
const day = 1440 * minute;

/**
 * What has just come is told by its coming, not by its time: the clocks of whoever reports may be minutes off, and so may the
 * browser's. Without an end servers take now for it, and of what is new a stock one then tells nothing (events.md §3.3).
 */
const filterOf = (topics: readonly string[], { now, backfill }: { readonly now: number; readonly backfill: boolean }) => ({
  occurred: { since: new Date(now - (backfill ? minute : day)).toISOString(), until: new Date(now + 365 * day).toISOString() },
  ...(topics.includes(everything) ? {} : { any_resource: { id_prefix: topics } }),
});

/** Events of some resources, for as long as the returned function is not called: reconnects by itself and asks for what it missed. */
export const openLiveSocket = ({ url, token, topics, backfill, onEvent, onStatus, world }: Options): (() => void) => {
  let socket: WebSocket | undefined;
  let forget: (() => void) | undefined;
  let isStopped = false;
  let attempt = 0;
  let wasLive = backfill;
  const address = `${url.replace(/^http/, "ws")}/events/out`;
  const seen = new Set<string>();

  const receive = (text: string): void => {
    const frame = JSON.parse(text) as { readonly type: string; readonly event?: ReceivedEvent };
    if (frame.type === "auth_success") {
      const past = { now: performance.timeOrigin + performance.now(), backfill: wasLive };
      socket?.send(JSON.stringify({ type: "filter", filter: filterOf(topics, past), backfill: wasLive }));
      attempt = 0;
      wasLive = true;
      onStatus(true);
    } else if (frame.type === "event" && frame.event !== undefined && !seen.has(frame.event.id)) {
      // What was missed is told with what is remembered; an id seen twice is normal.
      if (seen.size > 2_000) seen.clear();
      seen.add(frame.event.id);
      onEvent(frame.event);
    }
  };

  const connect = (): void => {
    socket = world.open(address);
    socket.onopen = () => socket?.send(JSON.stringify({ type: "auth", token: token() ?? null }));
    socket.onmessage = ({ data }) => receive(String(data));
    socket.onclose = () => {
      if (isStopped) return;
      onStatus(false);
      forget = world.after(backoff(attempt, world.random), connect);
      attempt += 1;
    };
  };

  connect();
  return () => {
    isStopped = true;
    forget?.();
    socket?.close();
  };
};
