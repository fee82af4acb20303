import type { Json } from "@millrace/contract";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { parseJson, withPlainNumbers } from "../exact-numbers.ts";
import type { Tx } from "./connection.ts";
import { onEachDatabase } from "./fixtures/open.ts";
import type { ArtifactTable, DeploymentTable } from "./schema.ts";
import { statement } from "./statement.ts";
import type { Database } from "./transaction.ts";

const id = (last: number): string => `00000000-0000-4000-8000-${String(last).padStart(12, "0")}`;
const now = "2026-01-01T00:00:00Z";

const anArtifact = (given: Partial<ArtifactTable> = {}): ArtifactTable => ({
  id: id(1),
  created: now,
  updated: now,
  key: null,
  type: null,
  description: null,
  data: null,
  metadata_: null,
  flow_run_id: null,
  task_run_id: null,
  ...given,
});

const aDeployment = (given: Partial<DeploymentTable> = {}): DeploymentTable => ({
  id: id(2),
  created: now,
  updated: now,
  name: "d",
  flow_id: id(1),
  version: null,
  description: null,
  tags: [],
  labels: {},
  parameters: {},
  parameter_openapi_schema: {},
  enforce_parameter_schema: false,
  pull_steps: [],
  job_variables: {},
  path: null,
  entrypoint: null,
  storage_document_id: null,
  infrastructure_document_id: null,
  work_queue_id: null,
  work_queue_name: null,
  paused: false,
  status: "NOT_READY",
  last_polled: null,
  concurrency_limit_id: null,
  concurrency_options: null,
  created_by: null,
  updated_by: null,
  ...given,
});

const addFlow = (tx: Tx) =>
  tx.dialect.insertMany(tx, { table: "flow", rows: [{ id: id(1), created: now, updated: now, name: "f", tags: [], labels: {} }] });

const readArtifact = (db: Database) => db.read.selectFrom("artifact").selectAll().where("id", "=", id(1)).executeTakeFirstOrThrow();

/** The ways a row is written: each has to encode its values alike. */
const ways: Readonly<Record<string, (tx: Tx, row: ArtifactTable) => Promise<unknown>>> = {
  "built by hand": (tx, row) => tx.insertInto("artifact").values(row).execute(),
  "in bulk": (tx, row) => tx.dialect.insertMany(tx, { table: "artifact", rows: [row] }),
  "by an update": async (tx, row) => {
    await tx.insertInto("artifact").values(anArtifact()).execute();
    await tx.updateTable("artifact").set(row).where("id", "=", row.id).execute();
  },
  "by a prepared statement": async (tx, row) => {
    await tx.insertInto("artifact").values(anArtifact()).execute();
    await setData.run(tx, row);
  },
};
const setData = statement<ArtifactTable>()((db, value) =>
  db
    .updateTable("artifact")
    .set({ created: value("created"), updated: value("updated"), description: value("description"), data: value("data") })
    .where("id", "=", value("id")),
);

onEachDatabase("a value", (openNew) => {
  test("is read as it was, however it was written", async () => {
    const db = await openNew();
    const written = anArtifact({
      created: "2026-03-01T12:00:00Z",
      updated: "2026-03-01T12:00:00.500000Z",
      description: `"quotes" 'and' \\ and \n lines, ünïcödé, 日本語, 🚂 and \u{7f}`,
      data: { list: [1, "1", true, null, { deep: "ß🚂" }], "a.key with \"marks'": 1.5, empty: {} },
    });
    for (const [way, write] of Object.entries(ways)) {
      await db.transact((tx) => write(tx, written));
      expect({ way, row: await readArtifact(db) }).toEqual({ way, row: written });
      await db.transact((tx) => tx.deleteFrom("artifact").execute());
    }
  });

  test("that is a time is read as it was and found by it", async () => {
    const db = await openNew();
    const times = {
      "no fraction": "2026-01-01T00:00:00Z",
      "half a second": "2026-01-01T00:00:00.500000Z",
      "one microsecond": "2026-12-31T23:59:59.000001Z",
      "nearly a second": "1999-02-28T23:59:59.999999Z",
      "long ago": "0001-01-01T00:00:00Z",
      "far ahead": "9999-12-31T23:59:59.999999Z",
    };
    for (const [name, time] of Object.entries(times)) {
      await db.transact((tx) =>
        tx
          .insertInto("artifact")
          .values(anArtifact({ created: time }))
          .execute(),
      );
      const artifacts = db.read.selectFrom("artifact").select("created");
      const found = {
        equal: await artifacts.where("created", "=", time).execute(),
        before: await artifacts.where("created", "<", time).execute(),
        notAfter: await artifacts.where("created", "<=", time).execute(),
        among: await artifacts.where("created", "in", [time]).execute(),
      };
      const one = [{ created: time }];
      expect({ name, ...found }).toEqual({ name, equal: one, before: [], notAfter: one, among: one });
      await db.transact((tx) => tx.deleteFrom("artifact").execute());
    }
  });

  test("that is a time sorts as a time, with a fraction or without", async () => {
    const db = await openNew();
    const times = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000001Z", "2026-01-01T00:00:00.900000Z", "2026-01-01T00:00:01Z"];
    const rows = times.map((created, index) => anArtifact({ id: id(index), created }));
    await db.transact((tx) => tx.dialect.insertMany(tx, { table: "artifact", rows: rows.reverse() }));
    const sorted = await db.read.selectFrom("artifact").select("created").orderBy("created").execute();
    expect(sorted.map((row) => row.created)).toEqual(times);
  });

  test("that is JSON of any shape is read as it was, however it was written", async () => {
    const db = await openNew();
    const shapes: Json[] = [
      ...["1", "", '{"a": 1}', 1, 0.1, 2 ** 53 - 1, -7, true, false, [], [[], [[1]]], {}],
      { "": 1, "a b": { é: null }, "$.x": 2, constructor: 3 },
    ];
    for (const [way, write] of Object.entries(ways)) {
      for (const data of shapes) {
        await db.transact((tx) => write(tx, anArtifact({ data })));
        expect({ way, data: (await readArtifact(db)).data }).toEqual({ way, data });
        await db.transact((tx) => tx.deleteFrom("artifact").execute());
      }
    }
  });

  test("that is a number with more to it than its value keeps its text, on every connection", async () => {
    const db = await openNew();
    const text = '{"big":12345678901234567890,"float":1.0}';
    await db.transact((tx) =>
      tx
        .insertInto("artifact")
        .values(anArtifact({ data: parseJson(text), metadata_: { float: "1.0" } }))
        .execute(),
    );
    for (const queries of [db.read, db.heavyRead]) {
      const { data, metadata_ } = await queries.selectFrom("artifact").select(["data", "metadata_"]).executeTakeFirstOrThrow();
      expect(JSON.stringify({ data, metadata_ })).toBe(`{"data":${text},"metadata_":{"float":"1.0"}}`);
    }
  });

  test("that is JSON's 1.0 stays a JSON number, and text that looks like one stays text", async () => {
    const db = await openNew();
    await db.transact(async (tx) => {
      await tx
        .insertInto("artifact")
        .values(anArtifact({ data: "1.0", description: "1.0", key: "007" }))
        .execute();
      await sql`update artifact set metadata_ = '{"n": 1.0, "e": 1e2}'`.execute(tx);
    });
    const { data, description, key, metadata_ } = await readArtifact(db);
    expect({ data, description, key }).toEqual({ data: "1.0", description: "1.0", key: "007" });
    expect(withPlainNumbers(metadata_)).toEqual({ n: 1, e: 100 });
  });

  test("that is true or false is read as that, and found by it", async () => {
    const db = await openNew();
    const rows = [aDeployment({ paused: true }), aDeployment({ id: id(3), name: "e", paused: false, enforce_parameter_schema: true })];
    await db.transact(async (tx) => {
      await addFlow(tx);
      await tx
        .insertInto("deployment")
        .values(aDeployment({ paused: true }))
        .execute();
      await tx.dialect.insertMany(tx, { table: "deployment", rows: rows.slice(1) });
    });
    expect(await db.read.selectFrom("deployment").selectAll().orderBy("name").execute()).toEqual(rows);
    expect(await db.read.selectFrom("deployment").select("name").where("paused", "=", true).execute()).toEqual([{ name: "d" }]);
    await db.transact((tx) => tx.updateTable("deployment").set({ paused: false }).where("paused", "=", true).execute());
    expect(await db.read.selectFrom("deployment").select("paused").execute()).toEqual([{ paused: false }, { paused: false }]);
  });

  test("is found in lists of JSON, and by keys of JSON objects", async () => {
    const db = await openNew();
    await db.transact(async (tx) => {
      await addFlow(tx);
      const rows = [aDeployment({ tags: ["a", "b"], labels: { team: "x" } }), aDeployment({ id: id(3), name: "e" })];
      await tx.dialect.insertMany(tx, { table: "deployment", rows });
    });
    const { dialect } = db;
    const column = sql.ref<unknown>("deployment.tags");
    const names = async (condition: ReturnType<typeof dialect.jsonIsEmpty>): Promise<string[]> =>
      (await db.read.selectFrom("deployment").select("name").where(condition).orderBy("name").execute()).map((row) => row.name);
    expect(await names(dialect.jsonHasAll(column, ["a", "b", "a"]))).toEqual(["d"]);
    expect(await names(dialect.jsonHasAll(column, ["a", "c"]))).toEqual([]);
    expect(await names(dialect.jsonHasAny(column, ["c", "b"]))).toEqual(["d"]);
    expect(await names(dialect.jsonHasAny(column, []))).toEqual([]);
    expect(await names(dialect.jsonIsEmpty(column))).toEqual(["e"]);
    expect(await names(sql`${dialect.jsonText(sql.ref("deployment.labels"), "team")} = ${"x"}`)).toEqual(["d"]);
  });

  test("is kept by an upsert only when the row there is not newer", async () => {
    const db = await openNew();
    const upsert = (row: ArtifactTable) =>
      db.transact((tx) => tx.dialect.upsertMany(tx, { table: "artifact", rows: [row], update: ["data", "updated"], newer: "updated" }));
    await upsert(anArtifact({ updated: "2026-01-01T00:00:00.500000Z", data: "first" }));
    await upsert(anArtifact({ updated: now, data: "older" }));
    expect((await readArtifact(db)).data).toBe("first");
    await upsert(anArtifact({ updated: "2026-01-01T00:00:01Z", data: "newer" }));
    expect((await readArtifact(db)).data).toBe("newer");
  });

  test("no database takes is refused as such, and a clash as a clash", async () => {
    const db = await openNew();
    const refusal = async (write: (tx: Tx) => Promise<unknown>): Promise<string> =>
      db.transact(write).then(
        () => "none",
        (error: unknown) => db.dialect.refusal(error),
      );
    await db.transact((tx) => addFlow(tx));
    expect(
      await refusal((tx) =>
        tx
          .insertInto("flow")
          .values({ id: id(9), created: now, updated: now, name: "f", tags: [], labels: {} })
          .execute(),
      ),
    ).toBe("unique");
    expect(
      await refusal((tx) =>
        tx
          .insertInto("deployment")
          .values(aDeployment({ flow_id: id(8) }))
          .execute(),
      ),
    ).toBe("foreign-key");
    expect(await refusal((tx) => sql`update flow set name = null`.execute(tx))).toBe("value");
    expect(await refusal(() => Promise.reject(new Error("ours")))).toBe("other");
  });
});
