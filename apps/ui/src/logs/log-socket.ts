import type { Log, LogFilterInput } from "@millrace/contract";
import { backoff, type SocketWorld } from "../api/live-socket.ts";

interface Options {
  /** The API's address. */
  readonly url: string;
  readonly token: () => string | undefined;
  readonly filter: LogFilterInput;
  /** Told each time lines begin to come: what was written before has to be asked for. */
  readonly onOpen: () => void;
  readonly onClose: () => void;
  readonly onLines: (lines: readonly Log[]) => void;
  readonly world: SocketWorld;
}

/** Milliseconds in which lines are gathered before they are shown. */
const gather = 100;

/** Lines as they are stored, until the returned function is called; reconnects by itself. It tells nothing of the past. */
export const openLogSocket = ({ url, token, filter, onOpen, onClose, onLines, world }: Options): (() => void) => {
  const address = `${url.replace(/^http/, "ws")}/logs/out`;
  let socket: WebSocket | undefined;
  let forget: (() => void) | undefined;
  let isStopped = false;
  let attempt = 0;
  let gathered: Log[] = [];

  const flush = (): void => {
    const lines = gathered;
    gathered = [];
    if (!isStopped) onLines(lines);
  };
  const receive = (text: string): void => {
    const frame = JSON.parse(text) as { readonly type: string; readonly log?: Log };
    if (frame.type === "auth_success") {
      socket?.send(JSON.stringify({ type: "filter", filter }));
      attempt = 0;
      onOpen();
    } else if (frame.log !== undefined) {
      if (gathered.length === 0) world.after(gather, flush);
      gathered.push(frame.log);
    }
  };
  const connect = (): void => {
    socket = world.open(address);
    socket.onopen = () => socket?.send(JSON.stringify({ type: "auth", token: token() ?? null }));
    socket.onmessage = ({ data }) => receive(String(data));
    socket.onclose = () => {
      if (isStopped) return;
      onClose();
      forget = world.after(backoff(attempt, world.random), connect);
      attempt += 1;
    };
  };

  connect();
  return () => {
    isStopped = true;
    forget?.();
    socket?.close();
  };
};
