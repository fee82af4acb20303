import { expect, test } from "vitest";
import { newName } from "./run-names.ts";

const between = (value: number) => () => value;

test("names are two words, drawn from the whole of both lists", () => {
  const drawn = Array.from({ length: 1000 }, (_, index) => newName(between(index / 1000)));
  for (const name of drawn) expect(name).toMatch(/^[a-z]+-[a-z]+$/);
  expect(new Set(drawn.map((name) => name.split("-")[0])).size).toBeGreaterThan(90);
  expect(new Set(drawn.map((name) => name.split("-")[1])).size).toBeGreaterThan(90);
  expect(newName(between(0.999_999_999))).toMatch(/^[a-z]+-[a-z]+$/);
});

test("the same random numbers give the same name", () => {
  expect(newName(between(0.5))).toBe(newName(between(0.5)));
});
