import { expect, test } from "vitest";
import { hasValue, toggleValue } from "./toggle-term.ts";

test.each([
  ["", { field: "state", value: "failed" }, "state:failed"],
  ["state:failed name:x", { field: "state", value: "crashed" }, "state:failed,crashed name:x"],
  ["state:Failed,crashed", { field: "state", value: "failed" }, "state:crashed"],
  ["state:failed", { field: "state", value: "failed" }, ""],
  ["tag:prod", { field: "tag", value: "eu west" }, 'tag:prod tag:"eu west"'],
  ["-is:deployed", { field: "is", value: "deployed", isNegated: true }, ""],
  ["is:late", { field: "is", value: "deployed", isNegated: true }, "is:late -is:deployed"],
])("%s and %o make %s", (query, value, expected) => {
  expect(toggleValue(query, value)).toBe(expected);
});

test("a value is wanted whatever its case, unless it is excluded", () => {
  expect(hasValue("state:Failed", { field: "state", value: "failed" })).toBe(true);
  expect(hasValue("-state:failed", { field: "state", value: "failed" })).toBe(false);
});
