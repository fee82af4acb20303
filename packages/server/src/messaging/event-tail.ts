import type { ReceivedEvent } from "@millrace/contract";
import type { Context } from "../context.ts";
import type { EventCursor } from "../db/dialect.ts";

/** Events read at once. */
const page = 500;
/** Seconds between looks for what other processes wrote; what this process writes is seen at once. */
const lookAgainSeconds = 1;

type Listener = (events: readonly ReceivedEvent[]) => void;

/** Follows the event log: committed events, in order and each once. Reads nothing while nobody listens. */
export interface EventTail {
  /** Resolves once every event committed from now on will be heard; with how to stop listening. */
  listen(listener: Listener): Promise<() => void>;
  stop(): Promise<void>;
}

export const createEventTail = (ctx: Pick<Context, "read" | "clock" | "log" | "bus">): EventTail => {
  const listeners = new Set<Listener>();
  let cursor: Promise<EventCursor> | undefined;
  let reading: Promise<void> | undefined;
  let again = false;
  let callOff = (): void => undefined;

  const readPage = async (from: Promise<EventCursor>): Promise<void> => {
    const next = await ctx.read.dialect.listEventsAfter(ctx.read, await from, page);
    const events = next.ids.length > 0 ? await eventsById(ctx, next.ids) : [];
    cursor = Promise.resolve(next.cursor);
    if (events.length > 0) for (const listener of listeners) listener(events);
    again ||= next.ids.length === page;
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
        else if (listeners.size > 0) callOff = ctx.clock.after(lookAgainSeconds * 1000, look);
      });
  };

  const deaf = ctx.bus.committed.listen(look);
  return {
    async listen(listener) {
      cursor ??= ctx.read.dialect.latestEvents(ctx.read);
      await cursor;
      listeners.add(listener);
      look();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) cursor = undefined;
      };
    },
    async stop() {
      listeners.clear();
      deaf();
      callOff();
      await reading;
    },
  };
};

const eventsById = async (ctx: Pick<Context, "read">, ids: readonly string[]): Promise<ReceivedEvent[]> => {
  const rows = await ctx.read
    .selectFrom("event")
    .select(["id", "occurred", "received", "event", "resource", "related", "payload", "follows"])
    .where("id", "in", [...ids])
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
};
