import type { Json, JsonObject } from "@millrace/contract";
import type { Context } from "../context.ts";
import { hasKeys } from "../exact-numbers.ts";
import { isSameSecret } from "../same-secret.ts";
import { type Conversation, closeCode, type SocketEndpoint } from "../socket.ts";
import { parseFrame } from "../wire/parse-frame.ts";
import type { WrappedSocket } from "./wrap-socket.ts";

interface Opened {
  readonly ctx: Context;
  readonly socket: WrappedSocket;
  readonly endpoint: SocketEndpoint;
  readonly params: Readonly<Record<string, string>>;
  /** False for old clients, which named no subprotocol and say nothing of credentials (events.md §3.1). */
  readonly handshake: boolean;
}

/** Carries one socket from its first frame to its end: credentials first, then the endpoint's own conversation. */
export const holdConversation = ({ ctx, socket, endpoint, params, handshake }: Opened): void => {
  let conversation: Conversation | undefined;
  let ended = false;
  const begin = (): void => {
    if (!ended) conversation = endpoint.open(socket, params);
  };
  if (!handshake) begin();

  const receive = (current: Conversation, text: string): void => {
    try {
      current.receive(text);
    } catch (error) {
      ctx.log.error({ err: error }, "A message on a WebSocket could not be handled.");
      socket.close(closeCode.internalError);
    }
  };
  socket.onText((text) => {
    if (conversation !== undefined) return receive(conversation, text);
    const frame = parseFrame(text);
    if (frame === undefined) return socket.drop();
    const refusal = refuseCredentials(frame, ctx.settings.authString);
    if (refusal !== undefined) return socket.close(closeCode.policyViolation, endpoint.credentialsRefusal ?? refusal);
    socket.send('{"type":"auth_success"}');
    begin();
  });
  answerPings(socket, () => conversation?.answerPing?.());
  void socket.ended.then((how) => {
    ended = true;
    conversation?.end?.(how);
  });
};

/** Answers pings in the order they came, each when the conversation lets it. */
const answerPings = (socket: WrappedSocket, permission: () => Promise<void> | undefined): void => {
  let earlier: Promise<void> | undefined;
  socket.onPing((payload) => {
    const permitted = permission();
    if (permitted === undefined && earlier === undefined) return socket.pong(payload);
    const turn = Promise.all([permitted, earlier]).then(() => {
      socket.pong(payload);
      if (earlier === turn) earlier = undefined;
    });
    earlier = turn;
  });
};

const refuseCredentials = (frame: Json, expected: string | undefined): string | undefined => {
  const { type, token }: JsonObject = hasKeys(frame) ? frame : {};
  if (type !== "auth") return "Expected 'auth' message";
  if (expected === undefined) return undefined;
  if (typeof token !== "string" || token === "") return "Auth required but no token provided";
  return isSameSecret(token, expected) ? undefined : "Invalid token";
};
