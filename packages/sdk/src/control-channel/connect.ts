import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import type { Intent } from "../engine/control.ts";
import { acknowledgement, findIntent, negotiation, printReceipt, type Receipt, receiptAcknowledgement } from "./frames.ts";

/** A run's end of the channel. */
export interface ControlChannel {
  /** What the supervisor has announced; undefined before it has. */
  readonly intent: () => Intent | undefined;
  /** Tells how the run ended; whether the supervisor got it. */
  readonly conclude: (receipt: Receipt) => Promise<boolean>;
  /** Resolves once there is no supervisor any more. */
  readonly lost: Promise<void>;
}

const receiptMillis = 2000;

/** A run without supervisor, or whose supervisor does not speak: its exit code has to tell everything. */
export const noChannel: ControlChannel = { intent: () => undefined, conclude: async () => false, lost: Promise.resolve() };

/** Connects to the supervisor. Nothing depends on it, so a channel that fails is no channel. */
export const connectChannel = async (port: number, token: string): Promise<ControlChannel> => {
  const socket: Socket = createConnection({ host: "127.0.0.1", port });
  // The channel ends with the process, not the other way round.
  socket.unref();
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(receiptMillis) });
  } catch {
    socket.destroy();
    return noChannel;
  }
  let intent: Intent | undefined;
  const received = Promise.withResolvers<boolean>();
  const lost = Promise.withResolvers<void>();
  socket.on("error", () => received.resolve(false));
  socket.on("close", () => {
    received.resolve(false);
    lost.resolve();
  });
  socket.on("data", (bytes: Buffer) => {
    for (const byte of bytes) {
      const announced = findIntent(byte);
      if (announced !== undefined) {
        intent = announced;
        socket.write(Uint8Array.of(acknowledgement));
      }
      if (byte === receiptAcknowledgement) received.resolve(true);
    }
  });
  socket.write(`${token}\n`);
  socket.write(negotiation);
  return {
    intent: () => intent,
    lost: lost.promise,
    conclude: async (receipt) => {
      socket.ref();
      socket.write(printReceipt(receipt));
      const limit = AbortSignal.timeout(receiptMillis);
      limit.addEventListener("abort", () => received.resolve(false));
      const arrived = await received.promise;
      socket.destroy();
      return arrived;
    },
  };
};
