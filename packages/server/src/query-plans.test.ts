import { createListRequests, onEveryDatabase, seed, sizesFor, type TestServer } from "@millrace/testing";
import { type CompiledQuery, sql } from "kysely";
import { expect, vi } from "vitest";
import type { Queries } from "./db/connection.ts";

// Filling a database takes longer than tests usually do.
vi.setConfig({ testTimeout: 120_000 });

/** Tables that grow without end: no list may read one of them from its beginning to its end. */
const large = ["flow_run", "flow_run_state", "task_run", "task_run_state", "log", "artifact", "event", "event_mention"];

const flowRuns = 20_000;
/** Rows of large tables that one query may read here: enough for all that belongs to a day or to a flow. */
const mostRows = 0.4 * flowRuns;

type Listener = (query: CompiledQuery) => void;

/** Calls `record` for each query that is sent through a handle, until the handle is let go. */
const listenTo = (db: Queries, record: Listener): (() => void) => {
  const executor = db.getExecutor();
  const { executeQuery } = executor;
  executor.executeQuery = (query, ...rest) => {
    record(query);
    return executeQuery.call(executor, query, ...rest) as never;
  };
  return () => {
    executor.executeQuery = executeQuery;
  };
};

/** The queries that each list of a seeded server sends. */
const recordLists = async (server: TestServer): Promise<Map<string, CompiledQuery[]>> => {
  const found = new Map<string, CompiledQuery[]>();
  let current: CompiledQuery[] = [];
  const record: Listener = (query) => void current.push(query);
  const handles = new Set([server.ctx.db.read, server.ctx.db.heavyRead]);
  const stops = [...handles].map((db) => listenTo(db, record));
  const requests = await createListRequests((method, path, body) => server.ask(method, path, body), new Date(server.clock.now()));
  for (const { name, path, body } of requests) {
    current = [];
    await server.ask(body === undefined ? "GET" : "POST", path, body);
    found.set(name, current);
  }
  for (const stop of stops) stop();
  return found;
};

interface Node {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly Node[];
}

const nodesOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** What PostgreSQL reads too much of, where it may choose any index. */
const judgePostgres = async (server: TestServer, { sql: text, parameters }: CompiledQuery): Promise<string[]> => {
  const [plan] = await server.ctx.transact(async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx);
    const { rows } = await tx.run({ sql: `explain (analyze, timing off, format json) ${text}`, parameters });
    return (rows as { "QUERY PLAN": { Plan: Node }[] }[]).flatMap((row) => row["QUERY PLAN"]);
  });
  const nodes = plan === undefined ? [] : nodesOf(plan.Plan).filter((node) => large.includes(node["Relation Name"] ?? ""));
  const read = nodes.reduce((sum, node) => sum + (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"], 0);
  return [
    ...nodes.filter((node) => node["Node Type"] === "Seq Scan").map((node) => `scans ${node["Relation Name"]}`),
    ...(read > mostRows ? [`reads ${read} rows`] : []),
  ];
};

/** What SQLite reads from beginning to end without an index. It tells of tables by the names they have in the query. */
const judgeSqlite = async (server: TestServer, { sql: text, parameters }: CompiledQuery): Promise<string[]> => {
  const { rows } = await server.ctx.db.read.run({ sql: `explain query plan ${text}`, parameters });
  const named = text.matchAll(/\b(?:from|join)\s+"?(\w+)"?(?:\s+as\s+"?(\w+)"?)?/gi);
  const names = new Set([...named].filter(([, table = ""]) => large.includes(table)).map(([, table, alias]) => alias ?? table));
  return (rows as { detail: string }[]).flatMap(({ detail }) => {
    const [, name = ""] = /^SCAN (\w+)$/.exec(detail) ?? [];
    return names.has(name) ? [`scans ${name}`] : [];
  });
};

onEveryDatabase("the queries of lists, counts, histories and polls", (it) => {
  it("read no large table from beginning to end", async ({ server }) => {
    const { db, clock } = server.ctx;
    await db.transact(async (tx) => {
      const run = (text: string) => tx.run({ sql: text, parameters: [] });
      await seed({ dialect: tx.dialect.name, run, now: clock.micros() }, sizesFor(flowRuns));
      await sql`analyze`.execute(tx);
    });
    const judge = db.dialect.name === "sqlite" ? judgeSqlite : judgePostgres;
    const scan = db.read.selectFrom("log").select("id").where("message", "=", "none").compile();
    expect(await judge(server, scan)).toContain("scans log");

    const lists = await recordLists(server);
    expect(lists.size).toBeGreaterThan(50);
    const problems: string[] = [];
    for (const [name, queries] of lists) {
      expect(queries.length).toBeGreaterThan(0);
      for (const query of queries) problems.push(...(await judge(server, query)).map((problem) => `${name} ${problem}`));
    }
    expect(problems).toEqual([]);
  });
});
