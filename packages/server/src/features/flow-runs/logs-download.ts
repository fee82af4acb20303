import { Readable } from "node:stream";
import { type Context, Reply } from "../../context.ts";
import { printLogsAsCsv } from "../logs/print-logs.ts";
import { getFlowRun } from "./queries.ts";

/** Text as parameters of a header hold it (RFC 5987), where an apostrophe and its like have a meaning of their own. */
const escapeValue = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** The logs of a run as a file, sent while it is read (server.md §5.2). */
export const downloadLogs = async (ctx: Context, id: string): Promise<Reply<Readable>> => {
  const run = await getFlowRun(ctx, id);
  const name = escapeValue(`${run.name}-logs.csv`);
  const disposition = `attachment; filename="flow-run-logs.csv"; filename*=UTF-8''${name}`;
  return new Reply(200, Readable.from(printLogsAsCsv(ctx.db.heavyRead, id)), { "content-disposition": disposition });
};
