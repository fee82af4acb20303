import { databaseKinds } from "@millrace/testing";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import { open } from "../fixtures/open.ts";
import { migrateDatabase } from "../open-database.ts";
import { initial } from "./0001-initial.ts";

const id = (number: number): string => `00000000-0000-4000-8000-00000000000${number}`;
const now = "2026-01-01T00:00:00Z";

describe.each(databaseKinds(process.env))("a database of before there were limits, on $name", (kind) => {
  test("keeps the numbers of its deployments, as limits of their own", async () => {
    const place = await kind.create();
    onTestFinished(() => place.drop());
    const db = await open(place.url);
    await db.transact(async (tx) => {
      for (const statement of initial.statements(tx.dialect.columnTypes)) await sql.raw(statement).execute(tx);
      await sql`create table millrace_migration (name text primary key)`.execute(tx);
      await sql`insert into millrace_migration (name) values (${initial.name})`.execute(tx);
      await tx
        .insertInto("flow")
        .values({ id: id(1), created: now, updated: now, name: "f", tags: [], labels: {} })
        .execute();
      for (const [deployment, limit] of [
        [id(2), 3],
        [id(3), null],
      ]) {
        await sql`insert into deployment (id, created, updated, name, flow_id, tags, labels, parameters, parameter_openapi_schema,
            enforce_parameter_schema, pull_steps, job_variables, paused, status, concurrency_limit)
          values (${deployment}, ${tx.dialect.time(now)}, ${tx.dialect.time(now)}, ${deployment}, ${id(1)}, '[]', '{}', '{}', '{}',
            true, '[]', '{}', false, 'READY', ${limit})`.execute(tx);
      }
    });

    await migrateDatabase(db);
    const limits = db.read.selectFrom("deployment").leftJoin("concurrency_limit as own", "own.id", "deployment.concurrency_limit_id");
    const found = limits.select(["deployment.id", "own.name", "own.limit", "own.active", "own.active_slots", "own.created"]);
    expect(await found.orderBy("deployment.id").execute()).toEqual([
      { id: id(2), name: `deployment:${id(2)}`, limit: 3, active: true, active_slots: 0, created: now },
      { id: id(3), name: null, limit: null, active: null, active_slots: null, created: null },
    ]);
  });
});
