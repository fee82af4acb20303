import { LogFilter } from "@millrace/contract";
import type { Context } from "../../context.ts";
import { readFilterFrame } from "../../messaging/filter-frame.ts";
import { createSender } from "../../messaging/send-in-order.ts";
import { type CreateEndpoint, closeCode } from "../../socket.ts";
import { matchLog } from "./log-matcher.ts";

/** `/logs/out`: logs that match a filter, as this process stores them; none of the past (events.md §3.4). */
export const logsOut: CreateEndpoint = (ctx) => ({
  open(socket) {
    const sender = createSender(socket);
    let deaf = (): void => undefined;
    let asked = false;
    return {
      receive(text) {
        if (asked) return;
        asked = true;
        const frame = readFilterFrame(LogFilter, text);
        if ("refusal" in frame) return socket.close(closeCode.protocolError, frame.refusal);
        if (ctx.settings.logsStreamOut) deaf = listenForLogs(ctx, frame.filter, sender.send);
      },
      end() {
        sender.stop();
        deaf();
      },
    };
  },
});

const listenForLogs = (ctx: Context, filter: LogFilter, send: (frame: string) => void): (() => void) => {
  const matches = matchLog(filter);
  return ctx.bus.logs.listen((logs) => {
    for (const log of logs) if (matches(log)) send(`{"type":"log","log":${JSON.stringify({ ...log, created: null, updated: null })}}`);
  });
};
