import { type Log, LogFilter } from "@millrace/contract";
import { readFilterFrame } from "../../messaging/filter-frame.ts";
import { createSender } from "../../messaging/send-in-order.ts";
import { type CreateEndpoint, closeCode } from "../../socket.ts";
import { followLogs } from "./follow-logs.ts";

/** `/logs/out`: logs that match a filter, as they are stored; none of the past (events.md §3.4). */
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
        if (ctx.settings.logsStreamOut) deaf = followLogs(ctx, frame.filter, (log) => sender.send(printLog(log)));
      },
      end() {
        sender.stop();
        deaf();
      },
    };
  },
});

const printLog = (log: Log): string => `{"type":"log","log":${JSON.stringify({ ...log, created: null, updated: null })}}`;
