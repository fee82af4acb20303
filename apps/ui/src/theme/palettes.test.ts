import { describe, expect, test } from "vitest";
import { contrast } from "./colors.ts";
import { palettes, stateColors, stateVariables } from "./palettes.ts";

const grounds = { light: { h: 0, s: 0, l: 100 }, dark: { h: 210, s: 16, l: 12 } } as const;

describe.each(palettes)("palette $name", (palette) => {
  test.each(["light", "dark"] as const)("can be read in the %s theme", (scheme) => {
    for (const { text, ground, solid } of Object.values(stateColors(palette, scheme))) {
      expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(text, grounds[scheme])).toBeGreaterThanOrEqual(4.5);
      expect(contrast(solid, grounds[scheme])).toBeGreaterThanOrEqual(3);
    }
  });
});

test("there are ten palettes, each with its own name", () => {
  expect(new Set(palettes.map(({ name }) => name)).size).toBe(10);
});

test("a state's colours are CSS variables", () => {
  expect(stateVariables(palettes[0] ?? never(), "light")).toMatchObject({
    "--state-failed": expect.stringMatching(/^#[0-9a-f]{6}$/),
    "--state-failed-text": expect.stringMatching(/^#/),
    "--state-failed-ground": expect.stringMatching(/^#/),
  });
});

const never = (): never => {
  throw new Error("There is no palette.");
};
