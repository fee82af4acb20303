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

/** What proxies add to the requests they pass on. */
const proxyHeaders = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/** Serves the WebSockets of the API. The library is loaded by the first of them. */
export const acceptSockets = (server: Server, ctx: Context, { routes, endpoints }: SocketTable): { close: () => Promise<void> } => {
  const { basePath, authString } = ctx.settings;
  const served: Served[] = [];
  for (const [name, { path }] of Object.entries(routes)) {
    const create = endpoints[name];
    if (create !== undefined) served.push({ endpoint: create(ctx), matches: pathMatcher(`${basePath}${path}`) });
  }
  const open = new Set<WrappedSocket>();
  let upgrader: Promise<WebSocketServer> | undefined;
  let stopping = false;

  const upgrade = async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    const found = findServed(served, (request.url ?? "").split("?")[0]?.replace(/\/$/, "") ?? "");
    if (stopping) return refuse(stream, "503 Service Unavailable");
    if (found === undefined) return refuse(stream, "404 Not Found", '{"detail":"Not Found"}');
    const isNamed = (request.headers["sec-websocket-protocol"] ?? "").split(",").some((name) => name.trim() === subprotocol);
    const { endpoint, params } = found;
    if (!isNamed && (authString !== undefined || endpoint.credentialsRefusal !== undefined)) return refuse(stream, "403 Forbidden");
    upgrader ??= createUpgrader();
    (await upgrader).handleUpgrade(request, stream, head, (webSocket) => {
      const socket = wrapSocket(webSocket, ctx, { isProxied: proxyHeaders.some((name) => name in request.headers) });
      open.add(socket);
      const closed = ctx.activity.open();
      void socket.ended.then(() => {
        open.delete(socket);
        closed();
      });
      holdConversation({ ctx, socket, endpoint, params, handshake: isNamed });
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
      await Promise.all(served.map(({ endpoint }) => endpoint.stop?.()));
      // 1012 tells clients to come back; 1000 and 1001 would tell them that all was said.
      const ended = [...open].map((socket) => {
        socket.close(closeCode.restart);
        return socket.ended;
      });
      await Promise.all(ended);
    },
  };
};

type Params = Readonly<Record<string, string>>;

interface Served {
  readonly endpoint: SocketEndpoint;
  readonly matches: (path: string) => Params | undefined;
}

/** Finds the values of a path's `:parameters`, each one segment; undefined for a path that does not fit. */
const pathMatcher = (pattern: string): Served["matches"] => {
  const segments = pattern.split("/");
  return (path) => {
    const given = path.split("/");
    if (given.length !== segments.length) return undefined;
    const params: Record<string, string> = {};
    for (const [index, segment] of segments.entries()) {
      const value = decode(given[index] ?? "");
      if (!segment.startsWith(":")) {
        if (value !== segment) return undefined;
        continue;
      }
      if (value === undefined || value === "") return undefined;
      params[segment.slice(1)] = value;
    }
    return params;
  };
};

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

const findServed = (served: readonly Served[], path: string): { endpoint: SocketEndpoint; params: Params } | undefined => {
  for (const { endpoint, matches } of served) {
    const params = matches(path);
    if (params !== undefined) return { endpoint, params };
  }
  return undefined;
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
