import { Readable } from "node:stream";
import { type Context, Reply } from "../../context.ts";
import { printLogsAsCsv } from "../logs/print-logs.ts";
import { getFlowRun } from "./queries.ts";

/** The logs of a run as a file, sent while it is read (server.md §5.2). */
export const downloadLogs = async (ctx: Context, id: string): Promise<Reply<Readable>> => {
  const run = await getFlowRun(ctx, id);
  const name = encodeURIComponent(`${run.name}-logs.csv`);
  const disposition = `attachment; filename="flow-run-logs.csv"; filename*=UTF-8''${name}`;
  return new Reply(200, Readable.from(printLogsAsCsv(ctx.db.heavyRead, id)), { "content-disposition": disposition });
};
