import { afterEach, beforeEach, expect, test } from "vitest";
import { LiveTabs } from "./live-tabs.ts";

/** A socket whose other end is the test. */
class FarSocket {
  readonly sent: { readonly filter?: { readonly any_resource: { readonly id_prefix: readonly string[] } }; readonly backfill?: boolean }[] =
    [];
  onopen: (() => void) | undefined;
  onmessage: ((message: { readonly data: string }) => void) | undefined;
  onclose: (() => void) | undefined;
  isClosed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.isClosed = true;
  }
  tell(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const now = Date.parse("2026-01-01T12:00:00Z");
let sockets: FarSocket[];
let timers: { readonly milliseconds: number; readonly run: () => void }[];
let heard: string[];
let clock: number | undefined;
let tabs: LiveTabs;

beforeEach(() => {
  sockets = [];
  timers = [];
  heard = [];
  clock = now;
  tabs = new LiveTabs({
    url: "http://mill.example.com/api",
    token: () => undefined,
    serverNow: () => clock,
    onEvents: (events) => heard.push(...events.map(({ id }) => id)),
    onStatus: () => undefined,
    world: {
      open: () => {
        const socket = new FarSocket();
        sockets.push(socket);
        return socket as unknown as WebSocket;
      },
      random: () => 0,
      after: (milliseconds, run) => {
        const timer = { milliseconds, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((each) => each !== timer);
        };
      },
    },
  });
});
afterEach(() => tabs.stop());

/** Lets that much time pass for whoever waits that long, and no more. */
const pass = (milliseconds: number): void => {
  const due = timers.filter((timer) => timer.milliseconds === milliseconds);
  timers = timers.filter((timer) => timer.milliseconds !== milliseconds);
  for (const { run } of due) run();
};
const settle = (): void => {
  pass(250);
  sockets.at(-1)?.tell({ type: "auth_success" });
};
const topics = (): readonly string[] | undefined => sockets.at(-1)?.sent.at(-1)?.filter?.any_resource.id_prefix;
const tell = (id: string, received: number): void =>
  sockets.at(-1)?.tell({ type: "event", event: { id, received: new Date(received).toISOString() } });

test("another page's topics are listened to, and what its own questions have answered is no news", () => {
  tabs.want(["prefect.work-pool."]);
  settle();
  tabs.want(["prefect.flow-run."]);
  settle();
  expect(sockets).toHaveLength(2);
  expect(sockets[0]?.isClosed).toBe(true);
  expect(sockets[1]?.sent.at(-1)?.backfill).toBe(true);
  tell("long before", now - 20_000);
  tell("just before", now - 1_000);
  tell("since", now + 1_000);
  pass(250);
  expect(heard).toEqual(["just before", "since"]);
});

test("where nobody knows the server's clock, everything is news", () => {
  clock = undefined;
  tabs.want(["prefect.flow-run."]);
  settle();
  tell("long before", now - 20_000);
  pass(250);
  expect(heard).toEqual(["long before"]);
});

test("a page of which everything is heard already costs no new beginning; what nobody wants any more is left out later", () => {
  tabs.want(["prefect.flow-run.", "prefect.task-run."]);
  settle();
  tabs.want(["prefect.flow-run.0198"]);
  settle();
  expect(sockets).toHaveLength(1);
  pass(60_000);
  sockets.at(-1)?.tell({ type: "auth_success" });
  expect(sockets).toHaveLength(2);
  expect(topics()).toEqual(["prefect.flow-run.0198"]);
});
