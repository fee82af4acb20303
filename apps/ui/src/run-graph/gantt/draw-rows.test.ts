import { describe, expect, test } from "vitest";
import { aGraph, epoch } from "../fixtures/graphs.ts";
import { findCriticalPath } from "../model/critical-path.ts";
import { createModel } from "../model/graph-model.ts";
import { listRows } from "../model/rows.ts";
import { createTimeAxis } from "../model/time-axis.ts";
import { drawRows } from "./draw-rows.ts";
import { barHeight, rowHeight, type Scene } from "./scene.ts";

const palette = {
  states: ["scheduled", "pending", "running", "paused", "cancelling", "completed", "cancelled", "failed", "crashed"],
  ...{ text: "text", muted: "muted", line: "line", track: "track", accent: "accent", active: "active", font: "" },
};

interface Mark {
  readonly colour: string;
  readonly alpha: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Box = readonly [left: number, top: number, width: number, height: number, ...rest: unknown[]];

/** A pen that keeps what it draws. */
const aPen = () => {
  const marks: Mark[] = [];
  const texts: string[] = [];
  const lines: string[] = [];
  const nothing = () => undefined;
  const pen = {
    ...{ fillStyle: "", strokeStyle: "", globalAlpha: 1, font: "", textBaseline: "", lineWidth: 1 },
    ...{ clearRect: nothing, beginPath: nothing, moveTo: nothing, lineTo: nothing, fill: nothing, setLineDash: nothing },
    bezierCurveTo: () => lines.push(pen.strokeStyle),
    stroke: nothing,
    measureText: (text: string) => ({ width: text.length * 6 }),
    fillText: (text: string) => texts.push(text),
    strokeRect: (...box: Box) => note(pen.strokeStyle, box),
    fillRect: (...box: Box) => note(pen.fillStyle, box),
    roundRect: (...box: Box) => note(pen.fillStyle, box),
  };
  const note = (colour: string, [left, top, width, height]: Box) =>
    marks.push({ colour, alpha: pen.globalAlpha, left, top, width, height });
  return { pen: pen as unknown as CanvasRenderingContext2D, marks, texts, lines };
};

const now = epoch + 100_000;

/** Draws a graph on a hundred seconds of a thousand pixels. */
const draw = (nodes: Parameters<typeof aGraph>[0], changes: Partial<Scene> = {}, isGrouped = false) => {
  const model = createModel("run", aGraph(nodes));
  const rows = listRows(model, { isGrouped, expanded: new Set(), subflows: new Map(), now });
  const drawn = aPen();
  drawRows(drawn.pen, {
    model,
    rows,
    rowOf: new Map(rows.map(({ key }, position) => [key, position])),
    axis: createTimeAxis({ from: epoch, to: now }),
    range: { from: 0, to: 100_000 },
    ...{ width: 1000, height: 260, scrollTop: 0, palette, now, times: new Map() },
    ...{ criticalPath: undefined, activeKey: undefined, selectedKey: undefined },
    ...changes,
  });
  return { ...drawn, of: (colour: string) => drawn.marks.filter((mark) => mark.colour === colour) };
};

describe("a bar", () => {
  const top = (rowHeight - barHeight) / 2;

  test("lies where its run was", () => {
    const { of } = draw([
      { id: "a", from: 10, to: 30 },
      { id: "b", from: 50, to: 50, state: "FAILED" },
    ]);
    expect(of("completed")).toEqual([{ colour: "completed", alpha: 1, left: 100, top, width: 200, height: barHeight }]);
    expect(of("failed")).toMatchObject([{ left: 500, top: top + rowHeight, width: 2 }]);
  });

  test("goes on to now while its run does, and is only outlined before it begins", () => {
    const { of } = draw([
      { id: "a", from: 40, to: null, state: "RUNNING" },
      { id: "b", from: 90, to: null, state: "PENDING" },
    ]);
    expect(of("running")).toMatchObject([{ left: 400, width: 600 }]);
    expect(of("pending")).toMatchObject([{ left: 900.5, width: 99 }]);
  });

  test("is drawn in the rows that can be seen, and no others", () => {
    const nodes = Array.from({ length: 100 }, (_, n) => ({ id: `n${n}`, from: n % 50, to: (n % 50) + 1 }));
    const { of } = draw(nodes, { scrollTop: 50 * rowHeight });
    expect(of("completed")).toHaveLength(10);
    expect(of("completed")[0]?.left).toBe(0);
  });

  test("has its wait before it, and is split into attempts where they are known", () => {
    const attempts = [
      { from: epoch + 20_000, to: epoch + 25_000 },
      { from: epoch + 35_000, to: epoch + 40_000 },
    ];
    const times = new Map([["a", { expected: epoch + 10_000, runCount: 2, attempts }]]);
    const { of, texts } = draw([{ id: "a", from: 20, to: 40 }], { times });
    expect(of("completed").filter(({ height }) => height === barHeight)).toMatchObject([
      { left: 200, width: 50, alpha: 0.55 },
      { left: 350, width: 50, alpha: 1 },
    ]);
    expect(of("muted")[0]).toMatchObject({ left: 100, width: 100 });
    expect(texts).toEqual(["2 attempts"]);
  });
});

test("off the critical path everything steps back, and its steps are tied", () => {
  const nodes = [
    { id: "a", to: 20 },
    { id: "aside", to: 10 },
    { id: "b", from: 20, to: 60, after: ["a"] },
  ];
  const criticalPath = findCriticalPath(createModel("run", aGraph(nodes)), now);
  const { of, lines } = draw(nodes, { criticalPath });
  expect(of("completed").map(({ alpha }) => alpha)).toEqual([1, 0.35, 1]);
  expect(lines).toEqual(["accent"]);
});

test("the chosen run is tied to what it depends on and what needs it", () => {
  const nodes = [
    { id: "a", to: 20 },
    { id: "b", from: 20, to: 30, after: ["a"] },
    { id: "c", from: 30, to: 40, after: ["b"] },
  ];
  expect(draw(nodes, { selectedKey: "b" }).lines).toEqual(["text", "text"]);
});

test("one inside an open subflow is tied to its neighbours there", () => {
  const inside = createModel(
    "sub",
    aGraph([
      { id: "x", to: 10 },
      { id: "y", from: 10, to: 20, after: ["x"] },
    ]),
  );
  const nodes = [{ id: "sub", label: "child / owl", kind: "flow-run" as const, to: 40 }];
  const choices = { isGrouped: false, expanded: new Set(["sub"]), subflows: new Map([["sub", { model: inside }]]), now };
  const rows = listRows(createModel("run", aGraph(nodes)), choices);
  const rowOf = new Map(rows.map(({ key }, position) => [key, position]));
  expect(draw(nodes, { rows, rowOf, selectedKey: "y" }).lines).toEqual(["text"]);
});

test("failures in a group are seen, but only where they ended", () => {
  const nodes = Array.from({ length: 20 }, (_, n) => ({
    id: `load-${n}`,
    from: n,
    to: n + 20,
    state: n === 7 ? ("FAILED" as const) : ("COMPLETED" as const),
  }));
  const { of } = draw(nodes, {}, true);
  expect(of("failed")).toMatchObject([{ left: 268, width: 2 }]);
  expect(of("completed").reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(390);
});
