import type { ReceivedEvent } from "@millrace/contract";
import { everything, openLiveSocket, type SocketWorld } from "./live-socket.ts";

/** What tabs of one browser tell each other. */
type Message =
  | { readonly kind: "want"; readonly tab: string; readonly topics: readonly string[] }
  | { readonly kind: "ask" }
  | { readonly kind: "events"; readonly events: readonly ReceivedEvent[] }
  | { readonly kind: "status"; readonly isLive: boolean };

interface Options {
  readonly url: string;
  readonly token: () => string | undefined;
  readonly world: SocketWorld;
  readonly onEvents: (events: readonly ReceivedEvent[]) => void;
  readonly onStatus: (isLive: boolean) => void;
}

/** Milliseconds in which events are gathered before anybody hears of them, and in which a change of topics settles. */
const gather = 250;
/** Milliseconds between the signs a tab gives of itself. One that gave none for three of these is gone. */
const beat = 60_000;

/** Every beginning that no shorter one covers, sorted. */
export const mergeTopics = (wishes: Iterable<readonly string[]>): readonly string[] => {
  const all = [...new Set([...wishes].flat())].sort();
  if (all.includes(everything)) return [everything];
  return all.filter((topic) => !all.some((other) => other !== topic && topic.startsWith(other)));
};

/**
 * One tab's part in the browser's one socket. The tab that holds the lock opens it for all and tells the others what comes; the
 * lock passes on by itself when that tab goes. Without locks, which plain HTTP does not have, each tab has a socket of its own.
 */
export class LiveTabs {
  readonly #options: Options;
  readonly #tab: string;
  readonly #channel: BroadcastChannel | undefined;
  readonly #ending = new AbortController();
  readonly #wishes = new Map<string, { readonly topics: readonly string[]; readonly at: number }>();
  #isLeader = false;
  #isLive = false;
  #wasLive = false;
  #mine: readonly string[] = [];
  #socket: { readonly topics: string; readonly close: () => void } | undefined;
  #waiting: ReceivedEvent[] = [];
  #forgetSettling: (() => void) | undefined;
  #forgetBeat: (() => void) | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#tab = String(options.world.random());
    const canShare = navigator.locks !== undefined && typeof BroadcastChannel !== "undefined";
    this.#channel = canShare ? new BroadcastChannel(`millrace.live ${options.url}`) : undefined;
    if (this.#channel === undefined) this.#lead();
    else {
      this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data);
      void this.#waitForLock();
      this.#beat();
    }
  }

  /** Says which resources this tab shows, by the beginnings of their ids. */
  want(topics: readonly string[]): void {
    this.#mine = topics;
    this.#sayWish();
    this.#settleSoon();
  }

  stop(): void {
    this.#ending.abort();
    this.#forgetBeat?.();
    this.#forgetSettling?.();
    this.#socket?.close();
    this.#channel?.close();
  }

  async #waitForLock(): Promise<void> {
    const { signal } = this.#ending;
    const hold = (): Promise<void> => {
      this.#lead();
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    };
    // Rejects when this tab stops before its turn came.
    await navigator.locks.request("millrace.live", { signal }, hold).catch(() => undefined);
  }

  #lead(): void {
    this.#isLeader = true;
    this.#say({ kind: "ask" });
    this.#settleSoon();
  }

  #say(message: Message): void {
    if (!this.#ending.signal.aborted) this.#channel?.postMessage(message);
  }

  #sayWish(): void {
    this.#say({ kind: "want", tab: this.#tab, topics: this.#mine });
  }

  #beat(): void {
    this.#sayWish();
    this.#settle();
    this.#forgetBeat = this.#options.world.after(beat, () => this.#beat());
  }

  #hear(message: Message): void {
    if (message.kind === "events") this.#options.onEvents(message.events);
    else if (message.kind === "ask") this.#sayWish();
    else if (message.kind === "status") {
      if (this.#isLeader) return;
      // Whoever takes over from the tab that was live asks for what came in between.
      this.#wasLive ||= message.isLive;
      this.#options.onStatus(message.isLive);
    } else if (this.#isLeader) {
      if (!this.#wishes.has(message.tab)) this.#say({ kind: "status", isLive: this.#isLive });
      this.#wishes.set(message.tab, { topics: message.topics, at: performance.now() });
      this.#settleSoon();
    }
  }

  #settleSoon(): void {
    this.#forgetSettling?.();
    this.#forgetSettling = this.#options.world.after(gather, () => this.#settle());
  }

  /** Listens to what all tabs want together. */
  #settle(): void {
    if (!this.#isLeader) return;
    for (const [tab, { at }] of this.#wishes) if (performance.now() - at > 3 * beat) this.#wishes.delete(tab);
    const topics = mergeTopics([this.#mine, ...[...this.#wishes.values()].map((wish) => wish.topics)]);
    const name = topics.join(" ");
    if (this.#socket?.topics === name) return;
    this.#socket?.close();
    this.#socket = undefined;
    if (topics.length === 0) return;
    const { url, token, world } = this.#options;
    const close = openLiveSocket({
      url,
      token,
      world,
      topics,
      backfill: this.#wasLive,
      onEvent: (event) => this.#collect(event),
      onStatus: (isLive) => this.#setStatus(isLive),
    });
    this.#socket = { topics: name, close };
  }

  #setStatus(isLive: boolean): void {
    this.#isLive = isLive;
    this.#wasLive ||= isLive;
    this.#options.onStatus(isLive);
    this.#say({ kind: "status", isLive });
  }

  #collect(event: ReceivedEvent): void {
    if (this.#waiting.length === 0) this.#options.world.after(gather, () => this.#flush());
    this.#waiting.push(event);
  }

  #flush(): void {
    const events = this.#waiting;
    this.#waiting = [];
    this.#options.onEvents(events);
    this.#say({ kind: "events", events });
  }
}
