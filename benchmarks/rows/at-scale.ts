import { join } from "node:path";
import { createListRequests, type ListRequest } from "@millrace/testing";
import { type Connection, openConnection } from "../client/connection.ts";
import { type LoopResult, quantile } from "../client/loop.ts";
import { pace, transitionsOfRun } from "../client/scenarios.ts";
import { load } from "../measure/load.ts";
import { attempt, type Figure, type Row, runAlone } from "../measure/row.ts";
import { startMillrace, withFolder } from "../measure/servers.ts";
import { createPostgresDatabase } from "../measure/services.ts";
import { figure } from "../measure/throughput.ts";
import { fillPostgres, fillSqlite } from "../seed/fill.ts";

const flowRuns = { SQLite: 500_000, PostgreSQL: 5_000_000 } as const;
type Kind = keyof typeof flowRuns;

/** Seconds in which every list is asked for in turn, again and again: of a hundred answers or fewer, the 99th percentile is the slowest. */
const seconds = 180;
/** How often for each time that the sums of whole pages are, which take longer by far: a 99th percentile needs a hundred answers. */
const listsPerSum = 5;
const clients = 8;
const skip = "BENCH_SKIP_SCALE";

interface Timed {
  readonly request: ListRequest;
  readonly millis: number[];
}

const send = async ({ path, body }: ListRequest, connection: Connection): Promise<number> => {
  const began = performance.now();
  const reply = await connection.send(body === undefined ? "GET" : "POST", path, body);
  if (reply.status >= 300) throw new Error(`${path} answered ${reply.status}: ${reply.body.slice(0, 200)}`);
  return performance.now() - began;
};

const timeLists = async (url: string): Promise<readonly Timed[]> => {
  const connection = await openConnection(url);
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> =>
    JSON.parse((await connection.send(method, path, body)).body) as T;
  const timed = (await createListRequests(ask, new Date())).map((request): Timed => ({ request, millis: [] }));
  // The first time, a database has to read from the disk.
  for (const { request } of timed) await send(request, connection);
  const end = performance.now() + seconds * 1000;
  for (let round = 1; performance.now() < end; round++) {
    const asked = round % listsPerSum === 0 ? timed : timed.filter(({ request }) => request.isSum !== true);
    for (const { request, millis } of asked) millis.push(await send(request, connection));
  }
  connection.close();
  for (const { millis } of timed) millis.sort((one, other) => one - other);
  return timed;
};

interface Measured {
  readonly lists: readonly Timed[];
  readonly transitions: LoopResult;
}

const measure = (kind: Kind): Promise<Measured | undefined> =>
  withFolder(async (folder) => {
    const databaseUrl = kind === "SQLite" ? undefined : await createPostgresDatabase();
    if (kind === "PostgreSQL" && databaseUrl === undefined) return undefined;
    // The first start makes the tables.
    await (await startMillrace({ folder, databaseUrl })).stop();
    if (databaseUrl === undefined) await fillSqlite(join(folder, "prefect.db"), flowRuns.SQLite);
    else await fillPostgres(databaseUrl, flowRuns.PostgreSQL);
    const server = await startMillrace({ folder, databaseUrl });
    try {
      const transitions = load("pacedFlowRuns", { url: server.url, clients, seconds: seconds + 5 });
      const lists = await timeLists(server.url);
      return { lists, transitions: await transitions };
    } finally {
      await server.stop();
    }
  });

const p99 = ({ millis }: Timed): number => quantile(millis, 0.99);

const print = (kind: Kind, { lists }: Measured): void => {
  console.log(`  ${kind}, ${figure(flowRuns[kind])} flow runs, milliseconds at p50 and p99:`);
  for (const timed of lists) {
    const [half, most] = [quantile(timed.millis, 0.5), p99(timed)].map((millis) => figure(millis).padStart(6));
    console.log(`    ${half}${most}  ${timed.request.name}`);
  }
};

/** The slowest of the lists that are meant. */
const slowest = (lists: readonly Timed[], isMeant: (request: ListRequest) => boolean): string => {
  const [worst] = lists.filter(({ request }) => isMeant(request)).sort((one, other) => p99(other) - p99(one));
  return worst === undefined
    ? "not measured"
    : `p50 ${figure(quantile(worst.millis, 0.5))} ms, p99 ${figure(p99(worst))} ms: ${worst.request.name}`;
};

const questions = [
  { what: "the slowest list of up to 200 runs", goal: "30 ms at p99", isMeant: ({ path }: ListRequest) => path === "/flow_runs/filter" },
  { what: "count of all flow runs", goal: "10 ms", isMeant: ({ name }: ListRequest) => name === "count of all flow runs" },
  { what: "24-hour history in 289 buckets", goal: "20 ms", isMeant: ({ name }: ListRequest) => name === "history of 24 hours" },
  {
    what: "the slowest of all other lists",
    goal: "50 ms",
    isMeant: ({ path, isSum }: ListRequest) => path !== "/flow_runs/filter" && !isSum,
  },
  { what: "the slowest sum for a page", goal: "300 ms", isMeant: ({ isSum }: ListRequest) => isSum === true },
] as const;

const figuresOf = async (kind: Kind): Promise<Figure[]> => {
  let measured: Measured | undefined;
  const failure = await attempt(async () => {
    measured = await measure(kind);
    if (measured !== undefined) print(kind, measured);
    return undefined;
  });
  const of = `${figure(flowRuns[kind])} runs on ${kind}`;
  const answer = (found: (measured: Measured) => string): string => (measured === undefined ? failure : found(measured));
  return [
    ...questions.map(({ what, goal, isMeant }) => ({
      what: `${what}, ${of}`,
      prefect: "not measured",
      ours: answer(({ lists }) => slowest(lists, isMeant)),
      goal,
    })),
    {
      what: `transitions meanwhile, ${of}`,
      prefect: "not measured",
      ours: answer(({ transitions }) => `${figure(transitions.perSecond * transitionsOfRun)}/s, ${transitions.failed} failed`),
      goal: `${pace}/s`,
    },
  ];
};

export const atScale: Row = {
  name: "at-scale",
  how: `Every list, count and history that pages and commands send, one after the other for ${seconds} s, while ${clients} clients make ${pace} transitions/s, on seeded databases; ${skip}=1 leaves it out.`,
  run: async () => {
    if (process.env[skip] === "1") {
      console.log(`  left out, because ${skip} is 1`);
      return [];
    }
    return [...(await figuresOf("SQLite")), ...(await figuresOf("PostgreSQL"))];
  },
};

if (import.meta.main) await runAlone(atScale);
