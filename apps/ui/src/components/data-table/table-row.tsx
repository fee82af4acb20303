import { Checkbox } from "@mantine/core";
import type { MouseEvent } from "react";
import type { Column } from "./column.ts";
import classes from "./data-table.module.css";

interface Props<Row> {
  readonly row: Row;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly isSelected: boolean;
  readonly onToggle: (() => void) | undefined;
  readonly onOpen: (() => void) | undefined;
}

/** Clicks on what acts by itself are not for the row. */
const isOwn = ({ target }: MouseEvent): boolean => target instanceof Element && target.closest("a, button, input, label") === null;

export const TableRow = <Row,>({ row, label, columns, isSelected, onToggle, onOpen }: Props<Row>) => (
  <tr
    data-row
    tabIndex={-1}
    data-selected={isSelected || undefined}
    data-opens={onOpen !== undefined || undefined}
    onClick={(event) => isOwn(event) && window.getSelection()?.toString() === "" && onOpen?.()}
  >
    {onToggle !== undefined && (
      <td className={classes.check}>
        <Checkbox size="xs" aria-label={`Select ${label}`} checked={isSelected} onChange={onToggle} />
      </td>
    )}
    {columns.map(({ id, label: name, align, onPhone = "line", render }) => (
      <td key={id} data-label={name} data-align={align} data-phone={onPhone}>
        {render(row)}
      </td>
    ))}
  </tr>
);

export const SkeletonRow = <Row,>({ columns, hasCheck }: { readonly columns: readonly Column<Row>[]; readonly hasCheck: boolean }) => (
  <tr>
    {hasCheck && <td className={classes.check} />}
    {columns.map(({ id, onPhone = "line" }) => (
      <td key={id} data-phone={onPhone}>
        <span className={classes.skeleton} />
      </td>
    ))}
  </tr>
);
