import type { Flow, FlowRun, WorkQueue } from "@millrace/contract";
import { createListRequests, onEveryDatabase, seed, sizesFor, type TestServer } from "@millrace/testing";
import { type CompiledQuery, type RawBuilder, sql } from "kysely";
import { expect, vi } from "vitest";
import type { Queries } from "./db/connection.ts";

// Filling a database takes longer than tests usually do.
vi.setConfig({ testTimeout: 120_000 });

/** Tables that grow without end: no list may read one of them from its beginning to its end. */
const large = [
  "flow_run",
  "flow_run_state",
  "task_run",
  "task_run_state",
  "log",
  "artifact",
  "event",
  "event_mention",
  "search_flow_run_tag",
];

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

/** The same for all that is read from a server. */
const listenToReads = ({ ctx: { db } }: TestServer, record: Listener): (() => void) => {
  const stops = [...new Set([db.read, db.heavyRead])].map((handle) => listenTo(handle, record));
  return () => {
    for (const stop of stops) stop();
  };
};

/** The queries that each list of a seeded server sends. */
const recordLists = async (server: TestServer): Promise<Map<string, CompiledQuery[]>> => {
  const found = new Map<string, CompiledQuery[]>();
  let current: CompiledQuery[] = [];
  const stop = listenToReads(server, (query) => void current.push(query));
  const requests = await createListRequests((method, path, body) => server.ask(method, path, body), new Date(server.clock.now()));
  for (const { name, path, body } of requests) {
    current = [];
    await server.ask(body === undefined ? "GET" : "POST", path, body);
    found.set(name, current);
  }
  stop();
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

/** The indexes of flow runs that a query goes along. */
const indexesOf = async (server: TestServer, { sql: text, parameters }: CompiledQuery): Promise<Set<string>> => {
  const explain = server.ctx.db.dialect.name === "sqlite" ? "explain query plan" : "explain";
  const { rows } = await server.ctx.db.read.run({ sql: `${explain} ${text}`, parameters });
  return new Set(JSON.stringify(rows).match(/\w*flow_run_(?:tag_)?by_\w+/g));
};

const fill = async ({ ctx: { db, clock } }: TestServer): Promise<void> => {
  await db.transact(async (tx) => {
    const run = (text: string) => tx.run({ sql: text, parameters: [] });
    await seed({ dialect: tx.dialect.name, run, now: clock.micros() }, sizesFor(flowRuns));
    await sql`analyze`.execute(tx);
  });
};

onEveryDatabase("the queries of lists, counts, histories and polls", (it) => {
  it("read no large table from beginning to end", async ({ server }) => {
    const { db } = server.ctx;
    await fill(server);
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

const orders: Readonly<Record<string, string>> = {
  START_TIME_ASC: "coalesce(start_time, expected_start_time)",
  START_TIME_DESC: "coalesce(start_time, expected_start_time)",
  EXPECTED_START_TIME_ASC: "expected_start_time",
  EXPECTED_START_TIME_DESC: "expected_start_time",
};

onEveryDatabase("lists of the runs of one thing", (it) => {
  it("pass over no newer runs of others, where those of one thing are asked for", async ({ server }) => {
    const { db } = server.ctx;
    await fill(server);
    const [run] = await server.ask<FlowRun[]>("POST", "/flow_runs/filter", { limit: 1, flow_runs: { deployment_id: { is_null_: false } } });
    const { flow_id, deployment_id, work_queue_id } = run ?? {};
    const queues = await server.ask<WorkQueue[]>("POST", "/work_queues/filter", {});
    const other = queues.find(({ id }) => id !== work_queue_id)?.id;
    const change = (what: RawBuilder<unknown>, which: RawBuilder<unknown>) =>
      db.transact((tx) => sql`update flow_run set ${what} where id in (select id from flow_run ${which})`.execute(tx));
    const newest = sql`order by coalesce(start_time, expected_start_time) desc limit 5000`;
    // Most runs of all, and none of the last thousands.
    await change(sql`flow_id = ${flow_id}, deployment_id = ${deployment_id}, work_queue_id = ${work_queue_id}`, sql``);
    await change(sql`work_queue_id = ${other}`, sql`order by id limit 7000`);
    const otherFlow = (await server.ask<Flow[]>("POST", "/flows/filter", {})).find(({ id }) => id !== flow_id)?.id;
    await change(sql`flow_id = ${otherFlow}, deployment_id = null, work_queue_id = null, tags = '["manual"]'`, newest);
    const ask = async (path: string, body: object): Promise<readonly string[]> => {
      const queries: CompiledQuery[] = [];
      const stop = listenToReads(server, (query) => void queries.push(query));
      expect(await server.ask("POST", path, { limit: 50, ...body })).toHaveLength(50);
      stop();
      const indexes = await Promise.all(queries.map((query) => indexesOf(server, query)));
      return [...indexes.reduce((all, some) => all.union(some))];
    };
    const isOneOf = (column: string, any_: readonly unknown[]) => sql`${sql.ref(column)} in (${sql.join(any_)})`;
    /** That a list is what the runs of some things are in an order. Returns the indexes it was found along. */
    const compare = async (body: { sort: string; [filter: string]: unknown }, which: RawBuilder<unknown>) => {
      const listed = await server.ask<FlowRun[]>("POST", "/flow_runs/filter", { limit: 200, offset: 30, ...body });
      const order = sql.raw(`${orders[body.sort]} ${body.sort.endsWith("DESC") ? "desc" : "asc"}, id`);
      const { rows } = await sql<{ id: string }>`select id from flow_run where ${which} order by ${order} limit 200 offset 30`.execute(
        db.read,
      );
      expect(listed.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
      return ask("/flow_runs/filter", { offset: 30, ...body });
    };
    for (const sort of ["EXPECTED_START_TIME_DESC", "EXPECTED_START_TIME_ASC"]) {
      const index = "flow_run_by_flow_expected_start";
      for (const any_ of [[flow_id], [flow_id, otherFlow]])
        expect(await compare({ sort, flows: { id: { any_ } } }, isOneOf("flow_id", any_))).toEqual([index]);
      const any_ = [deployment_id];
      const found = await compare({ sort, flow_runs: { deployment_id: { any_ } } }, isOneOf("deployment_id", any_));
      // PostgreSQL knows how many runs a deployment has, and may put so few in order.
      if (db.dialect.name === "sqlite") expect(found).toEqual([index]);
    }
    for (const sort of ["START_TIME_DESC", "START_TIME_ASC"]) {
      for (const path of ["/flow_runs/filter", "/ui/flow_runs/history"]) {
        expect(await ask(path, { sort, flows: { id: { any_: [flow_id] } } })).toEqual(["flow_run_by_flow"]);
        expect(await ask(path, { sort, flow_runs: { deployment_id: { any_: [deployment_id] } } })).toEqual(["flow_run_by_deployment"]);
      }
      for (const any_ of [[work_queue_id], [work_queue_id, other]])
        expect(await compare({ sort, work_pool_queues: { id: { any_ } } }, isOneOf("work_queue_id", any_))).toEqual([
          "flow_run_by_work_queue",
        ]);
      for (const any_ of [["rare"], ["rare", "of-nobody"]]) {
        const found = await compare({ sort, flow_runs: { tags: { any_ } } }, db.dialect.jsonHasAny(sql.ref("tags"), any_));
        // The index of texts knows the few runs of a tag on SQLite.
        if (db.dialect.name === "postgres") expect(found).toEqual(["search_flow_run_tag_by_start"]);
      }
      // A tag does not lead to runs that are known by more than it.
      const tags = { any_: ["rare"] };
      const rare = await server.ask<FlowRun[]>("POST", "/flow_runs/filter", { sort, limit: 50, flow_runs: { tags } });
      const id = { any_: rare.map((each) => each.id) };
      expect(await ask("/flow_runs/filter", { sort, flow_runs: { id, tags } })).not.toContain("search_flow_run_tag_by_start");
    }
  });
});
