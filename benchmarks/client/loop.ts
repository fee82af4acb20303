import { setTimeout as pause } from "node:timers/promises";
import { type Connection, openConnection } from "./connection.ts";

export interface LoopOptions {
  readonly url: string;
  readonly clients: number;
  readonly seconds: number;
}

export interface LoopResult {
  readonly done: number;
  readonly failed: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
  /** What the first failure was. */
  readonly firstFailure: string | null;
}

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Sends a request that has to succeed. */
export const ask = async <T>(connection: Connection, path: string, body: unknown): Promise<T> => {
  const { status, body: text } = await connection.send("POST", path, body);
  if (status >= 300) throw new Error(`${path} answered ${status}: ${text.slice(0, 200)}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
};

const patienceMillis = 250;
const tries = 80;

/** Sends a request that prepares a measurement, again and again while the server says that it is too busy. */
export const insist = async <T>(connection: Connection, path: string, body: unknown): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    const { status, body: text } = await connection.send("POST", path, body);
    if (status < 300) return JSON.parse(text) as T;
    if (status !== 503 || attempt === tries) throw new Error(`${path} answered ${status}: ${text.slice(0, 200)}`);
    await pause(patienceMillis);
  }
};

/** Repeats an operation on several connections at once for so many seconds. What is under way at the end is finished, and counts. */
export const loop = async (
  { url, clients, seconds }: LoopOptions,
  once: (connection: Connection) => Promise<void>,
): Promise<LoopResult> => {
  const times: number[] = [];
  let failed = 0;
  let firstFailure: string | null = null;
  const connections = await Promise.all(Array.from({ length: clients }, () => openConnection(url)));
  const start = performance.now();
  const end = start + seconds * 1000;
  const work = async (connection: Connection): Promise<void> => {
    while (performance.now() < end) {
      const began = performance.now();
      try {
        await once(connection);
        times.push(performance.now() - began);
      } catch (error) {
        failed++;
        firstFailure ??= String(error);
      }
    }
  };
  await Promise.all(connections.map(work));
  const took = (performance.now() - start) / 1000;
  for (const connection of connections) connection.close();
  times.sort((one, other) => one - other);
  return {
    done: times.length,
    failed,
    seconds: took,
    perSecond: times.length / took,
    p50Millis: quantile(times, 0.5),
    p99Millis: quantile(times, 0.99),
    firstFailure,
  };
};
