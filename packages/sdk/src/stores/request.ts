import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { LoadError } from "../loading/load-error.ts";

const attempts = 4;
const firstPauseMillis = 250;

/** Why nobody answered, and who. */
export const unreachable = (url: string, cause: Error): LoadError => {
  const { origin } = new URL(url);
  const why = cause.cause instanceof Error ? cause.cause.message || cause.message : cause.message;
  return new LoadError(`The store at ${origin} could not be reached: ${why}.`, { cause });
};

/**
 * Asks a store, again after a while when it is busy or does not answer. The request is made anew each time, since a signature holds for a
 * moment and a body is read once. Throws a `LoadError` when nobody answers.
 */
export const askStore = async (url: string, init: () => Promise<RequestInit>): Promise<Response> => {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === attempts;
    try {
      const reply = await fetch(url, { ...(await init()), redirect: "manual" });
      if (isLast || !(reply.status === 429 || reply.status >= 500)) return reply;
      await reply.body?.cancel();
    } catch (cause) {
      if (cause instanceof LoadError || !(cause instanceof Error)) throw cause;
      if (isLast) throw unreachable(url, cause);
    }
    await sleep(firstPauseMillis * 2 ** (attempt - 1));
  }
};

/** Writes what a store sends into a file. */
export const saveBody = ({ body }: Response, file: string): Promise<void> =>
  pipeline(body === null ? Readable.from([]) : Readable.fromWeb(body), createWriteStream(file));
