import { once } from "node:events";
import type { Socket as NetSocket } from "node:net";
import type { WebSocket } from "ws";
import type { Connection } from "../options.ts";
import { SocketError } from "./socket-error.ts";

export interface Socket {
  /** Sends texts, one frame each. */
  readonly send: (frames: readonly string[]) => void;
  /** Resolves once the server has answered a ping, and so has read everything sent before. */
  readonly confirm: () => Promise<void>;
  /** The next frame, parsed; undefined once the socket has closed. */
  readonly read: () => Promise<unknown>;
  /** How it ended; pending while it is open. */
  readonly closed: Promise<SocketError>;
  /** Lets the process end although the socket is open, or not. */
  readonly hold: (held: boolean) => void;
  /** Says goodbye; resolves when the other side has too. */
  readonly close: () => Promise<void>;
}

const closeWait = 2000;

const readFrames = (socket: WebSocket): (() => Promise<unknown>) => {
  const frames: unknown[] = [];
  let wake: (() => void) | undefined;
  let ended = false;
  const notify = (): void => wake?.();
  socket.on("message", (data) => {
    frames.push(JSON.parse(String(data)));
    notify();
  });
  socket.on("close", () => {
    ended = true;
    notify();
  });
  return async () => {
    while (frames.length === 0 && !ended) {
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      await promise;
    }
    return frames.shift();
  };
};

const confirmer = (socket: WebSocket, closed: Promise<SocketError>): (() => Promise<void>) => {
  const waiting: (() => void)[] = [];
  // Pongs come in the order of the pings.
  socket.on("pong", () => waiting.shift()?.());
  return async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push(resolve);
    socket.ping();
    const end = await Promise.race([promise, closed]);
    if (end instanceof SocketError) throw end;
  };
};

const opened = async (socket: WebSocket, url: string): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once("open", resolve);
  socket.once("error", (cause) => reject(new SocketError({ url, reason: cause.message }, { cause })));
  socket.once("unexpected-response", (_, response) => {
    socket.terminate();
    const { statusCode = 0 } = response;
    // A proxy whose server is away, or a server that is starting, may open it later.
    const isFinal = statusCode < 500;
    reject(new SocketError({ url, reason: `the server answered ${statusCode} instead of opening the stream`, isFinal }));
  });
  await promise;
};

const authenticate = async (socket: Socket, url: string, token: string | null): Promise<void> => {
  await socket.confirm();
  socket.send([JSON.stringify({ type: "auth", token })]);
  const answer = await socket.read();
  if (answer === undefined) throw await socket.closed;
  const { type, reason } = answer as { readonly type?: unknown; readonly reason?: unknown };
  if (type === "auth_success") return;
  throw new SocketError({ url, reason: typeof reason === "string" ? reason : "the credentials were refused", isFinal: true });
};

/** Opens a stream of the API and goes through its handshake (events.md §3.1). Throws a `SocketError`. */
export const openSocket = async (connection: Connection, path: string): Promise<Socket> => {
  const url = connection.url.replace(/^http/, "ws") + path;
  // Loaded only where a stream is used: it costs a few milliseconds of every start otherwise.
  const { WebSocket: Implementation } = await import("ws");
  const socket = new Implementation(url, ["prefect"], { headers: connection.headers(), handshakeTimeout: connection.timeout * 1000 });
  const { promise: closed, resolve } = Promise.withResolvers<SocketError>();
  socket.on("close", (code, reason) => resolve(new SocketError({ url, code, reason: String(reason) })));
  let tcp: NetSocket | undefined;
  socket.on("upgrade", (response) => {
    tcp = response.socket;
  });
  await opened(socket, url);
  socket.on("error", () => {});
  const held = { read: readFrames(socket), confirm: confirmer(socket, closed) };
  const hold = (isHeld: boolean): void => {
    if (isHeld) tcp?.ref();
    else tcp?.unref();
  };
  const open: Socket = {
    ...held,
    closed,
    send: (frames) => {
      for (const frame of frames) socket.send(frame);
    },
    hold,
    close: async () => {
      if (socket.readyState === Implementation.CLOSED) return;
      hold(true);
      socket.close(1000);
      const stop = AbortSignal.timeout(closeWait);
      await once(socket, "close", { signal: stop }).catch(() => socket.terminate());
    },
  };
  await authenticate(open, url, connection.token).catch((error: unknown) => {
    socket.terminate();
    throw error;
  });
  return open;
};
