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
  /** What the server's clock says, in milliseconds since 1970; undefined where nobody knows. */
  readonly serverNow: () => number | undefined;
  readonly onEvents: (events: readonly ReceivedEvent[]) => void;
  readonly onStatus: (isLive: boolean) => void;
}

/** Milliseconds in which events are gathered before anybody hears of them, and in which a change of topics settles. */
const gather = 250;
/** Milliseconds between the signs a tab gives of itself. One that gave none for three of these is gone. */
const beat = 60_000;

/** Milliseconds before a page wanted to listen of which it is told: its own questions have answered what was before. */
const slack = 3_000;

/** Every beginning that no shorter one covers, sorted. */
export const mergeTopics = (wishes: Iterable<readonly string[]>): readonly string[] => {
  const all = [...new Set([...wishes].flat())].sort();
  if (all.includes(everything)) return [everything];
  return all.filter((topic) => !all.some((other) => other !== topic && topic.startsWith(other)));
};

/** Whether whoever listens to the ones hears all that the others ask for. */
const covers = (ones: readonly string[], others: readonly string[]): boolean =>
  others.every((other) => ones.some((one) => one === everything || other.startsWith(one)));

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
  #socket: { readonly topics: readonly string[]; readonly close: () => void } | undefined;
  /** Events that the server received before this, by its clock, are no news. */
  #newsFrom = Number.NEGATIVE_INFINITY;
  #waiting: ReceivedEvent[] = [];
  #forgetSettling: (() => void) | undefined;
  #forgetBeat: (() => void) | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#tab = String(options.world.random());
    const canShare = Boolean(navigator.locks) && typeof BroadcastChannel !== "undefined";
    this.#channel = canShare ? new BroadcastChannel(`millrace.live ${options.url}`) : undefined;
    if (this.#channel === undefined) this.#lead();
    else {
      this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data);
      void this.#waitForLock();
    }
    this.#beat();
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
    this.#settle({ isExact: true });
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

  /**
   * Listens to what all tabs want together. Who hears it all already goes on with that for a while: pages come and go, and each new
   * beginning costs the server a look back. `isExact` leaves out what nobody wants any more.
   */
  #settle({ isExact } = { isExact: false }): void {
    if (!this.#isLeader) return;
    for (const [tab, { at }] of this.#wishes) if (performance.now() - at > 3 * beat) this.#wishes.delete(tab);
    const topics = mergeTopics([this.#mine, ...[...this.#wishes.values()].map((wish) => wish.topics)]);
    const before = this.#socket?.topics;
    const isCovered = before !== undefined && covers(before, topics);
    if (topics.length > 0 && (before?.join() === topics.join() || (isCovered && !isExact))) return;
    this.#socket?.close();
    this.#socket = undefined;
    if (topics.length === 0) return;
    this.#beginNews();
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
    this.#socket = { topics, close };
  }

  #beginNews(): void {
    this.#newsFrom = (this.#options.serverNow() ?? Number.NEGATIVE_INFINITY) - slack;
  }

  #setStatus(isLive: boolean): void {
    // After a loss everything is asked for anew.
    if (isLive && !this.#isLive && this.#wasLive) this.#beginNews();
    this.#isLive = isLive;
    this.#wasLive ||= isLive;
    this.#options.onStatus(isLive);
    this.#say({ kind: "status", isLive });
  }

  #collect(event: ReceivedEvent): void {
    if (Date.parse(event.received) < this.#newsFrom) return;
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
