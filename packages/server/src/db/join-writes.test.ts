import { describe, expect, test } from "vitest";
import type { SqlText } from "./connection.ts";
import { createWriteJoiner } from "./join-writes.ts";

const insert: SqlText = { sql: 'insert into "a" ("x", "y") values ($1, $2)', parameters: [1, 2], repeated: true as const };
const update: SqlText = { sql: 'update "b" set "z" = $1 where "id" = $2', parameters: [3, "id"], repeated: true as const };
const change: SqlText = { sql: 'update "b" set "z" = $1 where xmin = $2::xid', parameters: [3, "7"], repeated: true as const };
const held = { table: "flow_run", id: "id", row_version: "7" } as const;

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
  expect(createWriteJoiner().join(writes)).toBe(writes),
);

describe("a whole transaction in one statement", () => {
  test("is the write itself, or the joined writes, when no row is held", () => {
    const { join, joinWhole } = createWriteJoiner();
    expect(joinWhole([insert], [])).toBe(insert);
    expect(joinWhole([insert, update], [])).toEqual(join([insert, update])[0]);
  });

  test("counts the held row that its update met, and fails when it met none", () => {
    const { joinWhole } = createWriteJoiner();
    expect(joinWhole([insert, { ...change, sql: change.sql.replace('"b"', '"flow_run"') }], [held])).toEqual({
      sql: 'with write_0 as (insert into "a" ("x", "y") values ($1, $2)), write_1 as (update "flow_run" set "z" = $3 where xmin = $4::xid returning 1) select 1 / count(*) from write_1',
      parameters: [1, 2, 3, "7"],
      repeated: true,
    });
  });

  test.each([...alone, ["an update of another row than the held one", [change]] as const])("cannot be made of %s", (_, writes) =>
    expect(createWriteJoiner().joinWhole(writes, [held])).toBeUndefined(),
  );

  test("cannot hold two rows", () => expect(createWriteJoiner().joinWhole([insert], [held, held])).toBeUndefined());
});
