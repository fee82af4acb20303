import { expect, test } from "vitest";
import { isAtLeast, speaksApi } from "./versions.ts";

test.each([
  ["3.4.11", true],
  ["3.4.12", true],
  ["3.10.0", true],
  ["v4.0", true],
  ["3.4.11+1.gabcdef", true],
  ["3.4.11.post1", true],
  ["3.4.10", false],
  ["3.4", false],
  ["2.20.9", false],
  ["3.4.11rc1", false],
  ["3.4.11.dev2", false],
  ["unknown", false],
])("%s is 3.4.11 or newer: %j", (version, expected) => {
  expect(isAtLeast(version, [3, 4, 11])).toBe(expected);
});

test("a caller that names no API version is taken for a new one", () => {
  expect(speaksApi(null, [0, 8, 4])).toBe(true);
  expect(speaksApi("0.8.3", [0, 8, 4])).toBe(false);
});
