import { Readable } from "node:stream";
import type { LogFilter } from "@millrace/contract";
import { type Context, Reply } from "../../context.ts";
import { printLogsAsText } from "../logs/print-logs.ts";
import { conditionOfRuns } from "./log-facets.ts";

/** Logs as text, sent while they are read. Throws `invalid` where no run is named. */
export const downloadLogs = ({ db: { dialect, heavyRead } }: Context, filter: LogFilter, limit: number): Reply<Readable> =>
  new Reply(200, Readable.from(printLogsAsText(heavyRead, conditionOfRuns(dialect, filter), limit)));
