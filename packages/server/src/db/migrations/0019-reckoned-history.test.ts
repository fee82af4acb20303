import { type SqlBool, sql } from "kysely";
import { expect, test } from "vitest";
import { estimateColumns } from "../../features/run-states/estimate-columns.ts";
import { open } from "../fixtures/open.ts";
import { migrateDatabase } from "../open-database.ts";
import { poolHistoryColumns } from "./0012-pool-histories.ts";

test("a history on SQLite takes from its index what it would reckon of each run", async () => {
  const db = await open("sqlite://");
  await migrateDatabase(db);
  const { lateness } = estimateColumns(db.dialect, "flow_run", "2026-01-02T00:00:00Z");
  const period = sql<SqlBool>`flow_run.expected_start_time >= ${db.dialect.time("2026-01-01T00:00:00Z")}`;
  const runs = { table: "flow_run", origin: 0, width: 1_000_000, count: 10, period, where: undefined } as const;
  const query = db.read
    .selectFrom(sql`(${db.dialect.sumByBucket(runs, sql`sum(${lateness}) as late`)})`.as("sums"))
    .selectAll()
    .compile();
  const countParsed = async (index: string): Promise<number> => {
    const { rows } = await db.read.run({ ...query, sql: `explain ${query.sql} /* ${index} */` });
    return (rows as { p4: string | null }[]).filter(({ p4 }) => p4?.startsWith("unixepoch(")).length;
  };
  // Nothing but the time it is now.
  expect(await countParsed("reckoned")).toBe(1);
  await db.transact(async (tx) => {
    await sql`drop index flow_run_by_expected_start`.execute(tx);
    await sql`create index flow_run_by_expected_start on flow_run (${sql.raw(poolHistoryColumns)})`.execute(tx);
  });
  // A connection hears of another's changes when it reads, which telling what it would do is not.
  await db.read.selectFrom("flow_run").select("id").execute();
  // When a run was expected, once for its bucket and once for each way to be late, and when it began.
  expect(await countParsed("plain")).toBe(1 + 4);
});
