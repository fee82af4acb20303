import type { Context } from "./context.ts";

/** An open WebSocket, past its handshake, as the features see it. http/websockets.ts makes them. */
export interface Socket {
  send(text: string): void;
  /** Resolves when everything sent so far has left this process, or never will. */
  flushed(): Promise<void>;
  /** Closes with a code and a reason, which is cut to the 123 bytes that fit in a frame. */
  close(code: number, reason?: string): void;
  /** Ends the connection without a close frame. */
  drop(): void;
  /** Takes no more frames until `resume`: what the other side sends then waits in its own buffers. */
  pause(): void;
  resume(): void;
}

/**
 * How a socket ended: here; by the other side or the end of its process; or without telling which, as the other side no longer
 * answered, or a proxy in between let go.
 */
export type SocketEnd = "here" | "left" | "lost";

/** What an endpoint does with one socket. */
export interface Conversation {
  receive(text: string): void;
  /** Resolves when a ping that arrived now may be answered; without it a ping is answered at once. */
  answerPing?(): Promise<void>;
  /** The socket is gone. */
  end?(how: SocketEnd): void;
}

/** One endpoint of a running server. */
export interface SocketEndpoint {
  open(socket: Socket, params: Readonly<Record<string, string>>): Conversation;
  /** The close reason for wrong credentials, of an endpoint that takes nobody without a handshake. */
  readonly credentialsRefusal?: string;
  /** The server stops: resolves when what was taken in is safe. */
  stop?(): Promise<void>;
}

/** Makes an endpoint; called once per server. */
export type CreateEndpoint = (ctx: Context) => SocketEndpoint;

/** Close codes of the protocol (events.md §3.7). */
export const closeCode = {
  normal: 1000,
  protocolError: 1002,
  policyViolation: 1008,
  internalError: 1011,
  restart: 1012,
  tryAgainLater: 1013,
  badSubscription: 4001,
} as const;
