import { MantineProvider } from "@mantine/core";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ShortcutsProvider } from "../../shortcuts/shortcuts-context.tsx";
import type { Column } from "./column.ts";
import { DataTable } from "./data-table.tsx";

interface Pool {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

const columns: readonly Column<Pool>[] = [
  { id: "name", label: "Name", render: ({ name }) => name, sort: { ascending: "NAME_ASC", descending: "NAME_DESC" } },
  { id: "type", label: "Type", render: ({ type }) => type, isExtra: true },
];
const pools: readonly Pool[] = ["ada", "bob", "cyd"].map((name) => ({ id: name, name, type: "process" }));

interface Given {
  readonly rows?: readonly Pool[] | undefined;
  readonly identity?: string;
  readonly error?: Error;
  readonly onSort?: (sort: string) => void;
  readonly onOpen?: (pool: Pool) => void;
}

const Table = ({ onSort = () => undefined, rows, ...rest }: Given) => {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  return (
    <MantineProvider env="test">
      <ShortcutsProvider>
        <DataTable
          name="pools"
          label="Work pools"
          columns={columns}
          rows={rows}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          empty="There are none."
          sorting={{ sort: "NAME_ASC", onSort }}
          selection={{ keys, onChange: setKeys }}
          toolbar={`${keys.size} selected`}
          {...rest}
        />
      </ShortcutsProvider>
    </MantineProvider>
  );
};

afterEach(() => localStorage.clear());
const names = () =>
  within(screen.getByRole("table"))
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.textContent);

describe("a table", () => {
  test("keeps its place while rows load, and says when there are none or they failed", () => {
    const { rerender } = render(<Table rows={undefined} />);
    expect(names()).toHaveLength(10);
    rerender(<Table rows={[]} />);
    screen.getByText("There are none.");
    rerender(<Table rows={undefined} error={new Error("The database is away.")} />);
    expect(screen.getByRole("alert").textContent).toContain("The database is away.");
  });

  test("asks the server for another order, and says which it has", async () => {
    const onSort = vi.fn();
    render(<Table rows={pools} onSort={onSort} />);
    expect(screen.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("ascending");
    await userEvent.click(screen.getByRole("button", { name: "Name" }));
    expect(onSort).toHaveBeenCalledWith("NAME_DESC");
  });

  test("is moved in, selected from and opened with keys", async () => {
    const onOpen = vi.fn();
    render(<Table rows={pools} onOpen={onOpen} />);
    await userEvent.keyboard("jjx");
    screen.getByText("1 selected");
    expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "Select bob" }).checked).toBe(true);
    await userEvent.keyboard("jjk{Enter}");
    expect(onOpen).toHaveBeenCalledWith(pools[1]);
    await userEvent.click(screen.getByRole("checkbox", { name: "Select all rows of this page" }));
    screen.getByText("3 selected");
  });

  test("offers to select all rows once there are any", () => {
    const all = () => screen.getByRole<HTMLInputElement>("checkbox", { name: "Select all rows of this page" });
    const { rerender } = render(<Table rows={undefined} />);
    expect(all().disabled).toBe(true);
    rerender(<Table rows={pools} />);
    expect(all().disabled).toBe(false);
    rerender(<Table rows={[]} />);
    expect(all().disabled).toBe(true);
  });

  test("does not jump: rows change in place, and new ones wait to be asked for", async () => {
    const { rerender } = render(<Table rows={pools} identity="all" />);
    const newer = [{ id: "new", name: "zoe", type: "docker" }, { id: "ada", name: "ada 2", type: "process" }, ...pools.slice(1)];
    rerender(<Table rows={newer} identity="all" />);
    expect(names()).toEqual(["ada 2", "bob", "cyd"]);
    await userEvent.click(screen.getByRole("button", { name: "1 new: show it" }));
    expect(names()).toEqual(["zoe", "ada 2", "bob", "cyd"]);
    rerender(<Table rows={pools.slice(2)} identity="filtered" />);
    expect(names()).toEqual(["cyd"]);
  });

  test("shows the rows of another question at once, also when those of the last one stood in for them", () => {
    const { rerender } = render(<Table rows={pools} identity="first page" />);
    rerender(<Table rows={pools} identity="second page" />);
    expect(names()).toHaveLength(3);
    rerender(<Table rows={[{ id: "dan", name: "dan", type: "process" }]} identity="second page" />);
    expect(names()).toEqual(["dan"]);
    expect(screen.queryByRole("button", { name: /new/ })).toBeNull();
  });

  test("has the columns people chose, also next time", async () => {
    const { unmount } = render(<Table rows={pools} />);
    expect(screen.queryByRole("columnheader", { name: "Type" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Choose the columns" }));
    await userEvent.click(screen.getByRole("checkbox", { name: "Type" }));
    unmount();
    render(<Table rows={pools} />);
    screen.getByRole("columnheader", { name: "Type" });
  });

  test("has columns as wide as people made them with keys, also next time, until they fit by themselves again", async () => {
    const { unmount } = render(<Table rows={pools} />);
    const widthOf = () => document.querySelector<HTMLElement>('col[data-column="name"]')?.style.width;
    expect(widthOf()).toBeUndefined();
    await userEvent.click(screen.getByRole("button", { name: "Choose the columns" }));
    await userEvent.click(screen.getByRole("button", { name: "Make Name wider" }));
    const first = widthOf();
    await userEvent.click(screen.getByRole("button", { name: "Make Name wider" }));
    const second = widthOf();
    expect(Number.parseInt(second ?? "", 10)).toBeGreaterThan(Number.parseInt(first ?? "", 10));
    unmount();
    render(<Table rows={pools} />);
    expect(widthOf()).toBe(second);
    await userEvent.click(screen.getByRole("button", { name: "Choose the columns" }));
    await userEvent.click(screen.getByRole("button", { name: "Fit the widths again" }));
    expect(widthOf()).toBeUndefined();
  });
});
