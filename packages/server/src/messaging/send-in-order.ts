import { closeCode, type Socket } from "../socket.ts";

/** Most frames that wait for a reader, and most characters in them. */
const waitingFrames = 10_000;
const waitingLength = 16 * 1024 * 1024;
/** Characters handed to the socket before waiting for it. */
const portion = 256 * 1024;

/** Frames on their way to one reader, no more of them in the socket than it takes. */
export interface Sender {
  /** A reader that is too slow for the stream is sent away: its client comes back and asks for what it missed. */
  send(frame: string): void;
  stop(): void;
}

export const createSender = (socket: Socket): Sender => {
  let waiting: string[] = [];
  let length = 0;
  let sending = false;
  let stopped = false;

  const sendAll = async (): Promise<void> => {
    while (waiting.length > 0 && !stopped) {
      const batch = waiting;
      waiting = [];
      length = 0;
      let handed = 0;
      for (const frame of batch) {
        socket.send(frame);
        handed += frame.length;
        if (handed < portion) continue;
        handed = 0;
        await socket.flushed();
        if (stopped) return;
      }
      await socket.flushed();
    }
    sending = false;
  };
  const begin = (): void => {
    if (sending) return;
    sending = true;
    void sendAll();
  };
  return {
    send(frame) {
      if (stopped) return;
      waiting.push(frame);
      length += frame.length;
      if (waiting.length > waitingFrames || length > waitingLength) {
        stopped = true;
        waiting = [];
        return socket.close(closeCode.tryAgainLater, "The reader is too slow; connect again.");
      }
      begin();
    },
    stop() {
      stopped = true;
      waiting = [];
    },
  };
};
