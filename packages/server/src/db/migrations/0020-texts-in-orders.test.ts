import { sql } from "kysely";
import { expect, test } from "vitest";
import { open } from "../fixtures/open.ts";
import { migrateDatabase } from "../open-database.ts";

test.each([
  ["flow_run", "coalesce(start_time, expected_start_time)", "flow_run_by_start"],
  ["task_run", "expected_start_time", "task_run_by_expected_start"],
])("a list of %ss passes over names and tags on SQLite without a look at the runs", async (table, order, index) => {
  const db = await open("sqlite://");
  await migrateDatabase(db);
  const { rows } = await sql<{ detail: string }>`
    explain query plan select 1 from ${sql.table(table)} where name like '%one%' and instr(tags, '"two"') > 0
    order by ${sql.raw(order)} desc`.execute(db.read);
  expect(rows.map(({ detail }) => detail)).toEqual([`SCAN ${table} USING COVERING INDEX ${index}`]);
});
