import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { aGraph, epoch } from "../fixtures/graphs.ts";
import { createModel } from "../model/graph-model.ts";
import { listRows, type Row } from "../model/rows.ts";
import { createTimeAxis } from "../model/time-axis.ts";
import { GanttChart } from "./gantt-chart.tsx";

const now = epoch + 60_000;
const model = createModel(
  "run",
  aGraph([
    { id: "a", label: "extract", from: 1, to: 3 },
    { id: "b", label: "load", from: 4, to: 5, state: "FAILED" },
    { id: "c", label: "child / owl", kind: "flow-run", from: 5, to: null, state: "RUNNING" },
  ]),
);

const show = (activeKey?: string) => {
  const rows = listRows(model, { isGrouped: false, expanded: new Set(), subflows: new Map(), now });
  const told = { onWindow: vi.fn(), onActivate: vi.fn(), onToggle: vi.fn(), onPress: vi.fn(), onShow: vi.fn() };
  render(
    <MantineProvider>
      <GanttChart
        {...told}
        activeKey={activeKey}
        axis={createTimeAxis({ from: epoch, to: now })}
        criticalPath={undefined}
        model={model}
        now={now}
        rowOf={new Map(rows.map(({ key }, position) => [key, position]))}
        rows={rows}
        selectedKey={undefined}
        times={new Map()}
        window={undefined}
      />
    </MantineProvider>,
  );
  return told;
};
const keysOf = (calls: readonly (readonly Row[])[]) => calls.map(([row]) => row?.key);

test("says in words what the bars show", () => {
  show();
  const rows = screen.getAllByRole("row").map((row) => row.textContent);
  expect(rows[0]).toContain("Completed, began after 1.0 s, took 2.0 s");
  expect(rows[1]).toContain("Failed, began after 4.0 s, took 1.0 s");
  expect(screen.getByRole("treegrid").getAttribute("aria-rowcount")).toBe("3");
});

test("rows are reached and opened with the keys of a tree", async () => {
  const told = show("b");
  const user = userEvent.setup();
  await user.tab();
  await user.keyboard("{ArrowDown}{Enter}");
  expect(keysOf(told.onActivate.mock.calls)).toEqual(["c"]);
  expect(keysOf(told.onPress.mock.calls)).toEqual(["b"]);
});

test("time is zoomed with keys", async () => {
  const told = show("b");
  const user = userEvent.setup();
  await user.tab();
  await user.keyboard("+0");
  expect(told.onWindow.mock.calls).toHaveLength(2);
  expect(told.onWindow.mock.calls[0]?.[0].to - told.onWindow.mock.calls[0]?.[0].from).toBeCloseTo(60_000 * 1.04 * 0.7);
  expect(told.onWindow.mock.calls[1]).toEqual([undefined]);
});

test("a press on the arrow opens a subflow, a press on its name chooses it", async () => {
  const told = show();
  const user = userEvent.setup();
  const row = screen.getByRole("row", { name: /owl/ });
  await user.click(row.querySelector("svg") ?? row);
  await user.click(screen.getByText("child / owl"));
  expect(keysOf(told.onToggle.mock.calls)).toEqual(["c"]);
  expect(keysOf(told.onPress.mock.calls)).toEqual(["c"]);
});
