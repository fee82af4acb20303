import type { Event } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { eventIntake } from "../../observability/instruments.ts";
import { writeEvents } from "./operations.ts";

/** Most events and bytes written in one transaction: more would delay everything else that waits for the database. */
const batchEvents = 600;
const batchBytes = 2_000_000;
/** From here on senders are asked to wait, until half of it is written. */
const fullEvents = 4000;
const fullBytes = 8_000_000;
/** Seconds before events are tried again that the database would not take. */
const retrySeconds = 1;

/** Collects events of all sockets and writes them in batches, in the order they came. */
export interface Intake {
  /** Takes an event that arrived as so many bytes. */
  add(event: Event, bytes: number): void;
  readonly isFull: boolean;
  /** Resolves when there is room again. */
  room(): Promise<void>;
  /** Resolves when everything added before is durable. */
  settled(): Promise<void>;
}

interface Waiting {
  readonly event: Event;
  readonly bytes: number;
}

interface Watcher {
  readonly until: number;
  readonly resolve: () => void;
}

export const createIntake = (ctx: Context): Intake => {
  let queue: Waiting[] = [];
  let writing = false;
  let bytes = 0;
  let added = 0;
  let done = 0;
  let settling: Watcher[] = [];
  let roomSeekers: (() => void)[] = [];
  ctx.meter.watch(eventIntake, () => added - done);

  const takeBatch = (): Waiting[] => {
    let size = 0;
    let count = 0;
    while (count < queue.length && count < batchEvents && (count === 0 || size < batchBytes)) size += queue[count++]?.bytes ?? 0;
    const batch = queue.slice(0, count);
    queue = queue.slice(count);
    return batch;
  };

  const tellWatchers = (): void => {
    const ready = settling.filter(({ until }) => until <= done);
    settling = settling.filter(({ until }) => until > done);
    for (const { resolve } of ready) resolve();
    if (added - done > fullEvents / 2 || bytes > fullBytes / 2) return;
    const seekers = roomSeekers;
    roomSeekers = [];
    for (const resolve of seekers) resolve();
  };

  const writeAll = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = takeBatch();
      await writeSafely(
        ctx,
        batch.map(({ event }) => event),
      );
      done += batch.length;
      for (const waiting of batch) bytes -= waiting.bytes;
      tellWatchers();
      await new Promise<void>(ctx.clock.soon);
    }
    writing = false;
  };

  return {
    add(event, size) {
      queue.push({ event, bytes: size });
      bytes += size;
      added++;
      if (writing) return;
      writing = true;
      // What arrived in the same turn joins the first batch.
      ctx.clock.soon(() => void writeAll());
    },
    get isFull() {
      return added - done >= fullEvents || bytes >= fullBytes;
    },
    room: () => new Promise((resolve) => roomSeekers.push(resolve)),
    settled: () => (done === added ? Promise.resolve() : new Promise((resolve) => settling.push({ until: added, resolve }))),
  };
};

/** Writes a batch, however long it takes. Only an event whose own values are refused is given up. */
const writeSafely = async (ctx: Context, events: readonly Event[]): Promise<void> => {
  for (let clashes = 0; ; ) {
    try {
      return await writeEvents(ctx, events);
    } catch (error) {
      const fault = faultOf(ctx, error);
      if (fault === "clash" && ++clashes < 3) continue;
      if (fault === "elsewhere") await waitOut(ctx, error);
      else return await writeHalves(ctx, events, error);
    }
  }
};

/** Finds the event that spoils a batch by writing ever smaller parts of it. */
const writeHalves = async (ctx: Context, events: readonly Event[], error: unknown): Promise<void> => {
  if (events.length === 1) {
    ctx.log.error({ err: error, event: events[0]?.id, name: events[0]?.event }, "An event was dropped: the database cannot store it.");
    return;
  }
  const middle = events.length >> 1;
  await writeSafely(ctx, events.slice(0, middle));
  await writeSafely(ctx, events.slice(middle));
};

/** Whose fault a failed write was: the events' own, another writer's, or that of something that will pass. */
const faultOf = (ctx: Context, error: unknown): "event" | "clash" | "elsewhere" => {
  if (error instanceof RangeError || error instanceof TypeError) return "event";
  const refusal = ctx.db.dialect.refusal(error);
  if (refusal === "value" || refusal === "too-long") return "event";
  return refusal === "unique" || refusal === "foreign-key" ? "clash" : "elsewhere";
};

const waitOut = (ctx: Context, error: unknown): Promise<void> => {
  ctx.log.error({ err: error }, `Events could not be written; trying again in ${retrySeconds} s.`);
  return new Promise((resolve) => ctx.clock.after(retrySeconds * 1000, resolve));
};
