import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

export interface Proxy {
  /** Such as `http://127.0.0.1:4000/tools/mill`, under which the target answers. */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** Answers in the server's place and says so, or lets a request through. */
export type Guard = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

/** Serves a server under a path that it knows nothing of, sockets included, as a reverse proxy does that strips its prefix. */
export const startSubPathProxy = async (target: string, prefix: string, guard: Guard = () => false): Promise<Proxy> => {
  const strip = (url: string | undefined): string => (url ?? "/").slice(prefix.length) || "/";
  const proxy = createServer((incoming, outgoing) => {
    if (!incoming.url?.startsWith(prefix)) {
      outgoing.writeHead(404).end();
      return;
    }
    if (guard(incoming, outgoing)) return;
    const forwarded = request(target + strip(incoming.url), { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end("Bad Gateway")));
    incoming.pipe(forwarded);
  });
  const sockets = new Set<Duplex>();
  proxy.on("upgrade", (incoming, socket) => {
    sockets.add(socket);
    const forwarded = request(target + strip(incoming.url), { headers: incoming.headers });
    forwarded.on("upgrade", (answer, upstream) => {
      const headers = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}`);
      socket.write(["HTTP/1.1 101 Switching Protocols", ...headers, "", ""].join("\r\n"));
      upstream.pipe(socket).pipe(upstream);
      for (const event of ["error", "close"]) {
        socket.on(event, () => upstream.destroy());
        upstream.on(event, () => socket.destroy());
      }
    });
    forwarded.on("error", () => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
    forwarded.end();
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}${prefix}`,
    stop: () =>
      new Promise((resolve) => {
        proxy.closeAllConnections();
        for (const socket of sockets) socket.destroy();
        proxy.close(() => resolve());
      }),
  };
};
