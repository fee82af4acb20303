import type { EventInput } from "@millrace/contract";
import { isClientError } from "../client-error.ts";
import type { Connection } from "../options.ts";
import type { Send } from "../outgoing.ts";
import { openSocket, type Socket } from "./open-socket.ts";
import { SocketError } from "./socket-error.ts";

/** Sends events in the order they were emitted, in the background. */
export interface EventSink {
  /** Takes an event; it is on its way when the current work yields. Neither waits nor throws. */
  readonly emit: (event: EventInput) => void;
  /** Resolves once the server has everything emitted so far. Rejects with the failure when events were lost since the last flush. */
  readonly flush: () => Promise<void>;
  /** Flushes and says goodbye. Emitting opens it again. */
  readonly close: () => Promise<void>;
}

export interface EventSinkOptions {
  /** Called with events that could not be delivered and why. */
  readonly onLost?: ((count: number, reason: Error) => void) | undefined;
}

/** As many as a Prefect client sends between two confirmations (events.md §3.2). */
const batchSize = 700;
const socketTries = 2;

interface Courier {
  readonly deliver: (events: readonly EventInput[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** One event per frame; the pong after the last says that all have been read (events.md §3.2). */
const bySocket = (connection: Connection): Courier => {
  let open: Promise<Socket> | undefined;
  return {
    deliver: async (events) => {
      open ??= openSocket(connection, "/events/in");
      try {
        const socket = await open;
        socket.hold(true);
        socket.send(events.map((event) => JSON.stringify(event)));
        await socket.confirm();
        socket.hold(false);
      } catch (error) {
        open = undefined;
        throw error;
      }
    },
    close: async () => {
      const socket = await open?.catch(() => undefined);
      open = undefined;
      await socket?.close();
    },
  };
};

/** The way without a socket. A batch with a bad event is refused whole, so it is then sent event by event. */
const byRequest =
  (send: Send, onLost: (count: number, reason: Error) => void) =>
  async (events: readonly EventInput[]): Promise<void> => {
    try {
      await send({ method: "POST", path: "/events", body: JSON.stringify(events) });
    } catch (error) {
      if (!isClientError(error, "invalid")) throw error;
      if (events.length === 1) return onLost(1, error);
      for (const event of events) await byRequest(send, onLost)([event]);
    }
  };

/** Delivers by socket, by request after two failures, and by request at once where there is no network. */
export const createEventSink = (connection: Connection, send: Send, { onLost = () => {} }: EventSinkOptions = {}): EventSink => {
  const socket = bySocket(connection);
  const request = byRequest(send, (count, reason) => lose(count, reason));
  let queue: EventInput[] = [];
  let pump: Promise<void> | undefined;
  let lost: Error | undefined;
  let useSocket = connection.fetch === undefined;

  const lose = (count: number, reason: Error): void => {
    lost = reason;
    onLost(count, reason);
  };

  const deliver = async (events: readonly EventInput[]): Promise<void> => {
    for (let tries = 0; useSocket && tries < socketTries; tries += 1) {
      try {
        return await socket.deliver(events);
      } catch (error) {
        // A server restarting closes its sockets; the second try finds it again.
        if (error instanceof SocketError && error.isFinal) useSocket = false;
      }
    }
    await request(events);
  };

  const drain = async (): Promise<void> => {
    // Lets the caller's own work run first, so that events emitted together travel together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const batch = queue.slice(0, batchSize);
      queue = queue.slice(batchSize);
      await deliver(batch).catch((error: unknown) => lose(batch.length, error instanceof Error ? error : new Error(String(error))));
    }
    pump = undefined;
  };

  const flush = async (): Promise<void> => {
    while (pump !== undefined) await pump;
    const reason = lost;
    lost = undefined;
    if (reason !== undefined) throw reason;
  };

  return {
    emit: (event) => {
      queue.push(event);
      pump ??= drain();
    },
    flush,
    close: async () => {
      await flush().finally(() => socket.close());
    },
  };
};
