import { Checkbox, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconSelector } from "@tabler/icons-react";
import type { Column } from "./column.ts";
import classes from "./data-table.module.css";

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

interface Props<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sorting: Sorting | undefined;
  /** Undefined where rows cannot be selected. */
  readonly selection: { readonly all: boolean; readonly some: boolean; readonly onAll: () => void } | undefined;
}

export const TableHead = <Row,>({ columns, sorting, selection }: Props<Row>) => (
  <thead>
    <tr>
      {selection !== undefined && (
        <th className={classes.check}>
          <Checkbox
            size="xs"
            aria-label="Select all rows of this page"
            checked={selection.all}
            indeterminate={selection.some && !selection.all}
            onChange={selection.onAll}
          />
        </th>
      )}
      {columns.map((column) => (
        <th
          key={column.id}
          scope="col"
          style={{ width: column.width }}
          data-align={column.align}
          aria-sort={directionOf(column, sorting?.sort) ?? (column.sort === undefined || sorting === undefined ? undefined : "none")}
        >
          <Label column={column} sorting={sorting} />
        </th>
      ))}
    </tr>
  </thead>
);
