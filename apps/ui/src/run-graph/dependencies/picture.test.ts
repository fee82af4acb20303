import { expect, test } from "vitest";
import { aGraph } from "../fixtures/graphs.ts";
import { createModel } from "../model/graph-model.ts";
import { type Choice, choosePicture } from "./picture.ts";

/** So many runs of one task after another run, or each a task of its own. */
const aFan = (width: number, nameOf: (n: number) => string) =>
  createModel(
    "run",
    aGraph([
      { id: "root", label: "root" },
      ...Array.from({ length: width }, (_, n) => ({ id: `n${n}`, label: nameOf(n), after: ["root"] })),
    ]),
  );
const choose = (model: ReturnType<typeof aFan>, choice: Partial<Choice> = {}) =>
  choosePicture(model, { expanded: new Set(), focus: undefined, around: undefined, criticalPath: undefined, ...choice });
const sizes = ({ shown }: ReturnType<typeof choosePicture>) => shown.map(({ members }) => members.length);

test("few runs are all boxes of their own", () => {
  const picture = choose(aFan(399, (n) => `load-${n}`));
  expect(picture.shown).toHaveLength(400);
  expect(picture.edges).toHaveLength(399);
  expect(picture.hidden).toBe(0);
});

test("many runs of a task share a box, which comes apart", () => {
  const model = aFan(1000, (n) => `load-${n}`);
  expect(sizes(choose(model))).toEqual([1, 1000]);
  expect(choose(model).edges).toEqual([{ from: 0, to: 1 }]);
  expect(sizes(choose(model, { expanded: new Set(["n0"]) })).filter((size) => size === 1)).toHaveLength(51);
});

test("where even tasks are too many, what is around the chosen run is shown and the rest counted", () => {
  const model = aFan(1000, (n) => `task${n}x`);
  const picture = choose(model, { around: "n900" });
  expect(picture.shown).toHaveLength(400);
  expect(picture.hidden).toBe(601);
  expect(picture.shown.map(({ key }) => key)).toContain("n900");
});

test("focus leaves what a run depends on and what needs it", () => {
  const picture = choose(
    aFan(50, (n) => `load-${n}`),
    { focus: "n7" },
  );
  expect(picture.shown.map(({ key }) => key)).toEqual(["root", "n7"]);
  expect(picture).toMatchObject({ edges: [{ from: 0, to: 1 }], hidden: 0 });
});
