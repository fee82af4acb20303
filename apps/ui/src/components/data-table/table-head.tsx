import { Checkbox, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconSelector } from "@tabler/icons-react";
import type { Column } from "./column.ts";
import classes from "./data-table.module.css";
import type { ColumnWidths } from "./use-column-widths.ts";

export interface Sorting {
  /** The server's name for the order, from the address. */
  readonly sort: string | undefined;
  readonly onSort: (sort: string) => void;
}

type Direction = "ascending" | "descending" | undefined;

const directionOf = <Row,>({ sort }: Column<Row>, current: string | undefined): Direction => {
  if (current === undefined || sort === undefined) return undefined;
  return sort.ascending === current ? "ascending" : sort.descending === current ? "descending" : undefined;
};

const Label = <Row,>({ column, sorting }: { readonly column: Column<Row>; readonly sorting: Sorting | undefined }) => {
  const { sort, label } = column;
  if (sort === undefined || sorting === undefined) return label;
  const direction = directionOf(column, sorting.sort);
  const Icon = direction === undefined ? IconSelector : direction === "ascending" ? IconArrowUp : IconArrowDown;
  const next = (direction === "descending" ? sort.ascending : sort.descending) ?? sort.ascending ?? sort.descending;
  return (
    <UnstyledButton className={classes.sort} onClick={() => next !== undefined && sorting.onSort(next)}>
      {label}
      <Icon size={13} aria-hidden="true" />
    </UnstyledButton>
  );
};

interface SelectionOfAll {
  readonly all: boolean;
  readonly some: boolean;
  /** There are rows to select. */
  readonly isPossible: boolean;
  readonly onAll: () => void;
}

interface Props<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sorting: Sorting | undefined;
  readonly widths: ColumnWidths;
  /** Undefined where rows cannot be selected. */
  readonly selection: SelectionOfAll | undefined;
}

/** What a column's edge is dragged by. Keys have the same in the choice of columns. */
const Edge = ({ id, widths: { startDrag } }: { readonly id: string; readonly widths: ColumnWidths }) => (
  <span
    className={classes.edge}
    aria-hidden="true"
    onPointerDown={(event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      startDrag(id, event);
    }}
  />
);

export const TableHead = <Row,>({ columns, sorting, widths, selection }: Props<Row>) => (
  <thead>
    <tr>
      {selection !== undefined && (
        <th className={classes.check}>
          <Checkbox
            size="xs"
            aria-label="Select all rows of this page"
            checked={selection.all}
            indeterminate={selection.some && !selection.all}
            disabled={!selection.isPossible}
            onChange={selection.onAll}
          />
        </th>
      )}
      {columns.map((column) => (
        <th
          key={column.id}
          scope="col"
          data-column={column.id}
          {...(widths.of === undefined ? { style: { width: column.width } } : {})}
          data-align={column.align}
          aria-sort={directionOf(column, sorting?.sort) ?? (column.sort === undefined || sorting === undefined ? undefined : "none")}
        >
          <Label column={column} sorting={sorting} />
          <Edge id={column.id} widths={widths} />
        </th>
      ))}
    </tr>
  </thead>
);
