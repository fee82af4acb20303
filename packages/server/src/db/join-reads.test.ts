import { expect, test } from "vitest";
import { onEachDatabase } from "./fixtures/open.ts";
import { joinReads, rowsOf } from "./join-reads.ts";
import { lookup } from "./statement.ts";

const read = (id: string) => ({ sql: "select $1, $2", parameters: [id, id], repeated: true, takesId: true }) as const;

test("reads by an id become one by all ids, of which each takes its own rows", () => {
  expect(joinReads(read("a"), [read("b"), read("a")])).toEqual({ sql: "select $1, $2", parameters: ["a,b", "a,b"], repeated: true });
  const rows = [{ id: "b" }, { id: "a", n: 1 }, { id: "a", n: 2 }];
  expect(rowsOf(read("a"), { rows }).rows).toEqual([
    { id: "a", n: 1 },
    { id: "a", n: 2 },
  ]);
});

const idOf = (number: number): string => `00000000-0000-4000-8000-0000000000${number + 10}`;
const findFlow = lookup((db, id) =>
  db.selectFrom(db.dialect.asked(id)).innerJoin("flow", "flow.id", "asked.id").select(["flow.id", "flow.name"]),
);

onEachDatabase("rows by their ids", (openNew) => {
  test("are what each of many who ask in the same moment asked for", async () => {
    const db = await openNew();
    const now = "2026-01-01T00:00:00Z";
    const rows = [0, 1, 2, 3].map((n) => ({ id: idOf(n), created: now, updated: now, name: `flow ${n}`, tags: [], labels: {} }));
    await db.transact((tx) => tx.dialect.insertMany(tx, { table: "flow", rows }));
    const asked = [3, 0, 7, 0, 2, 1, 8];
    const ask = (id: string) => db.transact((tx) => findFlow.run(tx, { id }));
    const found = await Promise.all(asked.map((n) => ask(idOf(n))));
    expect(found).toEqual(asked.map((n) => (n > 3 ? [] : [{ id: idOf(n), name: `flow ${n}` }])));
  });
});
