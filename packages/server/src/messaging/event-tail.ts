import { addSeconds, compareInstants, type Instant, type ReceivedEvent } from "@millrace/contract";
import type { Context } from "../context.ts";
import type { Queries } from "../db/connection.ts";
import type { EventCursor } from "../db/dialect.ts";

/** Events read at once. */
const page = 500;
/** Seconds between looks for what other processes wrote; what this process writes is seen at once. */
const lookAgainSeconds = 1;
/** Seconds until the next look when events were announced but an unfinished writer still hides them; each look waits longer. */
const rungSeconds = 0.005;
/** Seconds in which nothing is found until a look asks who hides it. */
const thoroughSeconds = 0.25;

type Listener = (events: readonly ReceivedEvent[]) => void;

/** Follows the event log: committed events, in order and each once. Reads nothing while nobody listens. */
export interface EventTail {
  /** Resolves once every event committed from now on will be heard; with how to stop listening. */
  listen(listener: Listener): Promise<() => void>;
  /** How many stored events have not been heard yet, up to a thousand; 0 while nobody listens. */
  countBehind(): Promise<number>;
  stop(): Promise<void>;
}

export const createEventTail = (ctx: Pick<Context, "read" | "clock" | "log" | "bus">): EventTail => {
  const listeners = new Set<Listener>();
  let cursor: Promise<EventCursor> | undefined;
  let reading: Promise<void> | undefined;
  let again = false;
  let callOff = (): void => undefined;
  let patience = lookAgainSeconds;
  /** From when on looks are thorough, where nothing was found meanwhile. */
  let thoroughFrom: Instant = ctx.clock.now();

  const readPage = async (from: Promise<EventCursor>): Promise<void> => {
    const now = ctx.clock.now();
    const isThorough = compareInstants(thoroughFrom, now) <= 0;
    const next = await listCommittedEvents(ctx.read, await from, isThorough);
    if (isThorough || next.events.length > 0) thoroughFrom = addSeconds(now, thoroughSeconds);
    if (listeners.size === 0) return;
    cursor = Promise.resolve(next.cursor);
    patience = next.events.length > 0 ? lookAgainSeconds : Math.min(patience * 4, lookAgainSeconds);
    if (next.events.length > 0) for (const listener of listeners) listener(next.events);
    again ||= next.more;
  };

  const look = (): void => {
    const from = cursor;
    if (from === undefined || listeners.size === 0) return;
    again = reading !== undefined;
    if (again) return;
    callOff();
    reading = readPage(from)
      .catch((error: unknown) => ctx.log.error({ err: error }, "Live events could not be read; trying again."))
      .finally(() => {
        reading = undefined;
        if (again) look();
        else if (listeners.size > 0) callOff = ctx.clock.after(patience * 1000, look);
      });
  };

  const deaf = ctx.bus.committed.listen(() => {
    patience = rungSeconds;
    look();
  });
  return {
    async listen(listener) {
      cursor ??= ctx.read.dialect.latestEvents(ctx.read).then((latest) => latest.cursor);
      await cursor.catch((error: unknown) => {
        cursor = undefined;
        throw error;
      });
      listeners.add(listener);
      look();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) cursor = undefined;
      };
    },
    async countBehind() {
      const from = await cursor;
      return from === undefined
        ? 0
        : (await ctx.read.dialect.listEventsAfter(ctx.read, from, { limit: 1000, isThorough: true })).ids.length;
    },
    async stop() {
      listeners.clear();
      deaf();
      callOff();
      await reading;
    },
  };
};

/** A page of committed events after a cursor, in the order they were committed, and where the next page begins. */
export const listCommittedEvents = async (
  db: Queries,
  after: EventCursor,
  isThorough: boolean,
): Promise<{ events: ReceivedEvent[]; cursor: EventCursor; more: boolean }> => {
  const { ids, cursor } = await db.dialect.listEventsAfter(db, after, { limit: page, isThorough });
  if (ids.length === 0) return { events: [], cursor, more: false };
  const rows = await db
    .selectFrom("event")
    .select(["id", "occurred", "received", "event", "resource", "related", "payload", "follows"])
    .where("id", "in", [...ids])
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { events: ids.flatMap((id) => byId.get(id) ?? []), cursor, more: ids.length === page };
};
