import type { WebSocket } from "ws";
import type { Context } from "../context.ts";
import type { Socket, SocketEnd } from "../socket.ts";

export interface WrappedSocket extends Socket {
  readonly ended: Promise<SocketEnd>;
  onText(listener: (text: string) => void): void;
  onPing(listener: (payload: Buffer) => void): void;
  pong(payload: Buffer): void;
}

/** A library socket as the features see it, kept alive by pings that must be answered. */
export const wrapSocket = (webSocket: WebSocket, ctx: Context, { isProxied }: { readonly isProxied: boolean }): WrappedSocket => {
  const { promise: ended, resolve: end } = Promise.withResolvers<SocketEnd>();
  const unanswered = keepAlive(webSocket, ctx);
  let lastSent = Promise.resolve();
  let closing = false;
  webSocket.on("close", () => {
    unanswered.stop();
    end(closing ? "here" : unanswered.isSilent || isProxied ? "lost" : "left");
  });
  // Protocol errors of the other side end in a close; there is nothing else to do about them.
  webSocket.on("error", (error) => ctx.log.debug({ err: error }, "A WebSocket failed."));
  return {
    ended,
    send(text) {
      if (closing) return;
      lastSent = new Promise((resolve) => webSocket.send(text, () => resolve()));
    },
    flushed: () => lastSent,
    close(code, reason = "") {
      closing = true;
      webSocket.close(code, shorten(reason));
      // A paused socket would never see the answer.
      if (webSocket.isPaused) webSocket.resume();
    },
    drop() {
      closing = true;
      webSocket.terminate();
    },
    pause() {
      unanswered.pause();
      webSocket.pause();
    },
    resume() {
      if (webSocket.readyState === webSocket.OPEN) webSocket.resume();
      unanswered.resume();
    },
    onText(listener) {
      // The protocol speaks text; a binary frame is taken for text that was marked wrongly.
      webSocket.on("message", (data: Buffer) => {
        if (!closing) listener(data.toString());
      });
    },
    onPing: (listener) => void webSocket.on("ping", listener),
    pong(payload) {
      if (webSocket.readyState === webSocket.OPEN) webSocket.pong(payload);
    },
  };
};

interface KeepAlive {
  /** The peer did not answer. */
  readonly isSilent: boolean;
  stop(): void;
  pause(): void;
  resume(): void;
}

/** Pings at the set interval and ends a socket whose peer has gone silent. A paused socket is not judged: we are the silent ones. */
const keepAlive = (webSocket: WebSocket, ctx: Context): KeepAlive => {
  const { websocketPingInterval, websocketPingTimeout } = ctx.settings;
  let callOff = (): void => undefined;
  let paused = false;
  let silent = false;
  const giveUp = (): void => {
    silent = true;
    webSocket.terminate();
  };
  const wait = (): void => {
    callOff();
    callOff = ctx.clock.after(websocketPingInterval * 1000, ping);
  };
  const ping = (): void => {
    if (!paused) webSocket.ping();
    callOff = ctx.clock.after(websocketPingTimeout * 1000, () => (paused ? wait() : giveUp()));
  };
  webSocket.on("pong", wait);
  wait();
  return {
    get isSilent() {
      return silent;
    },
    stop: () => callOff(),
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      wait();
    },
  };
};

/** A close reason has room for 123 bytes; a character is never cut in two. */
const shorten = (reason: string): string => {
  if (Buffer.byteLength(reason) <= 123) return reason;
  const cut = new TextDecoder().decode(Buffer.from(reason).subarray(0, 120));
  return `${cut.replace(/\ufffd+$/, "")}…`;
};
