import {
  addSeconds,
  compareInstants,
  type EventFilterInput,
  fromMicros,
  type Log,
  type LogFilterInput,
  type ReceivedEvent,
} from "@millrace/contract";
import type { Connection } from "../options.ts";
import { openSocket, type Socket } from "./open-socket.ts";
import { SocketError } from "./socket-error.ts";

export interface StreamOptions {
  /** Ends the stream quietly. */
  readonly signal?: AbortSignal | undefined;
  /** Called each time the server listens to us, the first time and after every reconnection. */
  readonly onOpen?: (() => void) | undefined;
}

export interface EventStreamOptions extends StreamOptions {
  /** False leaves out what happened before. The default brings the last minute too, so that nothing falls between two connections. */
  readonly backfill?: boolean | undefined;
}

interface Stream<T> {
  readonly path: string;
  /** The frame that starts it, made anew for each connection. */
  readonly hello: () => object;
  /** The item of a frame; undefined when there is none or it was seen before. */
  readonly take: (frame: unknown) => T | undefined;
}

const quickTries = 2;
const maxTries = 10;
const steadyMillis = 5000;
const overlapSeconds = 60;
const yearSeconds = 365 * 86_400;
const rememberedIds = 10_000;

/** Whether an id is new; forgets the oldest beyond ten thousand. */
const createSeen = (): ((id: string) => boolean) => {
  const seen = new Set<string>();
  return (id) => {
    if (seen.has(id)) return false;
    seen.add(id);
    if (seen.size > rememberedIds) seen.delete(seen.values().next().value ?? id);
    return true;
  };
};

async function* itemsOf<T>(socket: Socket, stream: Stream<T>): AsyncGenerator<T, void> {
  for (let frame = await socket.read(); frame !== undefined; frame = await socket.read()) {
    const item = stream.take(frame);
    if (item !== undefined) yield item;
  }
}

/** Reads a stream, opening it again when it breaks: twice at once, then every second, ten times in a row at most (events.md §3.3). */
async function* follow<T>(connection: Connection, stream: Stream<T>, { signal, onOpen }: StreamOptions): AsyncGenerator<T, void> {
  for (let tries = 0; !signal?.aborted; tries += 1) {
    let socket: Socket | undefined;
    const stop = (): void => void socket?.close();
    signal?.addEventListener("abort", stop);
    try {
      socket = await openSocket(connection, stream.path);
      if (signal?.aborted) return;
      socket.send([JSON.stringify(stream.hello())]);
      // Not awaited: what arrives before a connection breaks is still to be read.
      socket.confirm().then(onOpen, () => {});
      const start = connection.world.now();
      yield* itemsOf(socket, stream);
      // A server that drops every connection at once, as for a filter it cannot read, is not asked for ever.
      if (connection.world.now() - start > steadyMillis) tries = 0;
      const end = await socket.closed;
      if (end.isFinal) throw end;
    } catch (error) {
      if (signal?.aborted) return;
      const isFinal = !(error instanceof SocketError) || error.isFinal;
      if (isFinal || tries >= maxTries) throw error;
    } finally {
      signal?.removeEventListener("abort", stop);
      await socket?.close();
    }
    if (tries >= quickTries) await connection.world.sleep(1000, signal).catch(() => {});
  }
}

/** New events that match, and those of the last minute. Throws a `SocketError` when the server stays away. */
export const subscribeEvents = (
  connection: Connection,
  filter: EventFilterInput = {},
  options: EventStreamOptions = {},
): AsyncGenerator<ReceivedEvent, void> => {
  const isNew = createSeen();
  let since = fromMicros((connection.world.now() - overlapSeconds * 1000) * 1000);
  return follow(
    connection,
    {
      path: "/events/out",
      // Without an end the server takes the moment it reads this, and then no new event ever matches (events.md §3.3).
      hello: () => ({
        type: "filter",
        filter: { ...filter, occurred: { since, until: addSeconds(fromMicros(connection.world.now() * 1000), yearSeconds) } },
        backfill: options.backfill ?? true,
      }),
      take: (frame) => {
        const { event } = frame as { readonly event?: ReceivedEvent };
        if (event === undefined || !isNew(event.id)) return undefined;
        const start = addSeconds(event.occurred, -overlapSeconds);
        if (compareInstants(start, since) > 0) since = start;
        return event;
      },
    },
    options,
  );
};

/** New logs that match. Throws a `SocketError` when the server stays away. */
export const streamLogs = (connection: Connection, filter: LogFilterInput = {}, options: StreamOptions = {}): AsyncGenerator<Log, void> => {
  const isNew = createSeen();
  return follow(
    connection,
    {
      path: "/logs/out",
      hello: () => {
        const now = fromMicros(connection.world.now() * 1000);
        const timestamp = { after_: addSeconds(now, -overlapSeconds), before_: addSeconds(now, yearSeconds) };
        return { type: "filter", filter: { ...filter, timestamp } };
      },
      take: (frame) => {
        const { log } = frame as { readonly log?: Log };
        return log !== undefined && isNew(log.id) ? log : undefined;
      },
    },
    options,
  );
};
