import { expect, test } from "vitest";
import { createIds } from "./ids.ts";

const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("ids are distinct version 7 UUIDs that sort in the order they were made, within a millisecond and across clock steps back", () => {
  let now = 1_767_225_600_000;
  const next = createIds(
    () => now,
    (into) => crypto.getRandomValues(into),
  );
  const ids = Array.from({ length: 10_000 }, (_, index) => {
    if (index % 3000 === 2999) now += index % 2 === 0 ? 5 : -7;
    return next();
  });
  expect(ids.filter((id) => !uuid7.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});
