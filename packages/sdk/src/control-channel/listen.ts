import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Intent } from "../engine/control.ts";
import { acknowledgement, intentBytes, maxReceiptBytes, negotiation, type Receipt, receiptAcknowledgement, receiptMark } from "./frames.ts";

/** The supervisor's view of one run's process. */
export interface ChildChannel {
  readonly token: string;
  /** Announces what the next signal means; whether the process has said that it knows. */
  readonly announce: (intent: Intent) => Promise<boolean>;
  /** How the run ended, once its process has told. */
  readonly receipt: () => Receipt | undefined;
  readonly close: () => void;
}

/** The supervisor's end of the channels of all its runs. */
export interface ControlServer {
  readonly port: number;
  readonly expect: () => ChildChannel;
  readonly close: () => void;
}

const announceMillis = 1000;
const tokenBytes = 33;

interface Expected {
  socket: Socket | undefined;
  receipt: Receipt | undefined;
  onAcknowledged: () => void;
}

const isReceipt = (value: unknown): value is Receipt =>
  typeof value === "object" &&
  value !== null &&
  "disposition" in value &&
  (value.disposition === "STATE_REPORTED" || value.disposition === "ORCHESTRATION_ABORTED");

/** Takes the frames off the front of what has arrived, and returns the rest. The first conclusion counts. */
const takeFrames = (expected: Expected, socket: Socket, bytes: Buffer): Buffer => {
  let rest = bytes;
  while (rest.length > 0) {
    if (rest[0] === acknowledgement) {
      expected.onAcknowledged();
      rest = rest.subarray(1);
    } else if (rest[0] === 0) {
      if (rest.length < negotiation.length) return rest;
      rest = rest.subarray(negotiation.length);
    } else if (rest[0] === receiptMark) {
      const length = rest.length < 5 ? 0 : rest.readUInt32BE(1);
      if (length > maxReceiptBytes) return Buffer.alloc(0);
      if (rest.length < 5 + length) return rest;
      const receipt: unknown = JSON.parse(rest.subarray(5, 5 + length).toString());
      if (isReceipt(receipt)) expected.receipt ??= receipt;
      socket.write(Uint8Array.of(receiptAcknowledgement));
      rest = rest.subarray(5 + length);
    } else return Buffer.alloc(0);
  }
  return rest;
};

const serve = (socket: Socket, find: (token: string) => Expected | undefined): void => {
  let bytes = Buffer.alloc(0);
  let expected: Expected | undefined;
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    if (expected === undefined) {
      const end = bytes.indexOf(10);
      if (end < 0 && bytes.length < tokenBytes) return;
      expected = end < 0 ? undefined : find(bytes.subarray(0, end).toString());
      if (expected === undefined) return void socket.destroy();
      expected.socket = socket;
      bytes = bytes.subarray(end + 1);
    }
    try {
      bytes = takeFrames(expected, socket, bytes) as Buffer<ArrayBuffer>;
    } catch {
      socket.destroy();
    }
  });
};

/** Listens on this machine alone. `newToken` gives 32 characters nobody can guess. */
export const listenForChildren = async (newToken: () => string): Promise<ControlServer> => {
  const children = new Map<string, Expected>();
  const server = createServer((socket) => serve(socket, (token) => children.get(token)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    expect: () => {
      const token = newToken();
      const expected: Expected = { socket: undefined, receipt: undefined, onAcknowledged: () => {} };
      children.set(token, expected);
      return {
        token,
        announce: async (intent) => {
          if (expected.socket === undefined) return false;
          const { promise, resolve } = Promise.withResolvers<boolean>();
          const timer = setTimeout(() => resolve(false), announceMillis);
          expected.onAcknowledged = () => resolve(true);
          expected.socket.write(Uint8Array.of(intentBytes[intent]));
          return promise.finally(() => clearTimeout(timer));
        },
        receipt: () => expected.receipt,
        close: () => {
          children.delete(token);
          expected.socket?.destroy();
        },
      };
    },
    close: () => {
      for (const { socket } of children.values()) socket?.destroy();
      server.close();
    },
  };
};
