import { MantineProvider } from "@mantine/core";
import type { FlowRun, JsonObject } from "@millrace/contract";
import { cleanup, render, renderHook, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ChangesTable } from "./changes-table.tsx";
import { useDraft } from "./drafts.ts";
import { listRecentInputs } from "./recent-inputs.ts";
import { RecentInputsMenu } from "./recent-inputs-menu.tsx";

afterEach(cleanup);

type Run = Pick<FlowRun, "id" | "name" | "parameters" | "created">;

const run = (name: string, created: string, parameters: JsonObject): Run => ({ id: name, name, created, parameters });

describe("recent inputs", () => {
  const runs = [
    run("first", "2026-01-01T00:00:00Z", { a: 1, b: 2 }),
    run("third", "2026-01-03T00:00:00Z", { a: 3 }),
    run("second", "2026-01-02T00:00:00Z", { b: 2, a: 1 }),
  ];

  test("are the different ones, latest first", () => {
    expect(listRecentInputs(runs).map(({ name, times }) => [name, times])).toEqual([
      ["third", 1],
      ["second", 2],
    ]);
    expect(listRecentInputs(runs, 1)).toHaveLength(1);
  });

  test("fill a form", async () => {
    const picked: JsonObject[] = [];
    render(
      <MantineProvider env="test">
        <RecentInputsMenu inputs={listRecentInputs(runs)} onPick={(values) => picked.push(values)} />
      </MantineProvider>,
    );
    await userEvent.click(screen.getByRole("button", { name: "Recent inputs" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: /second and 1 more/ }));
    expect(picked).toEqual([{ b: 2, a: 1 }]);
  });
});

describe("drafts", () => {
  beforeEach(() => sessionStorage.clear());

  test("are there again when a page is, until they are sent", () => {
    const { result } = renderHook(() => useDraft<JsonObject>("run"));
    expect(result.current.draft).toBeUndefined();
    result.current.save({ a: [1, null] });
    expect(renderHook(() => useDraft<JsonObject>("run")).result.current.draft).toEqual({ a: [1, null] });
    expect(renderHook(() => useDraft<JsonObject>("other")).result.current.draft).toBeUndefined();
    result.current.clear();
    expect(renderHook(() => useDraft<JsonObject>("run")).result.current.draft).toBeUndefined();
  });

  test("that cannot be read are none", () => {
    sessionStorage.setItem("millrace:draft:run", "{");
    expect(renderHook(() => useDraft<JsonObject>("run")).result.current.draft).toBeUndefined();
  });
});

test("changes are told place by place", () => {
  render(
    <MantineProvider env="test">
      <ChangesTable before={{ a: { b: 1 }, c: 2 }} after={{ a: { b: "x" }, d: null }} names={["Deployment", "This run"]} />
    </MantineProvider>,
  );
  const cells = screen.getAllByRole("row").map((row) => [...row.children].map(({ textContent }) => textContent));
  expect(cells).toEqual([
    ["Value", "Deployment", "This run"],
    ["a.b", "1", "x"],
    ["d", "left out", "null"],
  ]);
});
