import { expect, test } from "vitest";
import type { SqlText } from "./connection.ts";
import { createWriteJoiner } from "./join-writes.ts";

const insert: SqlText = { sql: 'insert into "a" ("x", "y") values ($1, $2)', parameters: [1, 2], repeated: true as const };
const update: SqlText = { sql: 'update "b" set "z" = $1 where "id" = $2', parameters: [3, "id"], repeated: true as const };

test("inserts and an update become one statement with its own numbers", () => {
  const join = createWriteJoiner();
  expect(join([insert, update, insert])).toEqual([
    {
      sql: 'with write_0 as (insert into "a" ("x", "y") values ($1, $2)), write_1 as (update "b" set "z" = $3 where "id" = $4) insert into "a" ("x", "y") values ($5, $6)',
      parameters: [1, 2, 3, "id", 1, 2],
      repeated: true,
    },
  ]);
  expect(join([insert, { ...update, parameters: [4, "other"] }])[0]?.parameters).toEqual([1, 2, 4, "other"]);
});

test.each<[string, readonly SqlText[]]>([
  ["one write", [insert]],
  ["two updates", [update, update]],
  ["a write that is not repeated", [insert, { sql: 'insert into "c" default values', parameters: [] }]],
  ["a deletion", [insert, { sql: 'delete from "a"', parameters: [], repeated: true }]],
])("%s stays as it is", (_, writes) => expect(createWriteJoiner()(writes)).toBe(writes));
