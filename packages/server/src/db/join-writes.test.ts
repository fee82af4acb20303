import { describe, expect, test } from "vitest";
import type { SqlText } from "./connection.ts";
import { createWriteJoiner } from "./join-writes.ts";

const insert: SqlText = { sql: 'insert into "a" ("x", "y") values ($1, $2)', parameters: [1, 2], repeated: true as const };
const update: SqlText = { sql: 'update "b" set "z" = $1 where "id" = $2', parameters: [3, "id"], repeated: true as const };
const rows = (sql: string, ...values: object[]): SqlText => ({
  sql,
  parameters: [JSON.stringify(values)],
  repeated: true as const,
  takesRows: true as const,
});
const add = (...values: object[]) => rows('insert into "c" select x from list($1::json)', ...values);
const change = (...values: object[]) => rows('update "flow_run" set x = 1 from list($1::json) where xmin = 2 returning 1', ...values);
const held = { table: "flow_run", id: "id", row_version: "7" } as const;
const unheld: [] = [];

test("inserts and an update become one statement with its own numbers", () => {
  const { join } = createWriteJoiner();
  expect(join([insert, update, insert])).toEqual([
    {
      sql: 'with write_0 as (insert into "a" ("x", "y") values ($1, $2)), write_1 as (update "b" set "z" = $3 where "id" = $4) insert into "a" ("x", "y") values ($5, $6)',
      parameters: [1, 2, 3, "id", 1, 2],
      repeated: true,
    },
  ]);
  expect(join([insert, { ...update, parameters: [4, "other"] }])[0]?.parameters).toEqual([1, 2, 4, "other"]);
});

const alone: [string, readonly SqlText[]][] = [
  ["two updates", [update, update]],
  ["a write that is not repeated", [insert, { sql: 'insert into "c" default values', parameters: [] }]],
  ["a deletion", [insert, { sql: 'delete from "a"', parameters: [], repeated: true }]],
];

test.each([["one write", [insert]] as const, ...alone])("%s stays as it is", (_, writes) =>
  expect(createWriteJoiner().join(writes)).toEqual(writes),
);

const counted = `with write_0 as (${change().sql}) select 1 / ((select count(*) from write_0) = json_array_length($1::json))::integer`;

test("a change of a held row is compared with the rows that were met, even where it stays alone", () => {
  const { join } = createWriteJoiner();
  const compared = { sql: counted, parameters: [`[{"id":1}]`], repeated: true };
  expect(join([change({ id: 1 })])).toEqual([compared]);
  expect(join([update, change({ id: 1 })])).toEqual([update, compared]);
});

describe("a whole transaction in one statement", () => {
  test("is the write itself, or the joined writes, when no row is held", () => {
    const { join, joinWhole } = createWriteJoiner();
    expect(joinWhole([insert], unheld)?.statement).toBe(insert);
    expect(joinWhole([insert, update], unheld)?.statement).toEqual(join([insert, update])[0]);
  });

  test("compares the row it holds", () => {
    expect(createWriteJoiner().joinWhole([insert, change({ id: 1 })], [held])?.statement).toEqual({
      sql: `with write_0 as (${insert.sql}), write_1 as (${change().sql.replace("$1", "$3")}) select 1 / ((select count(*) from write_1) = json_array_length($3::json))::integer`,
      parameters: [1, 2, `[{"id":1}]`],
      repeated: true,
    });
  });

  test.each([
    ...alone,
    ["no change of the held row", [insert]] as const,
    ["a change of another one", [rows('update "flow" set x = 1 from list($1::json)')]] as const,
  ])("cannot be made of %s", (_, writes) => expect(createWriteJoiner().joinWhole(writes, [held])).toBeUndefined());

  test("cannot hold two rows", () => expect(createWriteJoiner().joinWhole([change({})], [held, held])).toBeUndefined());
});

describe("several whole transactions", () => {
  const { joinWhole, merge } = createWriteJoiner();
  const wholes = (...each: (readonly [readonly SqlText[], id?: string])[]) =>
    each.flatMap(([writes, id]) => joinWhole(writes, id === undefined ? [] : [{ ...held, id }]) ?? []);

  test("may be merged when all that they write is rows by value", () => {
    expect(wholes([[add({}), change({})]], [[add({}), insert]]).map(({ isMergeable }) => isMergeable)).toEqual([true, false]);
  });

  test("become one with the rows of all, those of held rows by their ids", () => {
    const merged = merge(
      wholes([[change({ id: 2 }), add({ x: 2 })], "2"], [[add({ x: 1 }, { x: 3 }), change({ id: 1 })], "1"], [[add({ x: 0 })]]),
    );
    expect(merged).toEqual({
      sql: `with write_0 as (${add().sql}), write_1 as (${change().sql.replace("$1", "$2")}) select 1 / ((select count(*) from write_1) = json_array_length($2::json))::integer`,
      parameters: [`[{"x":0},{"x":1},{"x":3},{"x":2}]`, `[{"id":1},{"id":2}]`],
      repeated: true,
    });
  });

  test("are one statement whatever the order of their writes", () => {
    const { sql } = merge(wholes([[add({}), change({})]], [[add({})]]));
    expect(merge(wholes([[add({})]], [[change({}), add({})]])).sql).toBe(sql);
  });
});
