import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { deploymentsAndPools } from "./corpus/deployments-and-pools.ts";
import { everythingElse } from "./corpus/everything-else.ts";
import type { Exchange } from "./corpus/exchange.ts";
import { makeFilterProbes } from "./corpus/filter-probes.ts";
import { flowsAndRuns } from "./corpus/flows-and-runs.ts";
import { inDetail } from "./corpus/in-detail.ts";
import { findKnownDifference, knownDifferences } from "./corpus/known-differences.ts";
import { oddRequests } from "./corpus/odd-requests.ts";
import { type ApiDocument, makeProbes } from "./corpus/probes.ts";
import { transitions } from "./corpus/transitions.ts";
import { comparable } from "./harness/compare-answers.ts";
import { pythonInterpreter } from "./harness/python.ts";
import { type Answer, replay } from "./harness/replay.ts";
import { type StartedServer, startMillrace, startMillraceOnPostgres, startPrefect } from "./harness/servers.ts";

/** Nothing may change between two requests. */
const still = Object.fromEntries(
  ["SCHEDULER", "LATE_RUNS", "FOREMAN", "PAUSE_EXPIRATIONS", "CANCELLATION_CLEANUP", "REPOSSESSOR"].map((name) => [
    `PREFECT_SERVER_SERVICES_${name}_ENABLED`,
    "false",
  ]),
);

const postgres = process.env.MILLRACE_TEST_POSTGRES_URL;

const written: readonly Exchange[] = [...flowsAndRuns, ...deploymentsAndPools, ...everythingElse];
/** Sent last, since they leave more runs behind than a list shows. */
const further: readonly Exchange[] = [...inDetail, ...transitions];

const title = ([ask, body]: Exchange): string => `${ask} ${JSON.stringify(body) ?? ""}`.trim();

describe.skipIf(pythonInterpreter === undefined || inject("prefect") === undefined)("the corpus of requests", () => {
  let document: ApiDocument;
  let ours: readonly Answer[] = [];
  let oursOnPostgres: readonly Answer[] = [];
  let theirs: readonly Answer[] = [];
  let servers: readonly StartedServer[] = [];

  beforeAll(async () => {
    if (pythonInterpreter === undefined) return;
    const options = { env: still };
    servers = await Promise.all([
      startMillrace(options),
      startPrefect(pythonInterpreter, options),
      ...(postgres === undefined ? [] : [startMillraceOnPostgres(postgres, options)]),
    ]);
    const [millrace, prefect, onPostgres] = servers;
    if (millrace === undefined || prefect === undefined) throw new Error("The servers did not start.");
    document = (await (await fetch(`${prefect.url}/openapi.json`)).json()) as ApiDocument;
    const exchanges = [...written, ...makeProbes(document), ...oddRequests, ...makeFilterProbes(document), ...further];
    [ours, theirs] = await Promise.all([replay(millrace.url, exchanges), replay(prefect.url, exchanges)]);
    if (onPostgres !== undefined) oursOnPostgres = await replay(onPostgres.url, exchanges);
  }, 900_000);
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  test("asks for every operation of the protocol", () => {
    const asked = written.map(([ask]) => ask.replace(/\?.*/, ""));
    const missing = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations)
        .map((method) => `${method.toUpperCase()} ${path}`)
        .filter((operation) => {
          const pattern = new RegExp(`^${operation.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
          return !asked.some((ask) => pattern.test(ask));
        }),
    );
    expect(missing).toEqual([]);
  });

  /** Compares answer by answer, and gives the reasons of the differences that were met. */
  const expectTheirs = (answers: readonly Answer[]): ReadonlySet<string> => {
    const met = new Set<string>();
    for (const [place, answer] of answers.entries()) {
      const their = theirs[place];
      if (their === undefined) throw new Error("The corpus was not replayed to its end on the reference.");
      const [mine, other] = [comparable(answer), comparable(their)];
      if (JSON.stringify(mine) === JSON.stringify(other)) continue;
      const why = findKnownDifference(answer, their);
      if (why !== undefined) met.add(why);
      else expect.soft({ asked: title(answer.exchange), ...mine }).toEqual({ asked: title(answer.exchange), ...other });
    }
    return met;
  };

  test("gets from us what it gets from the reference, but for what is listed", () => {
    const met = expectTheirs(ours);
    expect(knownDifferences.map(({ why }) => why).filter((why) => !met.has(why))).toEqual([]);
  });

  test.skipIf(postgres === undefined)("gets the same from us on PostgreSQL", () => {
    expect(oursOnPostgres).toHaveLength(ours.length);
    expectTheirs(oursOnPostgres);
  });
});
