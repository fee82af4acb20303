import type { ReceivedEvent } from "@millrace/contract";
import { beforeEach, describe, expect, test } from "vitest";
import { backoff, everything, openLiveSocket } from "./live-socket.ts";
import { mergeTopics } from "./live-tabs.ts";

/** A socket whose other end is the test. */
class FarSocket {
  readonly sent: { readonly type: string; readonly [key: string]: unknown }[] = [];
  onopen: (() => void) | undefined;
  onmessage: ((message: { readonly data: string }) => void) | undefined;
  onclose: (() => void) | undefined;
  isClosed = false;

  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.isClosed = true;
    this.onclose?.();
  }
  tell(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

let sockets: FarSocket[];
let timers: { readonly milliseconds: number; readonly run: () => void }[];
let events: string[];
let statuses: boolean[];
let stop: () => void;

beforeEach(() => {
  sockets = [];
  timers = [];
  events = [];
  statuses = [];
  stop = openLiveSocket({
    url: "https://mill.example.com/api",
    token: () => "admin:pässword",
    topics: ["prefect.flow-run."],
    backfill: false,
    onEvent: ({ id }) => events.push(id),
    onStatus: (isLive) => statuses.push(isLive),
    world: {
      open: (url) => {
        const socket = new FarSocket(url);
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
      random: () => 0,
      after: (milliseconds, run) => {
        timers.push({ milliseconds, run });
        return () => timers.splice(0);
      },
    },
  });
});

const latest = (): FarSocket => sockets.at(-1) ?? new FarSocket("none");
const event = (id: string) => ({ type: "event", event: { id } as ReceivedEvent });

describe("a live socket", () => {
  test("authenticates with the raw credentials, then says what it wants", () => {
    expect(latest().url).toBe("wss://mill.example.com/api/events/out");
    latest().onopen?.();
    expect(latest().sent).toEqual([{ type: "auth", token: "admin:pässword" }]);
    latest().tell({ type: "auth_success" });
    expect(latest().sent[1]).toMatchObject({
      type: "filter",
      backfill: false,
      filter: { any_resource: { id_prefix: ["prefect.flow-run."] } },
    });
    expect(statuses).toEqual([true]);
  });

  test("asks for what is to come, whatever the clocks of those who report it say", () => {
    latest().tell({ type: "auth_success" });
    const filter = JSON.stringify(latest().sent[0]);
    const [, since = "", until = ""] = /"since":"([^"]+)","until":"([^"]+)"/.exec(filter) ?? [];
    const hours = (from: number, to: number): number => (to - from) / 3_600_000;
    expect(hours(Date.parse(since), Date.now())).toBeGreaterThan(12);
    expect(hours(Date.now(), Date.parse(until))).toBeGreaterThan(24 * 30);
  });

  test("after a loss connects again, asks for what it missed and tells nothing twice", () => {
    latest().tell({ type: "auth_success" });
    latest().tell(event("a"));
    latest().onclose?.();
    expect(statuses).toEqual([true, false]);
    timers.shift()?.run();
    expect(sockets).toHaveLength(2);
    latest().tell({ type: "auth_success" });
    expect(latest().sent[0]).toMatchObject({ type: "filter", backfill: true });
    latest().tell(event("a"));
    latest().tell(event("b"));
    expect(events).toEqual(["a", "b"]);
  });

  test("that nobody wants any more stays closed", () => {
    stop();
    expect(latest().isClosed).toBe(true);
    expect(timers).toEqual([]);
    expect(statuses).toEqual([]);
  });
});

test("attempts come ever more rarely, up to half a minute", () => {
  expect([0, 1, 2, 10].map((attempt) => backoff(attempt, () => 1))).toEqual([500, 1_000, 2_000, 30_000]);
  expect(backoff(0, () => 0)).toBe(375);
});

test("a beginning covers the longer ones", () => {
  expect(mergeTopics([["prefect.flow-run.1", "prefect.deployment.2"], ["prefect.flow-run."], []])).toEqual([
    "prefect.deployment.2",
    "prefect.flow-run.",
  ]);
  expect(mergeTopics([["prefect.flow-run.1"], [everything]])).toEqual([everything]);
});
