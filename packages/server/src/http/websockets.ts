import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Routes } from "@millrace/contract";
import type { WebSocketServer } from "ws";
import type { Context } from "../context.ts";
import { type CreateEndpoint, closeCode, type SocketEndpoint } from "../socket.ts";
import { holdConversation } from "./socket-conversation.ts";
import { type WrappedSocket, wrapSocket } from "./wrap-socket.ts";

/** Largest frame taken, in bytes; a larger one closes the socket with 1009. */
const frameLimit = 16 * 1024 * 1024;
/** How long a peer may take to answer a close, in milliseconds. */
const closeMillis = 1000;
const subprotocol = "prefect";

export interface SocketTable<R extends Routes = Routes> {
  readonly routes: R;
  readonly endpoints: { readonly [K in keyof R]: CreateEndpoint };
}

/** Serves the WebSockets of the API. The library is loaded by the first of them. */
export const acceptSockets = (server: Server, ctx: Context, { routes, endpoints }: SocketTable): { close: () => Promise<void> } => {
  const { basePath, authString } = ctx.settings;
  const byPath = new Map<string, SocketEndpoint>();
  for (const [name, { path }] of Object.entries(routes)) {
    const create = endpoints[name];
    if (create !== undefined) byPath.set(`${basePath}${path}`, create(ctx));
  }
  const open = new Set<WrappedSocket>();
  let upgrader: Promise<WebSocketServer> | undefined;
  let stopping = false;

  const upgrade = async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    const endpoint = byPath.get((request.url ?? "").split("?")[0]?.replace(/\/$/, "") ?? "");
    if (stopping) return refuse(stream, "503 Service Unavailable");
    if (endpoint === undefined) return refuse(stream, "404 Not Found", '{"detail":"Not Found"}');
    const isNamed = (request.headers["sec-websocket-protocol"] ?? "").split(",").some((name) => name.trim() === subprotocol);
    if (!isNamed && authString !== undefined) return refuse(stream, "403 Forbidden");
    upgrader ??= createUpgrader();
    (await upgrader).handleUpgrade(request, stream, head, (webSocket) => {
      const socket = wrapSocket(webSocket, ctx);
      open.add(socket);
      void socket.ended.then(() => open.delete(socket));
      holdConversation({ ctx, socket, endpoint, handshake: isNamed });
      if (stopping) socket.close(closeCode.restart);
    });
  };

  // Other upgrades, such as curl's to HTTP/2, are declined by answering as if they had not been asked for.
  Object.assign(server, { shouldUpgradeCallback: isWebSocket });
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on("error", () => stream.destroy());
    upgrade(request, stream, head).catch((error: unknown) => {
      ctx.log.error({ err: error, path: request.url }, "A WebSocket could not be opened.");
      stream.destroy();
    });
  });

  return {
    async close() {
      stopping = true;
      await Promise.all([...byPath.values()].map((endpoint) => endpoint.stop?.()));
      // 1012 tells clients to come back; 1000 and 1001 would tell them that all was said.
      const ended = [...open].map((socket) => {
        socket.close(closeCode.restart);
        return socket.ended;
      });
      await Promise.all(ended);
    },
  };
};

const isWebSocket = (request: IncomingMessage): boolean => request.headers.upgrade?.toLowerCase() === "websocket";

const createUpgrader = async (): Promise<WebSocketServer> => {
  const { WebSocketServer } = await import("ws");
  const options = {
    noServer: true,
    autoPong: false,
    maxPayload: frameLimit,
    perMessageDeflate: false,
    clientTracking: false,
    closeTimeout: closeMillis,
  };
  return new WebSocketServer({ ...options, handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false) });
};

const refuse = (stream: Duplex, status: string, body = ""): void => {
  const type = body === "" ? "text/plain; charset=utf-8" : "application/json";
  stream.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};
