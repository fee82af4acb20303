import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** One HTTP connection that is kept open. It costs a fraction of what fetch does, so that the server is what is measured. */
export interface Connection {
  send(method: string, path: string, body?: unknown): Promise<Reply>;
  close(): void;
}

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

const headEnd = "\r\n\r\n";

/** Cuts a whole reply off the front of what arrived: undefined while some is missing. */
const readReply = (received: Buffer): { readonly reply: Reply; readonly rest: Buffer } | undefined => {
  const end = received.indexOf(headEnd);
  if (end < 0) return undefined;
  const head = received.toString("latin1", 0, end);
  const status = Number(head.slice(9, 12));
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? (status === 204 ? 0 : Number.NaN));
  if (Number.isNaN(length)) throw new Error(`A reply without a length: ${head}`);
  const start = end + headEnd.length;
  if (received.length < start + length) return undefined;
  return { reply: { status, body: received.toString("utf8", start, start + length) }, rest: received.subarray(start + length) };
};

const listen = (socket: Socket, next: () => Waiting | undefined): void => {
  let received: Buffer = Buffer.alloc(0);
  socket.on("data", (part: Buffer) => {
    received = received.length === 0 ? part : Buffer.concat([received, part]);
    const read = readReply(received);
    if (read === undefined) return;
    received = read.rest;
    next()?.resolve(read.reply);
  });
  const fail = (error: Error): void => next()?.reject(error);
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("The server closed the connection.")));
};

/** Opens a connection to the host of a URL; paths are given below the URL's own. */
export const openConnection = async (url: string): Promise<Connection> => {
  const { hostname, port, pathname, host } = new URL(url);
  const open = async (): Promise<Socket> => {
    const fresh = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(fresh, "connect");
    listen(fresh, () => {
      const now = waiting;
      waiting = undefined;
      return now;
    });
    return fresh;
  };
  let waiting: Waiting | undefined;
  let socket = await open();
  return {
    async send(method, path, body) {
      const text = body === undefined ? "" : JSON.stringify(body);
      const type = body === undefined ? "" : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`;
      if (socket.destroyed) socket = await open();
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(`${method} ${pathname}${path} HTTP/1.1\r\nhost: ${host}\r\n${type}\r\n${text}`);
      });
    },
    close: () => void socket.destroy(),
  };
};
