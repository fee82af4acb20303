import { expect, test } from "vitest";
import { readChange } from "./use-changes-of.ts";

test("an event of a change tells what was and what is, by the names that people know", () => {
  const payload = {
    updated_fields: ["parameters", "infra_overrides"],
    updates: { parameters: { from: { a: 1 }, to: { a: 2 } }, infra_overrides: { from: {}, to: { image: "x" } } },
  };
  expect(readChange({ id: "one", occurred: "2026-01-01T00:00:00Z", payload })).toEqual({
    id: "one",
    at: "2026-01-01T00:00:00Z",
    fields: ["parameters", "job_variables"],
    before: { parameters: { a: 1 }, job_variables: {} },
    after: { parameters: { a: 2 }, job_variables: { image: "x" } },
  });
  expect(readChange({ id: "two", occurred: "2026-01-01T00:00:00Z", payload: {} }).fields).toEqual([]);
});
