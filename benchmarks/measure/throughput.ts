import type { LoopResult } from "../client/loop.ts";
import { load } from "./load.ts";
import { readPeakMemory } from "./program.ts";
import { prefectProgram, startMillrace, startPrefect, withFolder } from "./servers.ts";
import { createPostgresDatabase } from "./services.ts";

export interface Question {
  readonly scenario: string;
  /** Operations one round of the scenario counts for. */
  readonly weight: number;
  readonly unit: string;
}

export const clients = 16;
const warmUpSeconds = 3;
const seconds = 8;

export interface Throughput extends LoopResult {
  /** Megabytes the server had at most. */
  readonly peakMemory: number;
}

/** Loads our server, warmed up, on SQLite or the given PostgreSQL. */
export const loadMillrace = (scenario: string, databaseUrl?: string): Promise<Throughput> =>
  withFolder(async (folder) => {
    const server = await startMillrace({ folder, databaseUrl });
    try {
      await load(scenario, { url: server.url, clients, seconds: warmUpSeconds });
      const result = await load(scenario, { url: server.url, clients, seconds });
      return { ...result, peakMemory: readPeakMemory(server.pid) };
    } finally {
      await server.stop();
    }
  });

/** Undefined where PostgreSQL is not installed. */
export const loadMillraceOnPostgres = async (scenario: string): Promise<Throughput | undefined> => {
  const database = await createPostgresDatabase();
  return database === undefined ? undefined : loadMillrace(scenario, database);
};

/** Undefined where the real server cannot run. */
export const loadPrefect = async (scenario: string): Promise<Throughput | undefined> => {
  const program = prefectProgram();
  if (program === undefined) return undefined;
  return withFolder(async (folder) => {
    const server = await startPrefect(program, { folder });
    try {
      return { ...(await load(scenario, { url: server.url, clients, seconds })), peakMemory: readPeakMemory(server.pid) };
    } finally {
      await server.stop();
    }
  });
};

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 });

/** A number as the table shows it. */
export const figure = (value: number): string => (value < 10 ? short : whole).format(value);

/** Rate, failures and latency in a few words; undefined where nothing was measured. */
export const describe = (result: Throughput | undefined, { weight, unit }: Question): string | undefined => {
  if (result === undefined) return undefined;
  const share = Math.round((100 * result.failed) / (result.failed + result.done));
  const failures =
    result.failed === 0
      ? "no failure"
      : `${share} % failed (${/answered \d+/.exec(result.firstFailure ?? "")?.[0] ?? result.firstFailure})`;
  const latency = result.done === 0 ? "" : `, p99 ${figure(result.p99Millis)} ms`;
  return `${figure(result.perSecond * weight)} ${unit}/s, ${failures}${latency}`;
};
