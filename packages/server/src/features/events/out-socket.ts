import { addSeconds, compareInstants, EventFilter, type EventFilter as Filter, type Instant, type ReceivedEvent } from "@millrace/contract";
import type { Context } from "../../context.ts";
import type { EventCursor } from "../../db/dialect.ts";
import { listCommittedEvents } from "../../messaging/event-tail.ts";
import { readFilterFrame } from "../../messaging/filter-frame.ts";
import { createSender, type Sender } from "../../messaging/send-in-order.ts";
import { type CreateEndpoint, closeCode, type Socket } from "../../socket.ts";
import { matchEvent } from "./event-matcher.ts";
import { listPastEvents } from "./list-past-events.ts";

/** Readers in Python take no larger frames; one that gets such a frame gives up the socket, and again when it comes back. */
const frameLimit = 1024 * 1024;
/** Seconds by which the clocks of servers on one database may differ. */
const clockSkew = 10;

/** `/events/out`: past events that match a filter, then new ones as they are committed (events.md §3.3). */
export const eventsOut: CreateEndpoint = (ctx) => {
  const frames = createFrames(ctx);
  return {
    open(socket) {
      const sender = createSender(socket);
      const stream = { ctx, socket, sender, frameOf: frames };
      let running: Running | undefined;
      let asked = false;
      return {
        receive(text) {
          if (asked) return;
          asked = true;
          const frame = readFilterFrame(EventFilter, text);
          if ("refusal" in frame) return socket.close(closeCode.protocolError, frame.refusal);
          running = streamEvents(stream, frame.filter, frame.backfill);
        },
        answerPing: () => running?.begun ?? Promise.resolve(),
        end() {
          sender.stop();
          running?.stop();
        },
      };
    },
  };
};

/** Prints each event once, however many readers it has. */
const createFrames = (ctx: Context): ((event: ReceivedEvent) => string) => {
  const printed = new WeakMap<ReceivedEvent, string>();
  return (event) => {
    let frame = printed.get(event);
    if (frame === undefined) {
      frame = printFrame(event);
      const bytes = frame.length * 3 > frameLimit ? Buffer.byteLength(frame) : 0;
      if (bytes > frameLimit) {
        ctx.log.debug({ event: event.id, bytes }, "An event is sent to readers without its payload, which is too large for a frame.");
        frame = printFrame({ ...event, payload: {} });
      }
      printed.set(event, frame);
    }
    return frame;
  };
};

const printFrame = (event: ReceivedEvent): string => `{"type":"event","event":${JSON.stringify(event)}}`;

interface Stream {
  readonly ctx: Context;
  readonly socket: Socket;
  readonly sender: Sender;
  readonly frameOf: (event: ReceivedEvent) => string;
}

const later = (one: Instant, other: Instant | undefined): Instant => (other !== undefined && compareInstants(other, one) > 0 ? other : one);

interface Running {
  /** Resolves when everything committed from then on will be told. */
  readonly begun: Promise<void>;
  stop(): void;
}

const streamEvents = (stream: Stream, filter: Filter, backfill: boolean): Running => {
  const { ctx, socket, sender, frameOf } = stream;
  const start = ctx.clock.now();
  const since = later(addSeconds(start, -ctx.settings.eventsMaxBackfill), filter.occurred?.since);
  const period = { since, until: filter.occurred?.until };
  const recent = addSeconds(start, -clockSkew);
  /** Recent events sent already, which the log of commits tells again. */
  const sent = new Set<string>();
  const matches = matchEvent({ ...filter, occurred: { ...filter.occurred, since } });
  let ended = false;
  let deaf = (): void => undefined;

  const sendPage = async (events: readonly ReceivedEvent[]): Promise<void> => {
    for (const event of events) {
      if (sent.has(event.id)) continue;
      if (compareInstants(event.received, recent) >= 0) sent.add(event.id);
      socket.send(frameOf(event));
    }
    await socket.flushed();
    await new Promise<void>(ctx.clock.soon);
  };
  const sendCommitted = async (from: EventCursor): Promise<EventCursor> => {
    for (let cursor = from; !ended; ) {
      const next = await listCommittedEvents(ctx.read, cursor, true);
      await sendPage(next.events.filter(matches));
      if (!next.more) return next.cursor;
      cursor = next.cursor;
    }
    return from;
  };
  const begin = ctx.read.dialect.latestEvents(ctx.read);
  const run = async (): Promise<void> => {
    const latest = await begin;
    let { cursor } = latest;
    if (!backfill) for (const id of latest.ahead) sent.add(id);
    else {
      for await (const events of listPastEvents(ctx.read, period, matches)) {
        await sendPage(events);
        if (ended) return;
      }
    }
    if (!ctx.settings.eventsStreamOut) return;
    // What was committed meanwhile comes from the log; once it is caught up with, live events go on from there.
    cursor = await sendCommitted(cursor);
    let heard: ReceivedEvent[] | undefined = [];
    const sendLive = (event: ReceivedEvent): void => {
      if (!sent.delete(event.id)) sender.send(frameOf(event));
    };
    deaf = await ctx.tail.listen((events) => {
      for (const event of events) {
        if (!matches(event)) continue;
        if (heard === undefined) sendLive(event);
        else heard.push(event);
      }
    });
    await sendCommitted(cursor);
    for (const event of heard) sendLive(event);
    heard = undefined;
    if (ended) deaf();
  };
  run().catch((error: unknown) => {
    ctx.log.error({ err: error }, "A stream of events failed.");
    socket.close(closeCode.internalError);
  });
  return {
    begun: begin.then(
      () => undefined,
      () => undefined,
    ),
    stop() {
      ended = true;
      deaf();
    },
  };
};
