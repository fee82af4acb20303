import { expect, test } from "vitest";
import { createReleaseTeller } from "./version.ts";

test.each([
  [null, "3.8.3"],
  ["3.8.2", "3.8.3"],
  ["3.8.8", "3.8.8"],
  ["3.10.0", "3.10.0"],
  ["3.11.0rc1", "3.11.0rc1"],
  ["2.20.4", "3.8.3"],
  ["4.0.0", "3.8.3"],
])("a client of version %s is told %s", (client, told) => expect(createReleaseTeller()(client)).toBe(told));

test("a part of a client that does not name its version is told what the client was told", () => {
  const tell = createReleaseTeller();
  expect(["3.8.8", null, "3.8.4"].map(tell)).toEqual(["3.8.8", "3.8.8", "3.8.8"]);
});
