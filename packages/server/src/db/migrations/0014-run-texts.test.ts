import { databaseKinds } from "@millrace/testing";
import { type SqlBool, sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Tx } from "../connection.ts";
import { column } from "../filters/members.ts";
import { flowRunsWhere } from "../filters/related.ts";
import { open } from "../fixtures/open.ts";
import { migrations } from "../migrate.ts";
import { migrateDatabase } from "../open-database.ts";
import { runTexts } from "./0014-run-texts.ts";

const id = (number: number): string => `00000000-0000-4000-8000-00000000000${number}`;
const now = "2026-01-01T00:00:00Z";

/** The data model as it was before. */
const makeOlder = async (tx: Tx): Promise<void> => {
  await sql`create table millrace_migration (name text primary key)`.execute(tx);
  for (const migration of migrations.filter(({ name }) => name < runTexts.name)) {
    for (const statement of migration.statements(tx.dialect.columnTypes)) await sql.raw(statement).execute(tx);
    await sql`insert into millrace_migration (name) values (${migration.name})`.execute(tx);
  }
};

describe.each(databaseKinds(process.env))("a database of before runs were found by their texts, on $name", (kind) => {
  test("knows the runs that are there", async () => {
    const place = await kind.create();
    onTestFinished(() => place.drop());
    const db = await open(place.url);
    await db.transact(async (tx) => {
      await makeOlder(tx);
      await sql`insert into flow (id, created, updated, name, tags, labels) values (${id(1)}, ${now}, ${now}, 'f', '[]', '{}')`.execute(tx);
      for (const [run, name, tags] of [
        [id(2), "load-2025", '["nightly"]'],
        [id(3), "load-2026", "[]"],
      ]) {
        await sql`insert into flow_run (id, created, updated, name, flow_id, parameters, context, empirical_policy, tags, labels,
            auto_scheduled, run_count, total_run_time)
          values (${run}, ${tx.dialect.time(now)}, ${tx.dialect.time(now)}, ${name}, ${id(1)}, '{}', '{}', '{}', ${tags}, '{}', false, 0, 0)`.execute(
          tx,
        );
      }
      await sql`insert into task_run (id, created, updated, name, task_key, dynamic_key, empirical_policy, task_inputs, tags, labels,
          flow_run_run_count, run_count, total_run_time)
        values (${id(4)}, ${tx.dialect.time(now)}, ${tx.dialect.time(now)}, 'extract-2026', 'k', '0', '{}', '{}', '["slow"]', '{}', 0, 0, 0)`.execute(
        tx,
      );
    });
    await migrateDatabase(db);

    const { runTexts: texts, taskRunTexts } = db.dialect;
    expect(await texts.isBehind(db.read)).toBe(false);
    const find = async (nameParts: readonly string[], tags: readonly (readonly string[])[]): Promise<string[]> => {
      const mayHave = await texts.findFew(db.read, { nameParts, tags });
      const runs = db.read.selectFrom("flow_run").select("id");
      return (mayHave === undefined ? [] : await runs.where(mayHave(column("flow_run.id"))).execute()).map((row) => row.id);
    };
    const mayHave = await taskRunTexts?.findFew(db.read, { nameParts: ["extract"], tags: [["slow"]] });
    const taskRuns = db.read.selectFrom("task_run").select("id");
    const found = mayHave === undefined ? [] : await taskRuns.where(mayHave(column("task_run.id"))).execute();
    expect(found).toEqual(taskRunTexts === undefined ? [] : [{ id: id(4) }]);
    expect(await find(["2026"], [])).toEqual([id(3)]);
    expect(await find(["load"], [["nightly", "daily"]])).toEqual([id(2)]);
    expect(await find(["2027"], [])).toEqual([]);
    const { runTags } = db.dialect;
    const tagged = runTags && (await sql`select tag, flow_run_id from ${runTags}`.execute(db.read)).rows;
    expect(tagged).toEqual(runTags && [{ tag: "nightly", flow_run_id: id(2) }]);
  });
});

test("the last runs that failed are found along an index of these", async () => {
  const db = await open("sqlite://");
  await migrateDatabase(db);
  const hints = { areMany: true, areLastFailures: true, values: {} };
  const where = flowRunsWhere(db.dialect, {}, hints) ?? sql<SqlBool>`1 = 1`;
  const runs = db.read
    .selectFrom("flow_run")
    .select("id")
    .where(where)
    .orderBy("flow_run.end_time", "desc")
    .orderBy("flow_run.id")
    .compile();
  const { rows } = await db.read.run({ ...runs, sql: `explain query plan ${runs.sql}` });
  expect(rows).toMatchObject([{ detail: expect.stringContaining("flow_run_by_failure") }]);
});
